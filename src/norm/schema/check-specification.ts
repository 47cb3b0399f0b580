// What the parts of a specification must have to do with each other: names that are known, and no more than fits.

import {
  countFeatures,
  type Feature,
  type FeatureSpecification,
  features,
  featuresNamed,
  lookBackColumns,
} from "../../engine/feature/feature.ts";
import { keptCount } from "../../engine/feature/kept-feature.ts";
import { lookBackOf } from "../../engine/feature/term.ts";
import { parseDuration } from "../../engine/time/duration.ts";
import { FEATURE_COUNT_MAX, TAIL_VALUE_COUNT_MAX } from "../../platform/schema/limit.ts";
import { show, showNames } from "../../platform/schema/table.ts";

interface SpecificationFault {
  path: (string | number)[];
  message: string;
}

interface Specification extends FeatureSpecification {
  candidates?: (string | string[])[] | undefined;
}

/** One after the other, each when it is asked for: who has enough looks no further. */
export function* specificationFaults(specification: Specification): Generator<SpecificationFault> {
  const sizes = sizeFaults(specification);
  yield* columnFaults(specification);
  yield* categoryFaults(specification);
  yield* repetitionFaults(specification);
  yield* sizes;
  // What is too large is not looked into further.
  if (sizes.length > 0) return;
  yield* nameFaults(specification);
  yield* tailFaults(specification);
}

/** Every column that is named must be one. */
function* columnFaults(specification: Specification): Generator<SpecificationFault> {
  const { columns, categories = [] } = specification;
  const known = new Set(columns);
  const named = [...ofNumbers(specification), ...categories.map((column, i) => ({ column, path: ["categories", i] }))];
  for (const { column, path } of named) {
    if (!known.has(column)) yield { path, message: `${show(column)} is none of the columns: ${showNames(columns)}` };
  }
}

/** Where columns are named that hold numbers. */
function ofNumbers(specification: Specification): { column: string; path: (string | number)[] }[] {
  const { lags, difference = {}, piecewise = {}, rolling = [], degree_days = [] } = specification;
  return [
    ...Object.keys(lags).map((column) => ({ column, path: ["lags", column] })),
    ...Object.keys(difference).map((column) => ({ column, path: ["difference", column] })),
    ...Object.keys(piecewise).map((column) => ({ column, path: ["piecewise", column] })),
    ...rolling.map(({ column }, i) => ({ column, path: ["rolling", i, "column"] })),
    ...degree_days.map(({ column }, i) => ({ column, path: ["degree_days", i, "column"] })),
  ];
}

/** A category has levels: nothing that numbers have. */
function* categoryFaults(specification: Specification): Generator<SpecificationFault> {
  const { columns, categories = [] } = specification;
  const names = new Set(categories);
  for (const { column, path } of ofNumbers(specification)) {
    if (!names.has(column)) continue;
    yield { path, message: `${show(column)} is a category, whose levels are no numbers: it has no ${path[0]}` };
  }
  for (const [i, name] of categories.entries()) {
    if (categories.indexOf(name) < i) yield { path: ["categories", i], message: `${show(name)} is named twice` };
    const level = columns.find((column) => column.startsWith(`${name}=`));
    if (level === undefined) continue;
    yield {
      path: ["categories", i],
      message: `${show(level)} is a column, and would be the name of a level of ${show(name)}`,
    };
  }
}

function* repetitionFaults({ lags, difference = {} }: Specification): Generator<SpecificationFault> {
  for (const [name, byColumn] of Object.entries({ lags, difference })) {
    for (const [column, of] of Object.entries(byColumn)) {
      const meant = of.map((back) => (typeof back === "string" ? `${parseDuration(back)} ms` : back));
      if (new Set(meant).size < of.length) yield { path: [name, column], message: "a lag is given twice" };
    }
  }
}

/** Every name must stand for one thing, and every name that is used for something. */
function* nameFaults(specification: Specification): Generator<SpecificationFault> {
  const { interactions = [], columns } = specification;
  const all = features(specification, null);
  if (all.length === 0) yield { path: ["columns"], message: "no feature is left to learn from" };
  const names = new Set<string>();
  const twice = all.find(({ name }) => names.size === names.add(name).size);
  if (twice !== undefined) yield { path: ["columns"], message: `two features have the name ${show(twice.name)}` };
  const groups = new Set(
    all.filter(({ term }) => term.kind !== "lag" && term.kind !== "category").map(({ group }) => group),
  );
  const taken = columns.find((column) => groups.has(column));
  if (taken !== undefined)
    yield { path: ["columns"], message: `${show(taken)} is the name of a group of other features` };
  const single = features({ ...specification, interactions: [] }, null);
  for (const [i, pair] of interactions.entries()) {
    for (const [j, name] of pair.entries()) {
      if (featuresNamed(name, single).length === 0)
        yield { path: ["interactions", i, j], message: noFeature(name, single) };
    }
  }
  yield* candidateFaults(specification, all);
}

function* candidateFaults({ candidates = [] }: Specification, all: readonly Feature[]): Generator<SpecificationFault> {
  const seen = new Set<number>();
  for (const [i, candidate] of candidates.entries()) {
    const path = ["candidates", i];
    for (const name of typeof candidate === "string" ? [candidate] : candidate) {
      const named = featuresNamed(name, all);
      if (named.length === 0) yield { path, message: noFeature(name, all) };
      for (const index of named) {
        if (seen.has(index)) yield { path, message: `${show(all[index]?.name)} is a candidate twice` };
        seen.add(index);
      }
    }
  }
}

/** Why a name is refused that no feature or group of those that there are has. */
export function noFeature(name: string, among: readonly Feature[]): string {
  const groups = new Set(among.map(({ group }) => group));
  return `no feature or group is named ${show(name)}; groups are ${showNames([...groups])}`;
}

function sizeFaults(specification: Specification): SpecificationFault[] {
  const faults: SpecificationFault[] = [];
  const count = countFeatures(specification);
  if (count > FEATURE_COUNT_MAX) {
    const message = `${count} features, lags and levels counted, are more than the ${FEATURE_COUNT_MAX} that are accepted`;
    faults.push({ path: ["columns"], message });
  } else if (specification.interactions !== undefined && keptCount(specification, null) > FEATURE_COUNT_MAX) {
    const message =
      `what is multiplied with one piece is kept of all ${keptCount(specification, null)} features that it may be made of, more than the ` +
      `${FEATURE_COUNT_MAX} that are accepted; say where the knots are, not only how many`;
    faults.push({ path: ["interactions"], message });
  }
  return faults;
}

function tailFaults(specification: Specification): SpecificationFault[] {
  const all = features(specification, null);
  const backs = all.flatMap(({ term }) => lookBackOf(term));
  const rows = backs.filter((back) => typeof back === "number");
  const kept = Math.max(0, ...rows) * lookBackColumns(specification, all).length;
  if (kept <= TAIL_VALUE_COUNT_MAX) return [];
  const message = `the largest lag times the lagged columns is ${kept}, more than the ${TAIL_VALUE_COUNT_MAX} that are accepted`;
  return [{ path: ["lags"], message }];
}
