// Whether the service can do what it is there for: each part that it stands on is tried. Anybody may ask, so it is tried once a second at most.
import { AppError, type WorldFailure } from "../../error.ts";
import { hundredOf, type Recent, recent } from "../store/cache.ts";
import { failureOf, toldError } from "../store/told-error.ts";
import type { Context } from "./context.ts";

// No write changes it: it is kept for its second.
const READY = hundredOf<"", Recent<string | null>>();

const STATES: Record<WorldFailure, string> = {
  storage_full: "is full",
  busy: "is at work for others",
  unavailable: "cannot be read or written",
};

/** Throws where a part cannot be had, and names it. The log says why. */
export async function checkReady(context: Context): Promise<void> {
  const { cache, nowMs } = context;
  const fault = await recent(cache, READY, "", { nowMs: nowMs(), read: () => firstFault(context) });
  if (fault !== null) throw new AppError("unavailable", `Cannot serve: ${fault}`);
}

async function firstFault(context: Context): Promise<string | null> {
  for (const [part, probe] of Object.entries(context.probes)) {
    try {
      await probe();
    } catch (error) {
      context.log({ level: "error", part, ...toldError(error) });
      return `the ${part} ${STATES[failureOf(error) ?? "unavailable"]}`;
    }
  }
  return null;
}
