// Who comes in, and how often: before anything of a body is read.
import { RateLimited } from "../../../error.ts";
import { type Access, authorise, sentToken } from "../authorise.ts";
import type { Edge } from "./edge.ts";

/** Refuses whoever has no right token, has guessed too often, or calls too often. */
export async function letIn(request: Pick<Request, "headers">, access: Access, edge: Edge | undefined): Promise<void> {
  if (edge === undefined) return authorise(request, access);
  const { network, guesses, publicCalls } = edge;
  await guesses.watch({ network, token: sentToken(request) }, () => authorise(request, access));
  if (access.token) return;
  const seconds = await publicCalls?.take(network);
  if (seconds !== undefined) throw new RateLimited("calls of this address", seconds);
}
