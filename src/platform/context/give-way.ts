import { SLICE_SECONDS, type Work } from "../../engine/math/work.ts";
import type { Context } from "./context.ts";

/** All of some work, between whose slices others that are served by the same thread get a turn. */
export async function giveWay<Result>(context: Pick<Context, "sleep">, work: Work<Result>): Promise<Result> {
  let sinceRest = 0;
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    sinceRest += value;
    if (sinceRest < SLICE_SECONDS) continue;
    await context.sleep(0);
    sinceRest = 0;
  }
}
