// The factors that a ridge regression of a table is made of: of all rows, and for each fold of its rows and of the others.
import { accumulate, count, emptyFactor, type Factor, merge } from "../../kernel/factor.ts";
import type { Kernel } from "../../kernel/kernel.ts";
import type { Work } from "../../math/work.ts";
import { dealToFolds, FOLD_COUNT } from "../../time/fold.ts";
import { encodeColumns, hasGap } from "../encode-columns.ts";
import { type Encoding, encodedWidth } from "../encoding.ts";
import { NEVER_HELD_OUT } from "../fold-rows.ts";
import { learnEncoding } from "../learn-encoding.ts";
import { takeRows } from "../take-rows.ts";
import { rowWeights, type TrainingSet } from "../training-set.ts";
import { targetCountOf, targetsOf } from "./class-targets.ts";
import { type Split, splitFolds } from "./cross-validate.ts";
import { factorSeconds } from "./ridge-work.ts";

export interface Factors {
  /** Of [1 X Y], X being encoded. */
  all: Factor;
  encoding: Encoding;
  /** One for each fold that holds rows out. */
  parts: Part[];
}

/** The rows of a fold, and what was learned of columns without them. */
export interface Part extends Split {
  rows: Uint32Array;
  encoding: Encoding;
}

interface DealtRows {
  folds: Uint32Array[];
  /** Those that are never held out. */
  always: Uint32Array;
}

/** `needsFolds`: whether the parts are asked for. */
export function factorRows(kernel: Kernel, data: TrainingSet, needsFolds: boolean): Work<Factors> {
  const rows = dealRows(data);
  const encoding = learnEncoding(data);
  const isPlain = !data.levels?.some((levels) => levels > 0) && !data.columns.some(hasGap);
  return isPlain
    ? factorNumbers(kernel, data, { rows, encoding })
    : factorEncoded(kernel, data, { rows, encoding, needsFolds });
}

/** The rows of each fold; where the data have none, dealt by what the rows hold. */
function dealRows({ columns, target, folds }: TrainingSet): DealtRows {
  const all = Uint32Array.from(target.keys());
  if (!folds) return { folds: dealToFolds([...columns, target], all, FOLD_COUNT), always: new Uint32Array(0) };
  return {
    folds: Array.from({ length: FOLD_COUNT }, (_, fold) => all.filter((row) => folds[row] === fold)),
    always: all.filter((row) => folds[row] === NEVER_HELD_OUT),
  };
}

/** Where all values are numbers that are there, each row is factored once: all other factors are merges. */
function* factorNumbers(
  kernel: Kernel,
  data: TrainingSet,
  { rows, encoding }: { rows: DealtRows; encoding: Encoding },
): Work<Factors> {
  const { columns, target, classCount } = data;
  const table = [...columns, ...targetsOf(target, classCount)];
  const weights = rowWeights(data);
  const factors: Factor[] = [];
  for (const of of [...rows.folds, rows.always]) {
    factors.push(accumulate(kernel, table, of, weights));
    yield factorSeconds(of.length, columns.length, targetCountOf(classCount));
  }
  const folds = factors.slice(0, -1);
  const always = factors.at(-1) as Factor;
  const { all, splits } = splitFolds(kernel, folds);
  const withAlways = (factor: Factor) => (count(always) === 0 ? factor : merge(kernel, [factor, always]));
  const held = rows.folds.filter((_, fold) => count(folds[fold] as Factor) > 0);
  return {
    all: withAlways(all),
    encoding,
    parts: splits.map(({ heldOut, training }, i) => ({
      ...{ heldOut, training: withAlways(training) },
      ...{ rows: held[i] as Uint32Array, encoding },
    })),
  };
}

/** What stands for a gap, and which levels are rare, is learned without the fold: its columns are not those of the others. */
function* factorEncoded(
  kernel: Kernel,
  data: TrainingSet,
  { rows, encoding, needsFolds }: { rows: DealtRows; encoding: Encoding; needsFolds: boolean },
): Work<Factors> {
  const everyRow = Uint32Array.from(data.target.keys());
  const held = rows.folds.filter(({ length }) => length > 0);
  const parts: Part[] = [];
  for (const fold of needsFolds && held.length > 1 ? held : []) {
    const isHeldOut = new Uint8Array(data.target.length);
    for (const row of fold) isHeldOut[row] = 1;
    const others = everyRow.filter((row) => isHeldOut[row] === 0);
    const own = learnEncoding(data, others);
    const training = yield* factorOf(kernel, data, { encoding: own, rows: others });
    const heldOut = yield* factorOf(kernel, data, { encoding: own, rows: fold });
    parts.push({ heldOut, training, rows: fold, encoding: own });
  }
  return { all: yield* factorOf(kernel, data, { encoding, rows: everyRow }), encoding, parts };
}

// Rows that are encoded at a time: a hundred columns of them take six megabytes.
const ROWS_AT_ONCE = 8192;

function* factorOf(
  kernel: Kernel,
  data: TrainingSet,
  { encoding, rows }: { encoding: Encoding; rows: Uint32Array },
): Work<Factor> {
  const { columns, target, classCount } = data;
  const weightOf = rowWeights(data);
  const width = encodedWidth(encoding);
  const targetCount = targetCountOf(classCount);
  let factor = emptyFactor(1 + width + targetCount);
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    const some = rows.subarray(from, from + ROWS_AT_ONCE);
    const [y = target, ...x] = takeRows([target, ...columns], some);
    const [weights] = weightOf ? takeRows([weightOf], some) : [];
    const table = [...encodeColumns(encoding, x), ...targetsOf(y, classCount)];
    factor = merge(kernel, [factor, accumulate(kernel, table, Uint32Array.from(some.keys()), weights)]);
    yield factorSeconds(some.length, width, targetCount);
  }
  return factor;
}
