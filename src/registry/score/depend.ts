// How what a new model says depends on its strongest columns, worked out once its units are there, and put where the card reads it. It is a
// fixed amount of work, whatever the training took, and the same however that was cut.

import { type Curve, curveMeans, curvePoints, curveValues } from "../../engine/explain/partial-dependence.ts";
import { spreadRows } from "../../engine/math/random.ts";
import { decideInSlices, respondInSlices } from "../../engine/model/ask-in-slices.ts";
import type { Params } from "../../engine/model/family.ts";
import type { Sigmoid } from "../../engine/model/platt.ts";
import { NotYet } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import type { PartialDependence } from "../schema/dependence-answer.ts";
import type { Input, Level } from "../schema/input.ts";
import type { Label } from "../schema/labels.ts";
import { type Part, putDependence, readPart } from "../store/artifacts.ts";
import type { Dataset } from "../store/datasets.ts";
import type { TaskRow } from "../store/registry.ts";
import type { TaskWork } from "../task/do-work.ts";
import type { OpenTraining } from "../train/open-training.ts";
import { frequentClasses } from "./frequent-classes.ts";

const COLUMNS_MAX = 5;
const COLUMNS_TRIED_MAX = 20;
const ROWS_MAX = 100;
const ROWS_LEAST = 5;
const SINGLE_ROWS_MAX = 20;
/** Of work, in seconds on one core; and of values that are asked about, 8 MB. */
const SECONDS_MAX = 0.1;
const VALUES_MAX = 1_000_000;
/** Larger models would be read a second time for too long. */
const BYTES_MAX = 200_000_000;
/** Of numbers as they are told, and places of probabilities: a curve on a page has no more. */
const DIGITS = 6;
const PLACES = 4;

interface Assembled {
  task: TaskRow;
  open: OpenTraining;
  data: Dataset;
  parts: readonly Part[];
  importance: Record<string, number[]>;
  calibration: Sigmoid[] | null;
  inputs: readonly Input[] | undefined;
}

/** Says whether there is something to tell: not so of models of an owner, of slow or very large ones, and without probabilities of classes. */
export async function* depend(context: Context, of: Assembled): TaskWork<boolean> {
  const { task, open, data, parts, importance, calibration, inputs } = of;
  const { key, training, dataset, plan } = open;
  const { family } = plan;
  const params = training.params as Params;
  const { respondSeconds, bytes, decideSeconds = 0 } = family.work(plan.shape, params);
  const unitCount = family.unitCount(params);
  const classCount = dataset.classes?.length ?? 0;
  const strongest = strongestOf(importance);
  const curves = curvesOf(data, strongest);
  const valueCount = curves.reduce((sum, { values }) => sum + values.length, 0);
  const rowsMost = Math.floor(
    Math.min(
      ROWS_MAX,
      SECONDS_MAX / (valueCount * respondSeconds * unitCount),
      VALUES_MAX / (valueCount * data.columns.length),
    ),
  );
  const isLeft = dataset.owner !== null || bytes * unitCount > BYTES_MAX || !context.cpu.has(SECONDS_MAX);
  if (isLeft || valueCount === 0 || rowsMost < ROWS_LEAST) return false;

  const rows = spreadRows(data.target.length, rowsMost);
  const columns = curvePoints(data.columns, rows, curves);
  const asked = { columns, rowCount: rows.length * valueCount, classCount };
  let raw: Float64Array | undefined;
  for (const part of parts) {
    const units = await readPart(context.models, key, task.version, part);
    if (units === undefined) throw new NotYet(`Units ${part.from} of ${key} v${task.version}`);
    raw = yield* respondInSlices(context.kernel, family, { units, params, asked, unitSeconds: respondSeconds }, raw);
  }
  const decided = yield* decideInSlices(family, raw as Float64Array, {
    ...{ classCount, unitCount, params, calibration, rowSeconds: decideSeconds },
  });
  const answers = classCount === 0 ? decided.target : decided.probability;
  if (!answers?.every(Number.isFinite)) return false;
  const told = tell({ answers, rows, curves, open, levelsOf: levelsByColumn(inputs) });
  const columnsTold = strongest ? told.columns : told.columns.toSorted((a, b) => spreadOf(b) - spreadOf(a));
  await putDependence(context.models, key, task.version, { ...told, columns: columnsTold.slice(0, COLUMNS_MAX) });
  return true;
}

/** Numbers of columns, the one that matters most first; undefined where no measure tells. */
function strongestOf({ permutation, ...others }: Record<string, number[]>): number[] | undefined {
  const values = permutation ?? Object.values(others)[0];
  if (values === undefined) return undefined;
  return [...values.keys()].sort((a, b) => (values[b] as number) - (values[a] as number) || a - b);
}

/** Of as many columns as are told, or tried, that have more values than one. */
function curvesOf({ columns, levels }: Dataset, strongest: readonly number[] | undefined): Curve[] {
  const most = strongest ? COLUMNS_MAX : COLUMNS_TRIED_MAX;
  const curves: Curve[] = [];
  for (const column of strongest ?? columns.keys()) {
    if (curves.length === most) break;
    const values = curveValues(columns[column] as Float64Array, levels?.[column] ?? 0);
    if (values.length > 0) curves.push({ column, values });
  }
  return curves;
}

/** Of each column that is learned from its levels; null of numbers. */
function levelsByColumn(inputs: readonly Input[] = []): (readonly Level[] | null)[] {
  return inputs.flatMap((input): (readonly Level[] | null)[] => {
    if (input.type === "number") return [null];
    return input.type === "category" ? [input.levels] : input.parts.map(({ levels }) => levels);
  });
}

interface Answered {
  answers: Float64Array;
  rows: Uint32Array;
  curves: readonly Curve[];
  open: OpenTraining;
  levelsOf: readonly (readonly Level[] | null)[];
}

function tell({ answers, rows, curves, open, levelsOf }: Answered): PartialDependence {
  const { columns, classes, classCounts } = open.dataset;
  const width = Math.max(1, classes?.length ?? 0);
  const shown = classes && frequentClasses(classCounts ?? []);
  const means = curveMeans(answers, rows.length, width);
  const single = spreadRows(rows.length, SINGLE_ROWS_MAX);
  let from = 0; // values of the curves before
  const told = curves.map(({ column, values }) => {
    const first = from;
    from += values.length;
    const curve = (at: (value: number, k: number) => number) => {
      const told = (value: number) => (shown ? Number(value.toFixed(PLACES)) : rounded(value));
      const of = (k: number) => Array.from(values, (_, i) => told(at(first + i, k)));
      return shown ? shown.map(of) : of(0);
    };
    const levels = levelsOf[column];
    return {
      column: columns[column] as string,
      values: Array.from(values, (value) => (levels ? (levels[value] as Level) : rounded(value))),
      mean: curve((value, k) => means[value * width + k] as number),
      rows: Array.from(single, (row) =>
        curve((value, k) => answers[(value * rows.length + row) * width + k] as number),
      ),
    };
  });
  const ofClasses = shown && { classes: shown.map((k) => classes[k] as Label) };
  return { averaged_rows: rows.length, ...ofClasses, columns: told };
}

function spreadOf({ mean }: PartialDependence["columns"][number]): number {
  const lists = (Array.isArray(mean[0]) ? mean : [mean]) as number[][];
  return lists.reduce((sum, list) => sum + Math.max(...list) - Math.min(...list), 0);
}

function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS));
}
