// What outsiders hand over, and what they are told of it. The functions as they are exported run in test/engine/package.test.ts.
import { describe, expect, it } from "vitest";
import { predictWithin, select, tellPath } from "../../../src/engine/facade/ask-ridge.ts";
import { askWhole, type FamilyName, fitWhole } from "../../../src/engine/facade/fit-whole.ts";
import { type DesignSpecification, makeDesign } from "../../../src/engine/facade/make-design.ts";
import {
  factorOfTable,
  factorsOfFolds,
  readFactors,
  readFeatures,
  readLambda,
} from "../../../src/engine/facade/read-factors.ts";
import { numberLabels, readLabels } from "../../../src/engine/facade/read-labels.ts";
import { type Numbers, readNumbers, readTable, type X } from "../../../src/engine/facade/read-table.ts";
import type { FeatureSpecification } from "../../../src/engine/feature/feature.ts";
import { count, merge } from "../../../src/engine/kernel/factor.ts";
import { fitRidge } from "../../../src/engine/model/ridge/fit-ridge.ts";
import { wasmKernel } from "../../support/kernels.ts";
import { golden, goldenRows, workOut } from "../feature/work-out.ts";

const kernel = wasmKernel();
const DAY_MS = 86_400_000;
const MONDAY_MS = Date.UTC(2024, 0, 1);

const factor = (x: X, y: Numbers) => factorOfTable(kernel, x, y);
const three = factor([[0], [1], [2]], [1, 3, 5]);
const lineOfFour = () => fitRidge(kernel, [factor([[0], [1], [2], [3]], [1, 3, 2, 4])], 0);
const design = (of: DesignSpecification, t?: Numbers) => makeDesign(of, { T: [1, 2, 3] }, t);
const fitted = (name: string, x: X, y: Numbers, params = {}) =>
  fitWhole(kernel, name as FamilyName, params, { x, target: y, classes: null });

const hasPlacedKnots = ({ piecewise = {} }: FeatureSpecification) =>
  Object.values(piecewise).every(({ knots }) => typeof knots !== "number");

describe("columns of levels", () => {
  const x = {
    fur: ["long", "short", null, "long", "short", "long"],
    legs: [4, 4, 4, 2, 2, null],
    wild: [true, false, true, true, false, false],
  };
  const rows = x.fur.map((fur, i) => [fur, x.legs[i] as number | null, x.wild[i] as boolean]);
  const y = [5, 1, 9, 5, 1, 5];
  const learn = (name: FamilyName, of: typeof x | typeof rows, levels: string[], params = {}) =>
    fitWhole(kernel, name, params, { x: of, target: y, classes: null, levels });

  it("are texts, numbers and truth values, in order; a missing one is none", () => {
    const model = learn("Random Forest", x, ["fur", "legs", "wild"], { n_estimators: 3 });
    expect(model.levels).toEqual({ fur: ["long", "short"], legs: [2, 4], wild: [false, true] });
  });

  it.each<FamilyName>(["Random Forest", "SVM", "Ridge"])("make the same %s by rows and by columns", (name) => {
    const one = learn(name, x, ["fur", "wild"], name === "Random Forest" ? { n_estimators: 5 } : {});
    const other = learn(name, rows, ["x1", "x3"], name === "Random Forest" ? { n_estimators: 5 } : {});
    expect(other.units).toEqual(one.units);
    expect(askWhole(kernel, other, rows).target).toEqual(askWhole(kernel, one, x).target);
  });

  it("tell what each level was, and of one never seen what most were", () => {
    const params = { n_estimators: 1, bootstrap: false, max_features: "all" };
    const model = learn(
      "Random Forest",
      { ...x, legs: Array(6).fill(0), wild: Array(6).fill(true) },
      ["fur", "wild"],
      params,
    );
    const asked = { fur: ["short", "long", null, "curly"], legs: Array(4).fill(0), wild: Array(4).fill(true) };
    expect([...askWhole(kernel, structuredClone(model), asked).target]).toEqual([1, 5, 9, 5]);
  });

  it.each<[string, () => unknown, RegExp]>([
    ["a column that is not there", () => learn("Ridge", x, ["tail"]), /levels: "tail" is no column of x$/],
    ["a column past the last", () => learn("Ridge", rows, ["x4"]), /levels: "x4" is no column of x; columns of rows/],
    ["texts that nobody said are levels", () => learn("Ridge", x, ["wild"]), /x\.fur\[0\]: "long" is neither/],
    [
      "too many",
      () =>
        fitWhole(
          kernel,
          "Ridge",
          {},
          {
            ...{ x: { id: Array.from({ length: 10_001 }, (_, i) => `n${i}`) }, classes: null },
            ...{ target: new Float64Array(10_001), levels: ["id"] },
          },
        ),
      /x\.id: 10001 levels; 10000 are accepted$/,
    ],
  ])("are refused: %s", (_, run, message) => {
    expect(run).toThrow(message);
  });

  it("answer no missing value by what was kept from before they could", () => {
    const { units, ...model } = fitted("Ridge", { a: [1, 2, 3] }, [1, 2, 3]);
    const old = { ...model, units: units.map((unit) => ({ ...(unit as object), encoding: undefined })) };
    expect(() => askWhole(kernel, old, { a: [null] })).toThrow(/x\.a\[0\]: a missing value/);
    expect(askWhole(kernel, { ...model, units }, { a: [null] }).target[0]).toBeCloseTo(2, 12);
  });
});

