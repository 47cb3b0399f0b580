// Between two slices of a solve anybody may call a kernel, and have the memory laid out anew: what the solve has come to is put by before,
// and brought back where the memory was.

import { SLICE_SECONDS, type Work } from "../math/work.ts";
import type { Wasm } from "./wasm.ts";

export interface Solve {
  /** Lays out the memory and copies the problem into it; answers where stands what the solve comes to. */
  open(): { from: number; to: number };
  /** To where it starts from. */
  begin(): void;
  /** Goes on for so many seconds of counted work, or to its end; answers what it took. */
  goOn(seconds: number): number;
  isOver(): boolean;
}

/** Leaves the solution in memory; answers the seconds of the last slice, which are still to be yielded when it was copied. */
export function* solveInSlices(wasm: Wasm, solve: Solve): Work<number> {
  let { from, to } = solve.open();
  solve.begin();
  for (;;) {
    const seconds = solve.goOn(SLICE_SECONDS);
    if (solve.isOver()) return seconds;
    const kept = new Uint8Array(wasm.buffer(), from, to - from).slice();
    const layouts = wasm.layouts();
    yield seconds;
    if (wasm.layouts() === layouts) continue;
    ({ from, to } = solve.open());
    new Uint8Array(wasm.buffer(), from, to - from).set(kept);
  }
}
