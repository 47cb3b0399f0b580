// The header Prefer (RFC 7240): whether a caller waits for a training.
import type { IRequest } from "itty-router";

/** How a caller asks not to wait. */
export const PREFER = [
  {
    name: "Prefer",
    description: "`respond-async` (RFC 7240) trains in the background even where it is little work",
    schema: { type: "string" },
  },
];

/** Whether the caller asks not to wait (RFC 7240). */
export function isAsync(request: IRequest): boolean {
  return /(^|[,;\s])respond-async\s*($|[,;])/i.test(request.headers.get("prefer") ?? "");
}