describe("what is handed over", () => {
  it("is the same by rows and by columns", () => {
    expect(readTable({ x1: [1, 3], x2: [2, null] })).toEqual(
      readTable([
        [1, 2],
        [3, Number.NaN],
      ]),
    );
  });

  it("is found by name where names are known", () => {
    const { values } = readTable({ b: [2], a: [1], c: [3] }, ["a", "b"]);
    expect(values).toEqual([Float64Array.of(1), Float64Array.of(2)]);
  });

  it("leaves out rows with a missing value", () => {
    expect(count(factor([[0], [null], [2]], [1, 3, null]))).toBeCloseTo(1, 12);
  });

  it("is dealt to five folds that hold every row once, weeks being whole", () => {
    const t = Array.from({ length: 70 }, (_, day) => MONDAY_MS + day * DAY_MS);
    const folds = factorsOfFolds(kernel, { x: { day: t.map((_, day) => day) }, y: t, t, timezone: undefined });
    expect(folds.map((fold) => Math.round(count(fold)))).toEqual([14, 14, 14, 14, 14]);
    expect(count(merge(kernel, folds))).toBeCloseTo(70, 9);
  });

  it("numbers classes in their order, whole numbers by size", () => {
    expect(readLabels([10, 9, 10])).toEqual({ classes: [9, 10], target: Float64Array.of(1, 0, 1) });
  });

  // Golden numbers of pandas: see test/engine/feature.
  it.each(golden.fits.filter(({ specification }) => hasPlacedKnots(specification)))(
    "makes the features that a norm is made of: $name",
    ({ specification }) => {
      const { instants, x: all } = goldenRows();
      const x = Object.fromEntries(specification.columns.map((name) => [name, all[name] as Float64Array]));
      const { columns: _, ...of } = specification;
      const { features, columns } = workOut({ ...specification, timezone: golden.timezone }, { instants, x });
      const made = makeDesign({ ...of, timezone: golden.timezone } as DesignSpecification, x, instants);
      expect(Object.entries(made)).toEqual(features.map(({ name }, j) => [name, columns[j]]));
    },
  );

  it("weighs what it is said to: w = Σwxy/(Σwx² + λ), centred", () => {
    const params = { lambda: 6, standardize: false };
    const model = (weights: Numbers) =>
      fitWhole(kernel, "Ridge", params, { x: [[0], [1], [2]], target: [1, 3, 5], classes: null, weights });
    expect(askWhole(kernel, model([1, 2, 1]), [[1], [2]]).target[1]).toBeCloseTo(3.5, 12);
    expect(() => model([1, 0, 1])).toThrow(/weights\[1\].*0 is not from 0.000001/);
    expect(() => model([1, null, 1])).toThrow(/weights\[1\]/);
    expect(() => model([1, 1, 1e7])).toThrow(/weights\[2\]/);
    expect(() => model([1, 1])).toThrow(/weights/);
  });

  it("is asked by the names that a model learned", () => {
    const model = fitted("Ridge", { a: [0, 1, 2], b: [0, 1, 0] }, [0, 1, 2], { lambda: 0 });
    expect(askWhole(kernel, model, { b: [1], a: [5] }).target[0]).toBeCloseTo(5, 9);
  });
});

