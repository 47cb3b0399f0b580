import type { IRequest } from "itty-router";
import { readParam } from "../../platform/http/read.ts";
import { ModelId } from "../schema/model-request.ts";

/** The model that the path names. */
export function modelId(request: IRequest): number {
  return readParam(request, "id", ModelId);
}
