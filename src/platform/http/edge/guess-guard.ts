// Who sends tokens that are none is slowed down: past a limit of its own they are not looked at any more, so that guessing costs a minute
// for every few, and no statement of the database.
import { AppError, RateLimited } from "../../../error.ts";
import { type Caller, EVERYBODY } from "../../context/caller.ts";
import type { Limiter } from "./limiter.ts";

/** Tokens that are none in a minute from one address; wrangler.toml says the same. */
export const GUESSES_A_MINUTE = 30;

export interface GuessGuard {
  /** Who holds a token, as `check` says. AppError "rate_limited", unchecked, where a network has guessed too often. */
  watch(sent: { network: string; token: string | undefined }, check: () => Promise<Caller>): Promise<Caller>;
}

// Networks that are waited for, and tokens that were right: both begin anew where there are more.
const KEPT_MAX = 10_000;

/**
 * A token that was right before is looked at whatever comes from its network, so that whoever shares an address with one who guesses goes
 * on; a new one may have to wait.
 */
export function createGuessGuard(guesses: Limiter | undefined, nowMs: () => number): GuessGuard {
  const waitsUntilMs = new Map<string, number>();
  const right = new Set<string>();

  function requirePatience(network: string): void {
    const leftMs = (waitsUntilMs.get(network) ?? 0) - nowMs();
    if (leftMs > 0) throw new RateLimited("tokens that are none from this address", Math.ceil(leftMs / 1_000));
    waitsUntilMs.delete(network);
  }

  function remember(token: string): void {
    if (right.size >= KEPT_MAX) right.clear();
    right.add(token);
  }

  async function count(network: string): Promise<void> {
    const seconds = await guesses?.take(network);
    if (seconds === undefined) return;
    if (waitsUntilMs.size >= KEPT_MAX) waitsUntilMs.clear();
    waitsUntilMs.set(network, nowMs() + seconds * 1_000);
  }

  return {
    async watch({ network, token }, check) {
      // Without a token nothing is guessed, and nothing looked up.
      if (token === undefined) return check();
      if (!right.has(token)) requirePatience(network);
      try {
        const caller = await check();
        // Where nobody is asked for one, any token is let in.
        if (caller !== EVERYBODY) remember(token);
        return caller;
      } catch (error) {
        right.delete(token);
        if (error instanceof AppError && error.code === "unauthorized") await count(network);
        throw error;
      }
    },
  };
}
