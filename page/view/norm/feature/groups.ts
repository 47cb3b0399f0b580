// The features of a norm in the groups that calls know them by: `calendar` and `lags` of a specification as people would tick them.
import type { NormSpecification } from "../shapes.ts";

export interface FeatureGroup {
  /** As calls take it; of a feature that is in no group its own name. */
  name: string;
  features: string[];
}

const PERIODS = ["daily", "weekly", "yearly"];
const HEATING = /^(heating|cooling)\((.*), [^,]*\)$/;
const WAVE = /^(?:sin|cos)\((\w+), \d+\)$/;
const WINDOW = /^(?:mean|min|max|sum)\((.*), [^,]*\)$/;
const OF_COLUMN = /^(difference|piecewise)\((.*), [^,]*\)$/;

/** Every feature in one group, groups in the order in which the norm lists them. `features`: all names, those that are left out too. */
export function groupsOf(spec: NormSpecification, features: readonly string[]): FeatureGroup[] {
  const interactions = (spec.interactions ?? []) as unknown as [string, string][];
  const single = new Map<string, string[]>();
  const products: string[] = [];
  for (const feature of features) {
    const group = singleGroup(spec, feature);
    if (group === undefined) products.push(feature);
    else single.set(group, [...(single.get(group) ?? []), feature]);
  }
  const named = (name: string) => single.get(name) ?? [name];
  const groups = [...single].map(([name, features]) => ({ name, features }));
  const taken = new Set<string>();
  for (const [a, b] of interactions) {
    const names = new Set(named(a).flatMap((left) => named(b).map((right) => `${left}:${right}`)));
    const found = products.filter((product) => names.has(product) && !taken.has(product));
    for (const product of found) taken.add(product);
    if (found.length > 0) groups.push({ name: `${a}:${b}`, features: found });
  }
  return [...groups, ...products.filter((name) => !taken.has(name)).map((name) => ({ name, features: [name] }))];
}

function singleGroup({ columns, categories = [], calendar = [] }: NormSpecification, feature: string) {
  const column = columns.find((name) =>
    categories.includes(name)
      ? feature === name || feature.startsWith(`${name}=`)
      : feature === name || (feature.startsWith(`${name}[t-`) && feature.endsWith("]")),
  );
  // A product of such begins like one of them; it has another one behind a colon.
  if (column !== undefined && !hasProductOf(column, feature)) return column;
  const level = calendar.find((of) => typeof of === "string" && (feature === of || isLevel(of, feature)));
  if (typeof level === "string") return level;
  const period = WAVE.exec(feature)?.[1];
  if (period !== undefined && PERIODS.includes(period)) return period;
  const [, side, heated = ""] = HEATING.exec(feature) ?? [];
  if (side !== undefined && columns.includes(heated)) return `degree_days(${heated})`;
  const [, kind, of = ""] = OF_COLUMN.exec(feature) ?? [];
  if (kind !== undefined && columns.includes(of)) return `${kind}(${of})`;
  const rolled = WINDOW.exec(feature)?.[1];
  return rolled !== undefined && columns.includes(rolled) ? `rolling(${rolled})` : undefined;
}

const isLevel = (calendar: string, feature: string) =>
  feature.startsWith(`${calendar}=`) && /^\d+$/.test(feature.slice(calendar.length + 1));
const hasProductOf = (column: string, feature: string) => /[\]\w)]:/.test(feature.slice(column.length));

/** The names by which a call takes those that are on: groups where all of them are, else each for itself. */
export function namesOf(groups: readonly FeatureGroup[], on: ReadonlySet<string>): string[] {
  return groups.flatMap(({ name, features }) =>
    features.every((feature) => on.has(feature)) ? [name] : features.filter((feature) => on.has(feature)),
  );
}

/** The features that some names stand for. */
export function featuresOf(groups: readonly FeatureGroup[], names: readonly string[]): Set<string> {
  const byGroup = new Map(groups.map(({ name, features }) => [name, features]));
  const known = new Set(groups.flatMap(({ features }) => features));
  return new Set(names.flatMap((name) => byGroup.get(name) ?? (known.has(name) ? [name] : [])));
}

/** Names as they stand in the address: between commas, unless one of them has a comma itself. */
export const writeNames = (names: readonly string[]): string =>
  names.some((name) => name.includes(",") || name.startsWith("[")) ? JSON.stringify(names) : names.join(",");

export function readNames(text: string): string[] {
  if (!text.startsWith("[")) return text.split(",");
  try {
    const read: unknown = JSON.parse(text);
    return Array.isArray(read) ? read.filter((name) => typeof name === "string") : [];
  } catch {
    return [];
  }
}
