// What a request carries on its way beside what was sent: who asks, and what came of it.
import type { IRequest } from "itty-router";
import type { Caller } from "../context/caller.ts";
import type { Counted } from "./body.ts";

/** What a call has changed, beyond what its path names, for the audit. */
export interface Change {
  /** The path of what was changed, where the call's own path does not name it. */
  on?: string;
  batch?: string;
  version?: number;
  /** How many sessions it was. */
  count?: number;
  /** It had been done before, and was answered again. */
  isRepeated?: boolean;
}

export type Served = Counted & { caller: Caller; change: Change };

export function callerOf(request: IRequest): Caller {
  return (request as Served).caller;
}

/** To be called where it is known what has changed. */
export function noteChange(request: IRequest, change: Change): void {
  Object.assign((request as Served).change, change);
}
