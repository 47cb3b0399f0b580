// KV where the work goes on without it too: norms are made anew from D1, and what is not deleted now goes with the daily cleaning.
import type { Context } from "./context.ts";

/** What is asked of KV; undefined, and a line in the log, where that fails, as when its quota of the day is spent. */
export async function orWithout<T>(context: Context, asked: Promise<T>): Promise<T | undefined> {
  return asked.catch((error: unknown) => {
    context.log({ level: "warning", message: `KV failed, and the work goes on without it: ${error}` });
    return undefined;
  });
}
