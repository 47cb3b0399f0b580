// The grid that tuning searches: every combination of a family's values, those that are given staying as they are given.
import type { Family } from "./family.ts";
import type { Problem } from "./training-set.ts";

/** What the cells of a grid set, beside `given`. */
export function gridOf(family: Family, problem: Problem, given: Record<string, unknown>): Record<string, unknown>[] {
  const axes = Object.entries(family.axes(problem, given)).filter(([name]) => given[name] === undefined);
  return axes.reduce<Record<string, unknown>[]>(
    (cells, [name, values]) => cells.flatMap((cell) => values.map((value) => ({ ...cell, [name]: value }))),
    [{}],
  );
}
