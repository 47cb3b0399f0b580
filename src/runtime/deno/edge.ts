// What stands between callers and the thread that accepts their requests. The limits are counted there alone.
import type { Edge } from "../../platform/http/edge/edge.ts";
import { createGuessGuard, GUESSES_A_MINUTE } from "../../platform/http/edge/guess-guard.ts";
import { createLimiter } from "../../platform/http/edge/limiter.ts";
import { lastAddress, networkOf } from "../../platform/http/edge/network.ts";
import { isLoopback, type Settings } from "./settings.ts";

/** Answers a function that makes the edge of a request from the address of its connection. */
export function openEdge(settings: Settings, nowMs: () => number): (request: Request, address: string) => Edge {
  const { access, host, addressHeader, rateLimit, publicRateLimit, origins } = settings;
  const limiterOf = (limit: number | null) => (limit === null ? undefined : createLimiter(limit, nowMs));
  const edge = {
    origins,
    isLocal: isLoopback(host) && !access.token,
    calls: limiterOf(rateLimit),
    publicCalls: limiterOf(publicRateLimit),
    guesses: createGuessGuard(createLimiter(GUESSES_A_MINUTE, nowMs), nowMs),
  };
  return ({ headers }, address) => {
    const told = addressHeader && lastAddress(headers.get(addressHeader));
    return { ...edge, network: networkOf(told || address) };
  };
}
