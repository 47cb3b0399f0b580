// CPU time that the host gives one request, or one piece of a task. What is known to take more is not begun: it would be stopped in the middle.
import { AppError } from "../../error.ts";
import { show } from "../schema/table.ts";

/** The account of one request. */
export interface CpuTime {
  /** Whether so many seconds more are left. */
  has(seconds: number): boolean;
  /**
   * To be called where it is known what takes how long, and before anything is stored. It refuses what is more than is left; `what` takes so
   * long.
   */
  spend(seconds: number, what: string): void;
  /** The same, of work that another request or message is to do, which has an account of its own. */
  require(seconds: number, what: string): void;
}

/** Cloudflare's, of the free plan. */
const FREE_SECONDS = 0.01;

/** The setting PLAN, of Workers: "free", or "paid" unless set. What the paid plan gives, no piece of work reaches. */
export function readCpuSeconds(plan: string | undefined): number {
  return plan === "free" ? FREE_SECONDS : Number.POSITIVE_INFINITY;
}

/** What is wrong with the setting; undefined where nothing is. */
export function faultOfPlan(plan: string | undefined): string | undefined {
  if (!plan || plan === "free" || plan === "paid") return undefined;
  return `PLAN is ${show(plan)}, neither free nor paid`;
}

/** `most`: of one request, in seconds; Infinity where the host sets no limit that work could reach. */
export function createCpuTime(most = Number.POSITIVE_INFINITY): CpuTime {
  let spent = 0;
  return {
    has: (seconds) => !(spent + seconds > most),
    spend(seconds, what) {
      if (spent + seconds > most) throw tooLong(seconds, { spent, most, what });
      spent += seconds;
    },
    require(seconds, what) {
      if (seconds > most) throw tooLong(seconds, { spent: 0, most, what });
    },
  };
}

function tooLong(seconds: number, { spent, most, what }: { spent: number; most: number; what: string }): AppError {
  const before = spent === 0 ? "" : ` and what comes before it ${inMs(spent)}`;
  return new AppError(
    "too_large",
    `Cannot go on within Cloudflare's free plan: ${what} takes about ${inMs(seconds)} of CPU time${before}, and the plan gives a request ` +
      `${inMs(most)}; PLAN=paid, on the paid plan, refuses none of it`,
  );
}

function inMs(seconds: number): string {
  return `${Math.ceil(1000 * seconds)} ms`;
}
