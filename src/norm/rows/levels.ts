// The levels of a norm's categories: those of some rows, of all that is merged, and of a model. They come as they come, so what is made of them
// has other columns from batch to batch; a level that is new was 0 in every row before.
import { chosenAmong, type Feature, features, type LevelsByColumn } from "../../engine/feature/feature.ts";
import type { NormModel } from "../schema/norm-model.ts";
import type { NormRow } from "../store/norms.ts";

/** What a model is made by, and read by. */
export type NormParts = Pick<NormRow, "specification" | "inferred">;

/** Those of all, each column's ascending. */
export function commonLevels({ specification }: NormParts, all: readonly LevelsByColumn[]): LevelsByColumn {
  const { categories = [] } = specification;
  return Object.fromEntries(
    categories.map((column) => [column, [...new Set(all.flatMap((levels) => levels[column] ?? []))].sort()]),
  );
}

const known = new WeakMap<LevelsByColumn, Map<NormRow["inferred"], NormRow["inferred"]>>();

/** A norm with features of these levels; without any it stays what it is. */
export function withLevels<Norm extends NormParts>(norm: Norm, levels: LevelsByColumn): Norm {
  const { inferred } = norm;
  if (inferred === null || (norm.specification.categories ?? []).length === 0) return norm;
  const remembered = known.get(levels) ?? new Map();
  known.set(levels, remembered);
  const made = remembered.get(inferred) ?? { ...inferred, levels };
  remembered.set(inferred, made);
  return { ...norm, inferred: made };
}

/** Of levels that rows had, and the share of each, those that have one: what is kept of a batch may have come from the row before it alone. */
export function modelLevels(kept: readonly Feature[], means: Float64Array): NormModel["levels"] {
  const levels: NormModel["levels"] = {};
  kept.forEach(({ term }, j) => {
    if (term.kind !== "category" || term.level === null) return;
    const of = levels[term.column] ?? { names: [], shares: [] };
    levels[term.column] = of;
    const share = means[j] as number;
    if (share === 0) return;
    of.names.push(term.level);
    of.shares.push(share);
  });
  return levels;
}

const told = new WeakMap<NormModel["levels"], LevelsByColumn>();

/**
 * The levels that a model has features of: all but the first, which the others are told against. That goes by their names, so that it is the same
 * whatever order they came in, and the columns are no sum of each other.
 */
export function toldLevels(levels: NormModel["levels"]): LevelsByColumn {
  const remembered = told.get(levels);
  if (remembered !== undefined) return remembered;
  const made = Object.fromEntries(Object.entries(levels).map(([column, { names }]) => [column, names.slice(1)]));
  told.set(levels, made);
  return made;
}

/** Where the features stand that are chosen among those of a specification, in which one stands for all levels; null for all. */
export function placesOf(norm: NormParts, chosen: readonly number[] | null, levels: NormModel["levels"]) {
  if (chosen === null || Object.keys(levels).length === 0) return chosen;
  const names = new Set(chosenAmong(features(norm.specification, norm.inferred), chosen).map(({ name }) => name));
  const all = features(norm.specification, withLevels(norm, toldLevels(levels)).inferred);
  return [...all.keys()].filter((j) => names.has(all[j]?.of ?? (all[j] as Feature).name));
}
