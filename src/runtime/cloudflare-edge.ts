// What stands between callers and the Worker: Cloudflare counts the limits, each of its locations by itself.
import type { Edge } from "../platform/http/edge/edge.ts";
import { createGuessGuard, type GuessGuard } from "../platform/http/edge/guess-guard.ts";
import { type Limiter, MINUTE_MS } from "../platform/http/edge/limiter.ts";
import { networkOf } from "../platform/http/edge/network.ts";
import { faultOfOrigins, readOrigins } from "../platform/http/edge/origins.ts";

export interface EdgeBindings {
  API_TOKEN?: string;
  CORS_ORIGINS?: string;
  /** The address that `npm start` listens on; at Cloudflare there is none. */
  HOST?: string;
  RATE_LIMIT?: RateLimit;
  PUBLIC_RATE_LIMIT?: RateLimit;
  GUESS_LIMIT?: RateLimit;
}

// One per isolate, for as long as it lives.
let guesses: GuessGuard | undefined;

export function edgeOf(request: Request, bindings: EdgeBindings, nowMs: () => number): Edge {
  const { API_TOKEN, CORS_ORIGINS, HOST, RATE_LIMIT, PUBLIC_RATE_LIMIT, GUESS_LIMIT } = bindings;
  guesses ??= createGuessGuard(limiterOf(GUESS_LIMIT), nowMs);
  return {
    origins: readOrigins(faultOfOrigins(CORS_ORIGINS) === undefined ? CORS_ORIGINS : undefined),
    isLocal: HOST !== undefined && !API_TOKEN,
    calls: limiterOf(RATE_LIMIT),
    publicCalls: limiterOf(PUBLIC_RATE_LIMIT),
    guesses,
    // Cloudflare writes it, whatever a caller has sent.
    network: networkOf(request.headers.get("cf-connecting-ip") ?? ""),
  };
}

/** It is told only whether a key has calls left. */
function limiterOf(binding: RateLimit | undefined): Limiter | undefined {
  if (binding === undefined) return undefined;
  return {
    async take(key) {
      const { success } = await binding.limit({ key });
      return success ? undefined : MINUTE_MS / 1_000;
    },
  };
}
