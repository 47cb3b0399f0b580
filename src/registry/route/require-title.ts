import type { IRequest } from "itty-router";
import { requireInside } from "../../platform/http/door.ts";

/** AppError "forbidden" where a model would be outside of its caller's prefix by the title that is sent; undefined leaves it as it is. */
export function requireTitle(request: IRequest, title: string | null | undefined): void {
  if (title !== undefined) requireInside(request, "models", title);
}
