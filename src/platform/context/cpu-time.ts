// CPU time that the host gives one request or one message. Of what is known to take longer nothing is begun: it would be stopped in the middle.
import { AppError } from "../../error.ts";
import { show } from "../schema/table.ts";
import type { Context } from "./context.ts";
import { leaveIfLong } from "./leave-if-long.ts";

/** Cloudflare's, of the free plan. */
const FREE_SECONDS = 0.01;

/** The setting PLAN, of Workers: "free", or "paid" unless set; what the paid plan gives, no piece of work reaches. */
export function readCpuSeconds(plan: string | undefined): number {
  return plan === "free" ? FREE_SECONDS : Number.POSITIVE_INFINITY;
}

/** What is wrong with the setting; undefined where nothing is. */
export function faultOfPlan(plan: string | undefined): string | undefined {
  if (!plan || plan === "free" || plan === "paid") return undefined;
  return `PLAN is ${show(plan)}, neither free nor paid`;
}

/** To be called where it is known what takes how long, and before anything is stored. `what`: what takes so long. */
export function requireCpuTime({ cpuSeconds }: Pick<Context, "cpuSeconds">, seconds: number, what: string): void {
  if (seconds <= cpuSeconds) return;
  const told =
    `${what} takes about ${inMs(seconds)} of CPU time, and Cloudflare's free plan gives a request ${inMs(cpuSeconds)}; less data or fewer ` +
    "features would do, or the paid plan with the setting PLAN=paid";
  throw new AppError("too_large", `Cannot do this on the free plan: ${told}`);
}

/** The same, of what another thread is to do where it takes long. */
export function spend(context: Pick<Context, "cpuSeconds" | "elsewhere">, seconds: number, what: string): void {
  requireCpuTime(context, seconds, what);
  leaveIfLong(context, seconds);
}

function inMs(seconds: number): string {
  return `${Math.ceil(1000 * seconds)} ms`;
}
