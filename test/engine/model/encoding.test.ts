// Levels and gaps for models that know numbers only: which levels are rare, what stands for a gap, and from which rows that is learned.
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { finish } from "../../../src/engine/math/work.ts";
import { encodeColumns } from "../../../src/engine/model/encode-columns.ts";
import { encodedMost, encodedWidth, encodingSchema, normsByColumn } from "../../../src/engine/model/encoding.ts";
import { families } from "../../../src/engine/model/families.ts";
import type { Family, Params } from "../../../src/engine/model/family.ts";
import { learnEncoding } from "../../../src/engine/model/learn-encoding.ts";
import { factorRows } from "../../../src/engine/model/ridge/factor-rows.ts";
import { fitTargets } from "../../../src/engine/model/ridge/fit-targets.ts";
import { type RidgeUnit, ridge } from "../../../src/engine/model/ridge/ridge.ts";
import { type Shape, shapeOf, subsetOf, type TrainingSet } from "../../../src/engine/model/training-set.ts";
import golden from "../../golden/encoded.json" with { type: "json" };
import { wasmKernel } from "../../support/kernels.ts";
import { relativeError, uniform } from "../../support/numbers.ts";

const kernel = wasmKernel();
// One system of a dozen columns, two of them collinear up to λ.
const SAME = 1e-9;
// libsvm at tol 1e-8 on one side, ours at 1e-6 on the other.
const SOLVED = 1e-4;

const columnsOf = (rows: readonly (readonly (number | null)[])[]) =>
  (rows[0] as readonly unknown[]).map((_, j) => Float64Array.from(rows, (row) => row[j] ?? Number.NaN));
/** So many rows of each level. */
const rowsOf = (counts: readonly number[]) =>
  Float64Array.from(counts.flatMap((count, level) => Array<number>(count).fill(level)));
const NONE = Number.NaN;

describe("levels", () => {
  it("have a column each, in small tables from two rows on; the others share the last", () => {
    const column = Float64Array.of(2, 2, 0, 0, 4, 1);
    const encoding = learnEncoding({ columns: [column], levels: [6] });
    expect(encodedWidth(encoding)).toBe(3);
    expect(
      encodeColumns(encoding, [Float64Array.of(0, 2, 4, 1, 3, 5, 6, 1e300, -1, NONE)]).map((of) => [...of]),
    ).toEqual([
      [1, 0, 0, 0, 0, 0, 0, 0, 0, 0],
      [0, 1, 0, 0, 0, 0, 0, 0, 0, 0],
      [0, 0, 1, 1, 1, 1, 1, 1, 1, 1],
    ]);
  });

  it("that were not there are nowhere where none was rare, and so are missing ones", () => {
    const encoding = learnEncoding({ columns: [rowsOf([2, 3])], levels: [3] });
    expect(encodeColumns(encoding, [Float64Array.of(1, 2, 3, NONE)]).map((of) => [...of])).toEqual([
      [0, 0, 0, 0],
      [1, 0, 0, 0],
    ]);
  });

  it("that are missing are one more", () => {
    const encoding = learnEncoding({ columns: [Float64Array.of(0, 0, NONE, NONE, NONE, 1, 1)], levels: [2] });
    expect(encodeColumns(encoding, [Float64Array.of(0, 1, NONE, 2)]).map((of) => [...of])).toEqual([
      [1, 0, 0, 0],
      [0, 1, 0, 0],
      [0, 0, 1, 0],
    ]);
  });

  it.each([
    ["two rows of forty", [2, 1, 37], 2],
    ["a twentieth: four rows of eighty", [4, 3, 73], 2],
    ["ten rows of two hundred", [10, 9, 181], 2],
    ["ten rows of a thousand", [10, 9, 981], 2],
  ])("are not rare from %s on", (_, counts, kept) => {
    const { places } = learnEncoding({ columns: [rowsOf(counts)], levels: [3] });
    expect([...places]).toEqual([0, kept === 2 ? 2 : 0, 1, 2, 2]);
  });

  it("count by the weights of their rows, in any unit of less than 1", () => {
    const columns = [rowsOf([1, 5, 94])];
    const weights = new Float64Array(100).fill(1).fill(5, 0, 1);
    // 104 in all: a twentieth is 5.2.
    expect([...learnEncoding({ columns, levels: [3], weights }).places]).toEqual([1, 1, 0, 1, 1]);
    weights.fill(6, 0, 1);
    expect([...learnEncoding({ columns, levels: [3], weights }).places]).toEqual([0, 2, 1, 2, 2]);
    const small = new Float64Array(100).fill(2 ** -20);
    const counted = learnEncoding({ columns: [rowsOf([4, 5, 91])], levels: [3], weights: small });
    expect([...counted.places]).toEqual([2, 0, 1, 2, 2]);
  });

  it("are a hundred columns at most: ten thousand are the most frequent ones, and one for all others", () => {
    const column = Float64Array.from({ length: 60_000 }, (_, i) => (i < 50_000 ? i % 5_000 : 100 * (i % 50)));
    const encoding = learnEncoding({ columns: [column], levels: [10_000] });
    expect(encodedWidth(encoding)).toBe(100);
    expect(encodedMost({ rowCount: 1, columnCount: 1, classCount: 0, levels: [10_000] })).toBe(100);
    // The fifty that come more often, and the first of the others.
    expect(encoding.places[4900]).toBe(98);
    expect(encoding.places[49]).toBe(49);
    expect(encoding.places[51]).toBe(99);
    expect(encoding.places[7000]).toBe(99);
  });

  it("are a hundred columns without one for others, where there are no others", () => {
    const encoding = learnEncoding({ columns: [rowsOf(Array(100).fill(10))], levels: [100] });
    expect(encodedWidth(encoding)).toBe(100);
    expect(encoding.places.at(-1)).toBe(-1);
    expect(encodedWidth(learnEncoding({ columns: [rowsOf(Array(101).fill(10))], levels: [101] }))).toBe(100);
  });
});

