import { TooLong } from "../../error.ts";
import type { Context } from "./context.ts";

// Of /health a hundredth may take five times as long, beside whatever else is asked at the same time.
const SHORT_SECONDS = 0.01;

/** To be called where it is known what takes how long, and before it is done: where another thread is there for that, it begins anew there. */
export function leaveIfLong({ elsewhere }: Pick<Context, "elsewhere">, seconds: number): void {
  if (elsewhere !== undefined && seconds > SHORT_SECONDS) throw new TooLong(seconds);
}

/** The same, and it counts against what the host gives the request; `what` takes so long. */
export function spend(context: Pick<Context, "cpu" | "elsewhere">, seconds: number, what: string): void {
  context.cpu.spend(seconds, what);
  leaveIfLong(context, seconds);
}