describe("what is told", () => {
  // x = 0 … 3, y = 1, 3, 2, 4: slope 0.8, RSS 1.8, σ² = 0.9; in the middle the leverage is 1/4. Student's t of 2 degrees of freedom
  // has a closed form: (2p − 1)·√(2/(4p(1 − p))).
  it("is the interval of least squares where rows are independent", () => {
    const { y, lower, upper } = predictWithin(lineOfFour(), [[1.5]], { level: 0.9 });
    const half = 0.9 * Math.sqrt(2 / 0.19) * Math.sqrt(0.9 * 1.25);
    expect([y[0], lower[0], upper[0]]).toEqual([2.5, 2.5 - half, 2.5 + half].map((value) => expect.closeTo(value, 6)));
  });

  it("is wider where residuals follow on each other", () => {
    const x = Array.from({ length: 40 }, (_, i) => [i]);
    const many = fitRidge(
      kernel,
      [
        factor(
          x,
          Array.from(x, ([i = 0]) => i + Math.sin(i)),
        ),
      ],
      0,
    );
    const upper = (rho?: number) => predictWithin(many, [[20]], rho === undefined ? {} : { rho }).upper[0] as number;
    expect(upper(0.8)).toBeGreaterThan(upper());
  });

  it("is NaN of a row with a missing value", () => {
    const { y, lower } = predictWithin(lineOfFour(), [[null]], {});
    expect([y[0], lower[0]]).toEqual([Number.NaN, Number.NaN]);
  });

  it("is of each λ the line that a fit at it has", () => {
    const folds = [factor([[0], [1], [2]], [1, 3, 2]), factor([[3], [4], [5]], [4, 4, 7])];
    const path = tellPath(kernel, folds);
    expect(path).toHaveLength(20);
    for (const { lambda, intercept, coefficients } of path) {
      const { intercept: b, coefficients: w } = fitRidge(kernel, folds, lambda);
      expect([intercept, ...coefficients]).toEqual([b, ...w].map((value) => expect.closeTo(value, 9)));
    }
  });

  it("is what to know of a model before trusting it", () => {
    // y hangs on the column a little and scatters much: one λ is as good as another.
    const weak = Array.from({ length: 60 }, (_, i) => (i * 37) % 17);
    const y = weak.map((value, i) => 0.5 * value + 20 * Math.sin(i * i));
    const model = fitted("Ridge", { weak }, y);
    expect(model.warnings).toEqual([expect.stringContaining("cross-validation cannot tell it")]);
  });
});

