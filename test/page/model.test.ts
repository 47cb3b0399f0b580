// What the views of models work out by themselves: the grid of a search folded, forms made of schemas, and contributions put together.
import { describe, expect, it } from "vitest";
import { ofClass } from "../../page/view/model/card/dependence.tsx";
import { foldGrid } from "../../page/view/model/card/fold-grid.ts";
import { verdictsOf, whyWon } from "../../page/view/model/comparison/verdicts.ts";
import { contributionsOf } from "../../page/view/model/predict/contributions.ts";
import { fieldsOf, paramsOf } from "../../page/view/model/train/params.ts";

describe("the grid of a search", () => {
  // mean = 10·a + b + c/10: a matters most, then b; c is folded at what was chosen.
  const cells = [1, 2].flatMap((a) =>
    [1, 2, 3].flatMap((b) => [1, 2].map((c) => ({ params: { b, c, a, d: true }, mean: 10 * a + b + c / 10 }))),
  );

  it("is seen along the two hyperparameters whose values are furthest apart", () => {
    const { names, values, cells: seen, chosen } = foldGrid(cells, { a: 2, b: 3, c: 2, d: true, e: null });
    expect(names).toEqual(["a", "b", "c"]);
    expect(values).toEqual([
      ["1", "2"],
      ["1", "2", "3"],
    ]);
    expect(chosen?.mean).toBe(23.2);
    expect(seen.map(({ at, cell }) => [...at, cell.mean])).toEqual([
      ["1", "1", 11.2],
      ["1", "2", 12.2],
      ["1", "3", 13.2],
      ["2", "1", 21.2],
      ["2", "2", 22.2],
      ["2", "3", 23.2],
    ]);
    expect(seen.filter(({ isChosen }) => isChosen).map(({ at }) => at)).toEqual([["2", "3"]]);
  });

  it("is one line where one was varied, and what failed counts for nothing", () => {
    const line = [null, 3, 5].map((mean, place) => ({ params: { gamma: place === 0 ? "scale" : place }, mean }));
    const { names, values, cells: seen } = foldGrid(line, { gamma: 2 });
    expect([names, values]).toEqual([["gamma"], [["scale", "1", "2"]]]);
    expect(seen.map(({ isChosen }) => isChosen)).toEqual([false, false, true]);
  });
});

describe("a form made of schemas", () => {
  const [depth, kernel, stop, features, estimators] = fieldsOf({
    max_depth: {
      anyOf: [{ type: "integer", minimum: 1, maximum: 9, description: "Of a tree" }, { type: "null" }],
      default: null,
    },
    kernel: { type: "string", enum: ["rbf", "linear"], default: "rbf", description: "What is alike" },
    early_stopping: { anyOf: [{ const: "auto" }, { type: "boolean" }], default: "auto", description: "Whether to" },
    max_features: {
      anyOf: [
        { type: "string", enum: ["sqrt"] },
        { type: "number", exclusiveMinimum: 0 },
      ],
      default: "sqrt",
    },
    estimators: { type: "array", items: { oneOf: [{ properties: { name: { const: "Ridge" } } }] } },
  });

  it("has a choice where all values are known, else a field for whatever is typed", () => {
    expect([depth, kernel, stop, features, estimators].map((field) => field?.kind)).toEqual([
      ...["text", "choice", "choice", "text", "estimators"],
    ]);
    expect(stop?.options).toEqual(["auto", "true", "false"]);
    expect([depth?.options, depth?.unset, depth?.description, depth?.range]).toEqual([
      ["null"],
      "null",
      "Of a tree",
      [1, 9],
    ]);
    expect([features?.options, features?.range]).toEqual([["sqrt"], [0, undefined]]);
    expect(estimators?.options).toEqual(["Ridge"]);
  });

  it("makes numbers, truths, lists and text of what was typed, and leaves out what is blank", () => {
    expect(
      paramsOf({ a: "3", b: " sqrt ", c: "null", d: "true", e: "[1, 2]", f: "  ", g: '{"x": -1}', h: "-5" }),
    ).toEqual({
      ...{ a: 3, b: "sqrt", c: null, d: true, e: [1, 2], g: { x: -1 }, h: -5 },
    });
  });
});

describe("contributions", () => {
  it("are the strongest and the sum of all others, and lead from the base to what is said", () => {
    const told = { base: 10, contributions: [[1, -4, 0.5, 2]], std_error: null };
    const { sum, parts } = contributionsOf(told, ["a", "b", "c", "d"], -1, 2);
    expect(sum).toBe(9.5);
    expect(parts).toEqual([
      { column: "b", others: 0, value: -4 },
      { column: "d", others: 0, value: 2 },
      { column: undefined, others: 2, value: 1.5 },
    ]);
  });

  it("are those of one class where each has its own", () => {
    const told = { base: [0.25, 0.75], contributions: [[[0.5], [-0.5]]], std_error: [[[0.125], [0.0625]]] };
    expect(contributionsOf(told, ["a"], 1, 5)).toEqual({
      ...{ base: 0.75, sum: 0.25, isOfClass: true },
      parts: [{ column: "a", others: 0, value: -0.5, error: 0.0625 }],
    });
  });
});

it("takes of a dependence the list of the class that is looked at", () => {
  expect(ofClass([1, 2, 3], 0)).toEqual([1, 2, 3]);
  const byClass = [
    [0.1, 0.2, 0.3],
    [0.9, 0.8, 0.7],
  ];
  expect(ofClass(byClass, 1)).toEqual([0.9, 0.8, 0.7]);
});

it("calls a candidate worse only beyond chance", () => {
  const [best, worse, alike] = [null, true, false].map((is_significant) => ({
    difference: is_significant === null ? null : { is_significant },
  }));
  expect(verdictsOf([worse, best, alike] as { difference: { is_significant: boolean } | null }[], best)).toEqual({
    worse: [worse],
    alike: [alike],
  });
});

it("says that the winner is the best one where it is", () => {
  const [ridge, forest] = [{ name: "Ridge" }, { name: "Random Forest" }];
  expect(whyWon(ridge, ridge)).toMatch(/^the best mean/);
  expect(whyWon(ridge, forest)).toMatch(/^the simplest within/);
});
