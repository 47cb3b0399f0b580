import type { GuessGuard } from "./guess-guard.ts";
import type { Limiter } from "./limiter.ts";
import type { Origins } from "./origins.ts";

/** What stands between the service and those who call it. A thread has none: whoever hands over a request has let it in. */
export interface Edge {
  /** Whose pages may call besides the service's own. */
  origins: Origins;
  /** Whether it serves this machine alone, and everybody on it: then a name that others made point here is none of ours. */
  isLocal: boolean;
  /** Calls of one token, in a minute; undefined for as many as come. */
  calls: Limiter | undefined;
  /** Calls of one address in a minute, where there is no token. */
  publicCalls: Limiter | undefined;
  /** Tokens that are none, by address. */
  guesses: GuessGuard;
  /** Where the request comes from, as far as it counts. */
  network: string;
}