describe("a missing number", () => {
  it("is the median, by weights where there are some, and told from 1 % of the rows on", () => {
    const column = Float64Array.of(1, 9, NONE, 3, 5);
    expect(encodeColumns(learnEncoding({ columns: [column] }), [column]).map((of) => [...of])).toEqual([
      [1, 9, 4, 3, 5],
      [0, 0, 1, 0, 0],
    ]);
    expect(learnEncoding({ columns: [column], weights: Float64Array.of(1, 1, 1, 1, 4) }).standIns[0]).toBe(5);
    expect(learnEncoding({ columns: [column], weights: Float64Array.of(2, 1, 1, 2, 1) }).standIns[0]).toBe(3);
    const often = (missing: number) => Float64Array.from({ length: 200 }, (_, row) => (row < missing ? NONE : row));
    expect([...learnEncoding({ columns: [often(1), often(2)] }).indicated]).toEqual([0, 1]);
  });

  it("is the mean where none was missing, and 0 where all were", () => {
    const encoding = learnEncoding({ columns: [Float64Array.of(0, 0, 9), Float64Array.of(NONE, NONE, NONE)] });
    expect([...encoding.standIns]).toEqual([3, 0]);
  });

  it("needs no copy of a column without one", () => {
    const column = Float64Array.of(1, 2);
    expect(encodeColumns(learnEncoding({ columns: [column] }), [column])[0]).toBe(column);
  });
});

const [svm] = families.filter(({ name }) => name === "SVM") as [Family];
const asFamily = ridge as unknown as Family;
const machine = { C: 1, gamma: "scale", degree: 3, coef0: 0, tol: 1e-6, epsilon: 0.1 };

describe("scikit-learn's encoders", () => {
  const [columns, asked] = [columnsOf(golden.x), columnsOf(golden.asked)];
  const table = { columns, levels: [3, 14, 0, 0] };
  const says = (family: Family, params: object, data: TrainingSet) => {
    const units = finish(family.fit(kernel, data, params as Params, { from: 0, to: 1 }));
    return [columns, asked].map((of) => {
      const rowCount = (of[0] as Float64Array).length;
      return family.respond(kernel, units, { columns: of, rowCount, classCount: data.classCount });
    }) as [Float64Array, Float64Array];
  };

  it.each(golden.ridge)("and Ridge, λ = $lambda", ({ lambda, ...expected }) => {
    const [own, other] = says(asFamily, { lambda }, { ...table, target: Float64Array.from(golden.y), classCount: 0 });
    expect(relativeError(own, expected.own)).toBeLessThan(SAME);
    expect(relativeError(other, expected.asked)).toBeLessThan(SAME);
  });

  const two = { ...table, target: Float64Array.from(golden.classes), classCount: 2 };
  it("and RidgeClassifier", () => {
    const [own, other] = says(asFamily, { lambda: 2 }, two);
    expect(relativeError(own, golden.classifier.own)).toBeLessThan(SAME);
    expect(relativeError(other, golden.classifier.asked)).toBeLessThan(SAME);
  });

  it.each(["rbf", "linear"] as const)("and SVC, %s", (kind) => {
    const values = says(svm, { ...machine, kernel: kind }, two).map((of) => of.map((value) => -value));
    expect(relativeError(values[0] ?? [], golden.machines[kind].own)).toBeLessThan(SOLVED);
    expect(relativeError(values[1] ?? [], golden.machines[kind].asked)).toBeLessThan(SOLVED);
  });
});

