// A model of a family of the list, learned and asked all at once.
import * as v from "valibot";
import type { Warning } from "../../warning.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { rangeOf } from "../math/range-of.ts";
import { finish } from "../math/work.ts";
import { families } from "../model/families.ts";
import { type Family, familyWith, type Params } from "../model/family.ts";
import { decideRaw } from "../model/raw-responses.ts";
import { type Decided, type Problem, shapeOf } from "../model/training-set.ts";
import { classWeightsOf } from "../parameter/class-weights.ts";
import { WEIGHTS } from "../parameter/parameter.ts";
import { show, showNames } from "../parameter/show.ts";
import type { Label } from "./read-labels.ts";
import { codeLevels, type Levels, type Mixed, readLevels } from "./read-levels.ts";
import { type Numbers, readNumbers, readTable, refuseMissing } from "./read-table.ts";
import { refuse, refuseAll } from "./refuse.ts";

export type FamilyName = "Random Forest" | "SVM" | "Ridge" | "Gradient Boosting" | "Voting";

/** What was learned: plain data and typed arrays, which structuredClone keeps. */
export interface Model {
  name: FamilyName;
  /** Hyperparameters, defaults filled in. */
  params: Record<string, unknown>;
  /** Names of the columns; x1, x2 … of rows. */
  columns: string[];
  /** Of the columns that hold levels, which; left out where none does. */
  levels?: Levels;
  /** In order; null of a regressor. */
  classes: Label[] | null;
  /** Trees, or the one machine or line that is all. */
  units: unknown[];
  /** What to know before trusting it. */
  warnings: Warning[];
}

export interface FitOptions {
  /** What each row weighs, from 1e-6 to 1e6; 1 unless given. Class weights that are "balanced" count rows by it. */
  weights?: Numbers | undefined;
  /** Names of the columns whose values are levels, texts, say; x1, x2 … of rows. */
  levels?: readonly string[] | undefined;
}

interface Data extends FitOptions {
  x: Mixed;
  /** y, or the number of each row's class. */
  target: Numbers;
  classes: Label[] | null;
}

export function fitWhole(
  kernel: Kernel,
  name: FamilyName,
  given: object,
  { x, target: y, classes, weights: w, levels: ofLevels = [] }: Data,
): Model {
  const listed = familyOf(name);
  const levels = readLevels(x, ofLevels);
  const { columns: names, values: columns, rowCount } = readTable(codeLevels(x, levels));
  if (rowCount === 0 || names.length === 0) refuse("x", "there is no row, or no column");
  const target = readNumbers(y, { path: "y", rowCount });
  refuseMissing([target], ["y"]);
  const weights = w && readNumbers(w, { path: "weights", rowCount });
  const odd = weights?.findIndex((weight) => !(weight >= WEIGHTS.least && weight <= WEIGHTS.most)) ?? -1;
  if (odd >= 0)
    refuse(
      `weights[${odd}]`,
      `${show(weights?.[odd])} is not from ${WEIGHTS.least} to ${WEIGHTS.most}; leave out a row that weighs nothing`,
    );
  const params = readParams(listed, classes === null ? "regression" : "classification", given);
  const family = familyWith(listed, params);
  refuseOtherClasses(params.class_weight, classes ?? []);
  const classWeights = classes && classWeightsOf(params.class_weight ?? null, classes, target, weights);
  const data = {
    ...{ columns, names, target, classCount: classes?.length ?? 0 },
    ...(ofLevels.length > 0 && { levels: names.map((column) => levels[column]?.length ?? 0) }),
    ...(classWeights && { classWeights }),
    ...(weights && { weights }),
  };
  const misfit = family.misfit?.(
    { ...shapeOf(data), ...(classes === null && { targetRange: rangeOf(target) }) },
    params,
  );
  if (misfit) refuseAll([misfit]);
  const units = finish(family.fit(kernel, data, params, { from: 0, to: family.unitCount(params) }));
  return {
    name,
    params,
    columns: names,
    ...(ofLevels.length > 0 && { levels }),
    classes,
    units,
    warnings: units.flatMap((unit) => family.warnings?.(unit) ?? []),
  };
}

/** What a model says of rows; no probabilities of a family that needs held-out rows to tell them. */
export function askWhole(
  kernel: Kernel,
  { name, params, columns: names, classes, units, levels = {} }: Model,
  x: Mixed,
): Decided {
  const family = familyWith(familyOf(name), params as Params);
  const { values: columns, rowCount } = readTable(codeLevels(x, levels), names);
  // A model that was kept from before 0.10.0 knows nothing to put in their place.
  if (units.some((unit) => family.answersMissing?.(unit) === false))
    refuseMissing(
      columns,
      names.map((column) => `x.${column}`),
    );
  const classCount = classes?.length ?? 0;
  const raw = family.respond(kernel, units, { columns, rowCount, classCount });
  const needsNoCurve = family.curves?.(classCount).includes(0);
  const calibration = needsNoCurve ? [] : null;
  const of = { classCount, unitCount: units.length, params: params as Params, calibration };
  const { target, probability } = decideRaw(family, raw, of);
  return { target, probability };
}

function familyOf(name: FamilyName): Family {
  const known = families.map((family) => family.name);
  return families[known.indexOf(name)] ?? refuse("name", `${show(name)} is none of ${showNames(known)}`);
}

function refuseOtherClasses(weight: Params["class_weight"], classes: readonly Label[]): void {
  if (typeof weight !== "object" || weight === null) return;
  const other = Object.keys(weight).find((name) => !classes.some((label) => String(label) === name));
  if (other !== undefined) refuse("params.class_weight", `${show(other)} is none of ${showNames(classes.map(String))}`);
}

function readParams(family: Family, problem: Problem, given: object): Params {
  const parsed = v.safeParse(family.params[problem], given);
  if (parsed.success) return parsed.output as Params;
  return refuseAll(
    parsed.issues.map((issue) => ({
      path: ["params", v.getDotPath(issue)].filter(Boolean).join("."),
      message: issue.message,
    })),
  );
}
