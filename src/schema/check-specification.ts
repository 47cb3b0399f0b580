// What the parts of a specification must have to do with each other: names that are known, and no more than fits.
import { parseDuration } from "../feature/duration.ts";
import {
  countFeatures,
  type Feature,
  type FeatureSpecification,
  features,
  featuresNamed,
  lookBackColumns,
} from "../feature/feature.ts";
import { keptCount } from "../feature/kept-feature.ts";
import { lookBackOf } from "../feature/term.ts";
import { CANDIDATE_COUNT_MAX, FEATURE_COUNT_MAX, TAIL_VALUE_COUNT_MAX } from "./limit.ts";
import { show, showNames } from "./table.ts";

interface SpecificationFault {
  path: (string | number)[];
  message: string;
}

interface Specification extends FeatureSpecification {
  candidates?: (string | string[])[] | undefined;
}

export function specificationFaults(specification: Specification): SpecificationFault[] {
  const sizes = sizeFaults(specification);
  const simple = [...columnFaults(specification), ...repetitionFaults(specification), ...sizes];
  // What is too large is not looked into further.
  return sizes.length > 0 ? simple : [...simple, ...nameFaults(specification), ...tailFaults(specification)];
}

/** Every column that is named must be one. */
function columnFaults(specification: Specification): SpecificationFault[] {
  const { columns, lags, difference = {}, piecewise = {}, rolling = [], degree_days = [] } = specification;
  const known = new Set(columns);
  const named: { column: string; path: (string | number)[] }[] = [
    ...Object.keys(lags).map((column) => ({ column, path: ["lags", column] })),
    ...Object.keys(difference).map((column) => ({ column, path: ["difference", column] })),
    ...Object.keys(piecewise).map((column) => ({ column, path: ["piecewise", column] })),
    ...rolling.map(({ column }, i) => ({ column, path: ["rolling", i, "column"] })),
    ...degree_days.map(({ column }, i) => ({ column, path: ["degree_days", i, "column"] })),
  ];
  return named
    .filter(({ column }) => !known.has(column))
    .map(({ column, path }) => ({ path, message: `${show(column)} is none of the columns: ${showNames(columns)}` }));
}

function repetitionFaults({ lags, difference = {} }: Specification): SpecificationFault[] {
  return [...Object.entries(lags), ...Object.entries(difference)]
    .filter(
      ([, of]) =>
        new Set(of.map((back) => (typeof back === "string" ? `${parseDuration(back)} ms` : back))).size !== of.length,
    )
    .map(([column, of]) => ({
      path: [lags[column] === of ? "lags" : "difference", column],
      message: "a lag is given twice",
    }));
}

/** Every name must stand for one thing, and every name that is used for something. */
function nameFaults(specification: Specification): SpecificationFault[] {
  const { interactions = [], candidates = [], columns } = specification;
  const all = features(specification, null);
  const faults: SpecificationFault[] = [];
  const names = all.map(({ name }) => name);
  if (names.length === 0) faults.push({ path: ["columns"], message: "no feature is left to learn from" });
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) faults.push({ path: ["columns"], message: `two features have the name ${twice}` });
  const groups = new Set(all.filter(({ term }) => term.kind !== "lag").map(({ group }) => group));
  const taken = columns.find((column) => groups.has(column));
  if (taken !== undefined)
    faults.push({ path: ["columns"], message: `${taken} is the name of a group of other features` });
  const single = features({ ...specification, interactions: [] }, null);
  const unknown = (path: (string | number)[], name: string, among: typeof all) => {
    if (featuresNamed(name, among).length === 0) faults.push({ path, message: noFeature(name, among) });
  };
  for (const [i, pair] of interactions.entries()) {
    for (const [j, name] of pair.entries()) unknown(["interactions", i, j], name, single);
  }
  const seen = new Set<number>();
  for (const [i, candidate] of candidates.entries()) {
    const path = ["candidates", i];
    const of = typeof candidate === "string" ? [candidate] : candidate;
    if (of.length === 0) faults.push({ path, message: "no name" });
    for (const name of of) {
      unknown(path, name, all);
      for (const index of featuresNamed(name, all)) {
        if (seen.has(index)) faults.push({ path, message: `${all[index]?.name} is a candidate twice` });
        seen.add(index);
      }
    }
  }
  return faults;
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
  const groups = specification.candidates?.length ?? 0;
  if (groups > CANDIDATE_COUNT_MAX) {
    const message = `${groups} candidates are more than the ${CANDIDATE_COUNT_MAX} that are accepted`;
    faults.push({ path: ["candidates"], message });
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