/** Levels, some of them rare, and numbers, both with gaps. */
function mixed(rowCount: number, classCount: number): TrainingSet & { levels: number[]; folds: Uint8Array } {
  const random = uniform(rowCount + classCount);
  const make = (of: () => number) => Float64Array.from({ length: rowCount }, of);
  const columns = [
    make(() => (random() < 0.1 ? NONE : Math.floor(20 * random() ** 3))),
    make(() => (random() < 0.2 ? NONE : 10 * random())),
    make(() => random()),
  ];
  const [a, b, c] = columns as [Float64Array, Float64Array, Float64Array];
  const y = a.map((level, row) => ((level || 0) % 3) + (b[row] || 7) / 5 + (c[row] as number) + random());
  const target = classCount === 0 ? y : y.map((value) => Math.floor(value) % classCount);
  return { columns, levels: [20, 0, 0], target, classCount, folds: Uint8Array.from(y, (_, row) => row % 5) };
}

const learn = (data: TrainingSet, params: object) =>
  finish(ridge.fit(kernel, data, params as never, { from: 0, to: 1 }))[0] as RidgeUnit;

describe.each([0, 2, 3])("a ridge of levels and gaps, %i classes", (classCount) => {
  const data = mixed(200, classCount);
  const weights = data.target.map((_, row) => 1 + (row % 3));
  const often = Uint32Array.from([...weights].flatMap((weight, row) => Array<number>(weight).fill(row)));

  it.each([{ lambda: 3 }, { lambda: "auto" }])("takes a row that weighs k for k rows, $lambda", (params) => {
    const { weights: _, ...repeated } = subsetOf({ ...data, weights }, often);
    const [one, other] = [learn({ ...data, weights }, params), learn(repeated, params)];
    // With three classes the last step is L-BFGS's.
    const tolerance = classCount === 3 ? 1e-4 : SAME;
    expect(relativeError(one.coefficients, other.coefficients)).toBeLessThan(tolerance);
    expect(one.encoding).toEqual(other.encoding);
    expect(one.alike).toEqual(other.alike && expect.any(Array));
  });

  it("learns each fold's columns from the other folds alone", () => {
    // Other values, gaps and levels in the second fold: of what is learned without it nothing changes, of the rest something does.
    const columns = data.columns.map((column, j) =>
      column.map((value, row) => (row % 5 !== 1 ? value : j === 0 ? 19 : row % 2 === 0 ? NONE : 1e3 + row)),
    );
    const parts = [data, { ...data, columns }].map((of) => finish(factorRows(kernel, of, true)).parts);
    for (const fold of [0, 1, 2, 3, 4]) {
      const [one, other] = parts.map((of) => of[fold]);
      const sameEncoding = JSON.stringify(one?.encoding) === JSON.stringify(other?.encoding);
      const sameFactor = JSON.stringify(one?.training) === JSON.stringify(other?.training);
      expect([sameEncoding, sameFactor]).toEqual([fold === 1, fold === 1]);
    }
  });

  it("is the same however its columns are put: levels named otherwise, encoded beforehand", () => {
    const { lines, encoding } = finish(fitTargets(kernel, data, { lambda: 2 }));
    const columns = encodeColumns(encoding, data.columns);
    const plain = finish(fitTargets(kernel, { ...data, columns, levels: columns.map(() => 0) }, { lambda: 2 }));
    for (const [k, line] of lines.entries())
      expect(relativeError([...line.coefficients], [...(plain.lines[k]?.coefficients ?? [])])).toBeLessThan(SAME);
    const turned = {
      ...data,
      columns: data.columns.map((column, j) => (j === 0 ? column.map((x) => 19 - x) : column)),
    };
    const ask = (unit: RidgeUnit, of: TrainingSet) => ridge.respond(kernel, [unit], { ...of, rowCount: 200 });
    const params = { lambda: 2 };
    expect(relativeError(ask(learn(turned, params), turned), ask(learn(data, params), data))).toBeLessThan(
      classCount === 3 ? 1e-4 : SAME,
    );
  });
});

it("tells of a column of levels the norm of its coefficients", () => {
  const encoding = learnEncoding({
    columns: [rowsOf([2, 2, 2]), Float64Array.of(1, 2, 3, 4, 5, NONE)],
    levels: [3, 0],
  });
  expect([...normsByColumn(encoding, Float64Array.of(2, -3, 6, -4, 3))]).toEqual([7, 5]);
});