describe("a refusal says where", () => {
  const t = [0, 1, 2].map((day) => MONDAY_MS + day * DAY_MS);
  const folds = [three, three];
  const text = (value: unknown) => value as Numbers;
  it.each<[string, () => unknown]>([
    ["x", () => readTable("rows" as unknown as X)],
    ["x[1]", () => readTable([[1, 2], [3]])],
    ["x[1]", () => readTable([[1], [2, 3]])],
    ["x[1]", () => readTable([[1], text(7)])],
    ["x.a[1]", () => readTable({ a: [1, Infinity] })],
    ["x.a[0]", () => readTable({ a: text(["1"]) })],
    ["x.a[0]", () => readTable({ a: text([undefined]) })],
    ["x.b", () => readTable({ a: [1, 2], b: [1] })],
    ["x", () => readTable({ a: [1] }, ["b"])],
    ["y", () => factor([[1], [2]], [1])],
    ["y", () => readNumbers(text(undefined), { path: "y" })],
    ["factors[1]", () => readFactors([three, factor([[1, 2]], [3])])],
    ["factors", () => readFactors([])],
    ["factors", () => readFactors([three], 2)],
    ["lambda", () => readLambda(-1)],
    ["lambda", () => readLambda(Number.NaN)],
    ["features", () => readFeatures([1], three)],
    ["features", () => readFeatures([0, 0], three)],
    ["groups", () => select(kernel, folds, { groups: [[0], [0]], lambda: 1 })],
    ["lambda", () => select(kernel, folds, { groups: [[0]], lambda: 0 })],
    ["x", () => predictWithin(lineOfFour(), [[1, 2]], {})],
    ["level", () => predictWithin(lineOfFour(), [[1]], { level: 1 })],
    ["rho", () => predictWithin(lineOfFour(), [[1]], { rho: 2 })],
    ["t[1]", () => design({}, [1, 1, 2])],
    ["t[0]", () => design({}, [Number.NaN, 1, 2])],
    ["t", () => design({}, [1, 2])],
    ["t", () => design({ calendar: ["month"] })],
    ["t", () => design({ lags: { T: ["1d"] } })],
    [
      "t",
      () =>
        design(
          { lags: { T: [1] } },
          [0, 2, 3.001].map((hour) => MONDAY_MS + hour * 3_600_000),
        ),
    ],
    ["timezone", () => design({ timezone: "Mars/Olympus" }, t)],
    ["specification", () => design({ lags: { T: ["5h"] } }, t)],
    ["specification", () => design({ lags: { T: [-1] } }, t)],
    ["specification", () => design({ degree_days: [{ column: "wind", heating: 15 }] }, t)],
    ["specification", () => design({ holidays: ["monday"] } as object, t)],
    ["specification", () => design({ rolling: [{ column: "T", window: 0, statistic: "mean" }] }, t)],
    ["specification.lags", () => design({ lags: { wind: [1] } }, t)],
    ["specification.interactions", () => design({ interactions: [["T", "month"]] }, t)],
    ["specification.piecewise.T", () => design({ piecewise: { T: { knots: 2 as unknown as number[] } } }, t)],
    ["specification.piecewise.T", () => design({ piecewise: { T: { knots: [2, 1] } } }, t)],
    ["specification.calendar", () => design({ calendar: ["fortnight" as "month"] }, t)],
    ["specification.calendar", () => design({ calendar: [{ hourly: 1 } as object] }, t)],
    ["specification.rolling", () => design({ rolling: [{ column: "T", window: 2, statistic: "mode" as "mean" }] }, t)],
    ["name", () => fitted("Naive Bayes", [[1]], [1])],
    ["params.C", () => fitted("SVM", [[1], [2]], [1, 2], { C: -1 })],
    ["params.depth", () => fitted("Random Forest", [[1], [2]], [1, 2], { depth: 3 })],
    ["params.max_features", () => fitted("Random Forest", [[1], [2]], [1, 2], { max_features: 2 })],
    [
      "params.class_weight",
      () =>
        fitWhole(kernel, "Ridge", { class_weight: { c: 2 } }, { x: [[1], [2]], target: [0, 1], classes: ["a", "b"] }),
    ],
    ["x", () => fitted("Ridge", [], [])],
    ["y[0]", () => fitted("Random Forest", [[1], [2]], [null, 2])],
    ["y", () => readLabels(["a", "a"])],
    ["y[1]", () => readLabels(["a", 1])],
    ["y[0]", () => readLabels([1.5, 2])],
    ["y[0]", () => numberLabels(["c"], ["a", "b"])],
  ])("%s", (path, call) => {
    expect(call).toThrow(expect.objectContaining({ name: "AppError", code: "invalid" }));
    expect(call).toThrow(`Cannot use ${path}: `);
  });
});
