// The grid that tuning searches: every combination of a family's values, those that are given staying as they are given.
import * as v from "valibot";
import type { Family, Params } from "./family.ts";
import type { Problem, Shape } from "./training-set.ts";

export interface Cell {
  /** What it sets, beside what is given. */
  set: Record<string, unknown>;
  /** Full hyperparameters. */
  params: Params;
}

interface Grid {
  family: Family;
  problem: Problem;
  given: Record<string, unknown>;
}

/** The cells, the first of those that come to the same on a table of this shape. */
export function gridOf({ family, problem, given }: Grid, shape: Shape): Cell[] {
  const sets = axesOf({ family, problem, given }).reduce<Record<string, unknown>[]>(
    (cells, [name, values]) => cells.flatMap((cell) => values.map((value) => ({ ...cell, [name]: value }))),
    [{}],
  );
  const cells = new Map<string, Cell>();
  for (const set of sets) {
    const params = v.parse(family.params[problem], { ...given, ...set }) as Params;
    const meaning = JSON.stringify(family.meaning?.(shape, params) ?? params);
    if (!cells.has(meaning)) cells.set(meaning, { set, params });
  }
  return [...cells.values()];
}

/** A hyperparameter that is best at the end of the values that are tried. */
export interface Edge {
  name: string;
  value: number;
  isLargest: boolean;
}

/**
 * Where the best cell is at an edge of the grid, beyond which the family takes more values, and better than its neighbour inside. `losses`:
 * one for each of `sets`, less being better.
 */
export function edgesOf(grid: Grid, sets: readonly Record<string, unknown>[], losses: readonly number[]): Edge[] {
  const best = losses.indexOf(Math.min(...losses));
  const chosen = sets[best] ?? {};
  return axesOf(grid).flatMap(([name, values]) => {
    const numbers = values.filter((value) => typeof value === "number").toSorted((a, b) => a - b);
    const value = chosen[name] as number;
    const isLargest = value === numbers.at(-1);
    if (numbers.length < 2 || (!isLargest && value !== numbers[0])) return [];
    const inside = JSON.stringify({ ...chosen, [name]: numbers.at(isLargest ? -2 : 1) });
    const neighbour = sets.findIndex((set) => JSON.stringify(set) === inside);
    const isBetter = neighbour >= 0 && (losses[best] as number) < (losses[neighbour] as number);
    const beyond = isLargest ? 10 * value : value / 10;
    const schema = grid.family.params[grid.problem].entries[name] as v.GenericSchema;
    return isBetter && v.safeParse(schema, beyond).success ? [{ name, value, isLargest }] : [];
  });
}

function axesOf({ family, problem, given }: Grid): [string, readonly unknown[]][] {
  return Object.entries(family.axes(problem, given)).filter(([name]) => given[name] === undefined);
}