describe.each([
  ["Ridge", asFamily, { lambda: 1 }],
  ["SVM", svm, { ...machine, kernel: "rbf" }],
  ["SVM", svm, { ...machine, kernel: "linear" }],
] as const)("a unit of %s", (_, family, params) => {
  const data = mixed(120, 3);
  const shape = shapeOf(data);
  const [unit] = finish(family.fit(kernel, data, params as Params, { from: 0, to: 1 })) as [Record<string, unknown>];
  const issuesOf = (changed: object, of: Shape = shape) =>
    v.safeParse(family.unit(of), { ...unit, ...changed }).issues?.[0]?.message;
  const encoding = unit.encoding as NonNullable<RidgeUnit["encoding"]>;

  it("passes its own check, and has a measure for each column", () => {
    expect(issuesOf({})).toBe(undefined);
    for (const of of Object.values(family.importance(unit))) {
      expect(of).toHaveLength(3);
      expect(of?.every(Number.isFinite)).toBe(true);
    }
  });

  it("answers numbers to whatever is asked", () => {
    const columns = [
      Float64Array.of(NONE, -5, 1e300, 20, 3.7),
      new Float64Array(5).fill(NONE),
      new Float64Array(5).fill(NONE),
    ];
    const said = family.respond(kernel, [unit], { columns, rowCount: 5, classCount: 3 });
    expect(said.every(Number.isFinite)).toBe(true);
    const held = family.hold(kernel, [unit], 3);
    expect(held.respond({ columns, rowCount: 5, classCount: 3 })).toEqual(said);
  });

  it.each<[string, Partial<typeof encoding>, RegExp]>([
    ["places past the columns", { places: encoding.places.map((place) => place + 1) }, /columns|coefficient/],
    ["a place far away", { places: encoding.places.slice().fill(1e6, 0, 1) }, /^not from -1 to 99$/],
    ["a place before the first", { places: encoding.places.slice().fill(-2, 0, 1) }, /^not from -1 to 99$/],
    ["too few places", { places: encoding.places.slice(1) }, /^not 22 places$/],
    ["other levels", { levels: Uint32Array.of(21, 0, 0) }, /^not the model's levels$/],
    ["an indicator of levels", { indicated: Uint8Array.of(1, 1, 0) }, /^not 0, or 1 of numbers$/],
    ["an indicator more", { indicated: Uint8Array.of(0, 1, 1) }, /columns|coefficient/],
    ["a stand-in that is none", { standIns: Float64Array.of(0, NONE, 0) }, /size/],
    ["too few stand-ins", { standIns: Float64Array.of(0) }, /^not 3 numbers$/],
  ])("is refused for %s", (_, changed, message) => {
    expect(issuesOf({ encoding: { ...encoding, ...changed } })).toMatch(message);
  });

  it("is refused without its encoding, or for a table of numbers", () => {
    expect(issuesOf({ encoding: undefined })).toMatch(/columns|coefficient/);
    expect(issuesOf({}, { ...shape, levels: [0, 0, 0] })).toMatch(/levels|columns/);
    expect(issuesOf({}, { rowCount: 120, columnCount: 3, classCount: 3 })).toMatch(/levels|columns/);
    expect(v.safeParse(encodingSchema(shape), encoding).success).toBe(true);
  });

  it("is estimated by its encoded columns", () => {
    const of = (given: Shape) => family.work(given, params as Params);
    const few = of({ ...shape, levels: [5, 0, 0] });
    const { seconds } = of({ rowCount: 120, columnCount: 9, classCount: 3 });
    expect(few.seconds / seconds).toBeGreaterThanOrEqual(1);
    // Ridge has as many factors more as there are folds.
    expect(few.seconds / seconds).toBeLessThan(family === svm ? 1 + SAME : 6);
    expect(of({ ...shape, levels: [10_000, 0, 0] }).bytes).toBeGreaterThan(few.bytes + 4 * 9_000);
  });
});

it("refuses what machines cannot hold: rows times a hundred columns of levels", () => {
  const shape = { columnCount: 1, classCount: 2, levels: [10_000] };
  expect(svm.misfit?.({ ...shape, rowCount: 20_000 }, {})).toBe(null);
  expect(svm.misfit?.({ ...shape, rowCount: 20_001 }, {})).toEqual({
    path: "X",
    message: "20001 rows of 100 columns, up to 100 for the levels of one; SVM takes 2000000 values",
  });
});
