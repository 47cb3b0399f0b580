// Who comes in, and how often: before anything of a body is read.
import { RateLimited } from "../../../error.ts";
import { ADMINISTRATOR, type Caller, EVERYBODY } from "../../context/caller.ts";
import { sentToken } from "../authorise.ts";
import type { Edge } from "./edge.ts";

/** Who calls, as `authorise` says; AppError "rate_limited" for whoever has guessed too often, or calls too often. */
export async function letIn(
  request: Pick<Request, "headers">,
  edge: Edge | undefined,
  authorise: () => Promise<Caller>,
): Promise<Caller> {
  if (edge === undefined) return authorise();
  const { network, guesses } = edge;
  const caller = await guesses.watch({ network, token: sentToken(request) }, authorise);
  await countCall(caller, edge);
  return caller;
}

/** The administrator is not limited: he could make himself tokens. */
async function countCall(caller: Caller, { calls, publicCalls, network }: Edge): Promise<void> {
  if (caller === ADMINISTRATOR) return;
  const isToken = caller !== EVERYBODY;
  const seconds = await (isToken ? calls?.take(caller.name) : publicCalls?.take(network));
  if (seconds !== undefined)
    throw new RateLimited(isToken ? `calls of token ${caller.name}` : "calls of this address", seconds);
}
