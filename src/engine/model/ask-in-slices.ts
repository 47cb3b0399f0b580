// Units asked some rows, or some units, at a time: each is answered for itself, so the bytes are the same as of all at once.
import type { Kernel } from "../kernel/kernel.ts";
import { SLICE_SECONDS, type Work } from "../math/work.ts";
import type { Family, Params, UnitRange } from "./family.ts";
import { type DecidedRaw, decideRaw, joinDecided, rawWidth } from "./raw-responses.ts";
import { type Asked, shapeOf, type TrainingSet } from "./training-set.ts";

// Units are copied for each slice of rows that they are asked about: so long a slice keeps that to a few hundredths of the work.
const ASK_SECONDS = 0.1;

/** What units say of rows, added to `onto`; `unitSeconds`: for a unit and a row. */
export function* respondInSlices(
  kernel: Kernel,
  family: Family,
  of: { units: readonly unknown[]; params: Params; asked: Asked; unitSeconds: number },
  onto?: Float64Array,
): Work<Float64Array> {
  const { units, params, asked, unitSeconds } = of;
  const { columns, rowCount, classCount } = asked;
  const width = rawWidth(family, classCount, params);
  const raw = new Float64Array(rowCount * width);
  for (const { from, to, seconds } of slices(rowCount, units.length * unitSeconds, ASK_SECONDS)) {
    const rows = { columns: columns.map((column) => column.subarray(from, to)), rowCount: to - from, classCount };
    raw.set(family.respond(kernel, units, rows, onto?.slice(from * width, to * width)), from * width);
    yield seconds;
  }
  return raw;
}

/** What units say of the rows that they did not draw, added to `onto`; `range`: theirs. */
export function* addOutOfBagInSlices(
  kernel: Kernel,
  family: Family,
  of: { units: readonly unknown[]; data: TrainingSet; params: Params; range: UnitRange },
  onto?: Float64Array,
): Work<Float64Array | undefined> {
  const { units, data, params, range } = of;
  const { respondSeconds } = family.work(shapeOf(data), params);
  let sums = onto;
  for (const { from, to, seconds } of slices(units.length, data.target.length * respondSeconds, SLICE_SECONDS)) {
    const some = { data, params, range: { from: range.from + from, to: range.from + to } };
    sums = family.outOfBag?.add(kernel, units.slice(from, to), some, sums);
    yield seconds;
  }
  return sums;
}

/** What raw responses mean. */
export function* decideInSlices(
  family: Family,
  raw: Float64Array,
  { rowSeconds, ...of }: Parameters<typeof decideRaw>[2] & { rowSeconds: number },
): Work<DecidedRaw> {
  const width = rawWidth(family, of.classCount, of.params);
  const rowCount = raw.length / width;
  const parts: DecidedRaw[] = [];
  for (const { from, to, seconds } of slices(rowCount, rowSeconds, SLICE_SECONDS)) {
    parts.push(decideRaw(family, raw.subarray(from * width, to * width), of));
    yield seconds;
  }
  return joinDecided(parts);
}

/** Ranges of as many as take so long, one at least. */
function* slices(count: number, eachSeconds: number, mostSeconds: number): Generator<UnitRange & { seconds: number }> {
  const atOnce = Math.max(1, Math.floor(mostSeconds / eachSeconds));
  for (let from = 0; from < count; from += atOnce) {
    const to = Math.min(count, from + atOnce);
    yield { from, to, seconds: (to - from) * eachSeconds };
  }
}
