// The contract of a family, for each of THE LIST and both problems.
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { finish } from "../../../src/engine/math/work.ts";
import { families, PROBLEMS } from "../../../src/engine/model/families.ts";
import { type Family, familyWith, firstBefore, type Params } from "../../../src/engine/model/family.ts";
import { gridOf } from "../../../src/engine/model/grid.ts";
import { rawWidth } from "../../../src/engine/model/raw-responses.ts";
import { type Problem, shapeOf, type TrainingSet } from "../../../src/engine/model/training-set.ts";
import { fromPlain, toPlain } from "../../../src/registry/schema/plain.ts";
import { wasmKernel } from "../../support/kernels.ts";
import { normal, relativeError, uniform } from "../../support/numbers.ts";

const kernel = wasmKernel();
const ROWS = 120;
const COLUMNS = 4;
// Sums in which a column of nothing takes part.
const ROUNDING = 1e-12;
// In another unit that is no power of two; and of gradients that are kept as f32.
const SAME_DIGITS = 1e-9;
const SAME_OF_F32 = 1e-7;

/** Three classes by the sign of sums, or a line with a bend; some noise. */
function tableOf(problem: Problem, rowCount = ROWS): TrainingSet {
  const random = normal(uniform(rowCount));
  const columns = Array.from({ length: COLUMNS }, () => Float64Array.from({ length: rowCount }, random));
  const [a, b] = columns as [Float64Array, Float64Array];
  const value = a.map((x, row) => x + 0.5 * (b[row] as number) + 0.2 * random());
  if (problem === "regression") return { columns, target: value.map((x) => 3 + 2 * x + Math.abs(x)), classCount: 0 };
  return { columns, target: value.map((x) => (x < -0.5 ? 0 : x < 0.5 ? 1 : 2)), classCount: 3 };
}

const paramsOf = (family: Family, problem: Problem, given: object = {}): Params =>
  v.parse(family.params[problem], given) as Params;

function ask(family: Family, units: unknown[], data: TrainingSet): Float64Array {
  const { columns, target, classCount } = data;
  return family.respond(kernel, units, { columns, rowCount: target.length, classCount });
}

const each = families.flatMap((family) => PROBLEMS.map((problem) => ({ name: family.name, problem, family })));

describe.each(each)("$name, $problem", ({ family: listed, problem }) => {
  const data = tableOf(problem);
  const { classCount } = data;
  const params = paramsOf(listed, problem);
  const family = familyWith(listed, params);
  const unitCount = family.unitCount(params);
  const units = finish(family.fit(kernel, data, params, { from: 0, to: unitCount }));
  const raw = ask(family, units, data);

  it("learns better than a constant", () => {
    const { target } = family.decide(raw, { classCount, unitCount, params, calibration: null });
    if (problem === "classification") {
      const right = target.filter((k, row) => k === data.target[row]).length;
      expect(right).toBeGreaterThan(0.7 * ROWS);
      return;
    }
    const mean = data.target.reduce((sum, y) => sum + y, 0) / ROWS;
    const squares = (of: (row: number) => number) => data.target.reduce((sum, y, row) => sum + (y - of(row)) ** 2, 0);
    expect(squares((row) => target[row] as number)).toBeLessThan(0.5 * squares(() => mean));
  });

  it("learns the same bytes again, and by ranges of units", () => {
    const middle = Math.ceil(unitCount / 3);
    const parts = finish(family.fit(kernel, data, params, { from: 0, to: middle }));
    if (middle < unitCount) {
      const before = parts.slice(firstBefore(family, params, middle));
      parts.push(...finish(family.fit(kernel, data, params, { from: middle, to: unitCount }, before)));
    }
    expect(JSON.stringify(toPlain(parts))).toBe(JSON.stringify(toPlain(units)));
  });

  it("answers the same bytes part by part, held ready, and row by row", () => {
    const middle = Math.ceil(unitCount / 3);
    const { columns } = data;
    const asked = { columns, rowCount: ROWS, classCount };
    const first = family.respond(kernel, units.slice(0, middle), asked);
    const both = middle < unitCount ? family.respond(kernel, units.slice(middle), asked, first) : first;
    expect(both).toEqual(raw);
    const held = family.hold(kernel, units, classCount);
    expect(held.respond(asked)).toEqual(raw);
    expect(held.bytes).toBeGreaterThan(0);
    const width = rawWidth(family, classCount, params);
    for (const row of [0, 17, ROWS - 1]) {
      const one = { columns: columns.map((column) => column.slice(row, row + 1)), rowCount: 1, classCount };
      expect(held.respond(one)).toEqual(raw.slice(row * width, (row + 1) * width));
    }
  });

  it("answers the same bytes by units that are not to be kept", () => {
    const once = finish((family.fitToAsk ?? family.fit)(kernel, data, params, { from: 0, to: unitCount }));
    expect(ask(family, once, data)).toEqual(raw);
  });

  it("comes back from JSON as it was, and passes its own check", () => {
    const back = fromPlain(JSON.parse(JSON.stringify(toPlain(units)))) as unknown[];
    for (const [i, unit] of back.entries())
      expect(v.safeParse(family.unit(shapeOf(data), i), unit).issues).toBe(undefined);
    expect(ask(family, back, data)).toEqual(raw);
  });

  it("has units of another shape refused", () => {
    const shape = { ...shapeOf(data), columnCount: COLUMNS + 1 };
    expect(v.safeParse(family.unit(shape), units[0]).success).toBe(false);
    expect(v.safeParse(family.unit(shapeOf(data)), {}).success).toBe(false);
  });

  it("tells probabilities of 0 to 1 that sum to 1", () => {
    if (problem === "regression") return;
    const calibration = family.calibrate?.(raw, data.target, classCount) ?? null;
    const { target, probability } = family.decide(raw, { classCount, unitCount, params, calibration });
    expect(probability).toHaveLength(ROWS * classCount);
    for (let row = 0; row < ROWS; row++) {
      const of = (probability as Float64Array).subarray(row * classCount, (row + 1) * classCount);
      expect(Math.min(...of)).toBeGreaterThanOrEqual(0);
      expect(of.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
      expect([0, 1, 2]).toContain(target[row]);
    }
  });

  it("tells why: what the columns add sums up to what the answer has, to the same bytes row by row", () => {
    const { explain } = family;
    // Of an average of classes what is told does not add up, unless all of it is of probabilities.
    if (explain === undefined || (listed.withParams && problem === "classification")) return;
    const calibration = family.calibrate?.(raw, data.target, classCount) ?? null;
    const of = { classCount, unitCount, params, calibration };
    const rowCount = 5;
    const asked = { columns: data.columns.map((column) => column.slice(0, rowCount)), rowCount, classCount };
    expect(explain.lacks(units, of)).toBe(null);
    const seconds = explain.seconds(units, { ...of, columnCount: COLUMNS });
    expect(seconds.rowSeconds).toBeGreaterThan(0);
    expect(seconds.rowSeconds).toBeLessThan(1);
    const told = explain.tell(finish(explain.add(kernel, units, asked, of)), of);
    const { target, probability } = family.decide(ask(family, units, data), of);
    const width = told.base.length;
    const sums = Float64Array.from({ length: rowCount * width }, (_, i) => {
      const [row, k] = [Math.floor(i / width), i % width];
      return data.columns.reduce(
        (sum, _, j) => sum + (told.values[(row * COLUMNS + j) * width + k] as number),
        told.base[k] as number,
      );
    });
    const softmax = (row: Float64Array) => {
      const powers = row.map(Math.exp);
      return powers.map((power) => power / powers.reduce((sum, each) => sum + each, 0));
    };
    for (let row = 0; row < rowCount; row++) {
      const own = sums.subarray(row * width, (row + 1) * width);
      const right = { y: target, log_y: null, probability, log_odds: null, decision: null, logit: probability }[
        told.of
      ];
      const said = told.of === "logit" ? softmax(own) : own;
      expect(relativeError(said, right?.subarray(row * width, (row + 1) * width) ?? [])).toBeLessThan(1e-9);
      const one = { columns: asked.columns.map((column) => column.slice(row, row + 1)), rowCount: 1, classCount };
      const alone = explain.tell(finish(explain.add(kernel, units, one, of)), of);
      const cells = COLUMNS * width;
      expect(alone.values).toEqual(told.values.slice(row * cells, (row + 1) * cells));
      expect(alone.errors).toEqual(told.errors?.slice(row * cells, (row + 1) * cells));
    }
  });

  it("finds the columns that matter", () => {
    for (const values of Object.values(family.importance(units[0]))) {
      expect(values).toHaveLength(COLUMNS);
      expect(values?.every(Number.isFinite)).toBe(true);
    }
  });

  it("learns nothing of a constant column, whatever it holds later", () => {
    const constant = new Float64Array(ROWS).fill(14.62);
    const set = { ...data, columns: [...data.columns, constant] };
    const learned = finish(family.fit(kernel, set, { ...params, max_features: "all" }, { from: 0, to: 1 }));
    const answers = [14.62, 15.62, 1462, -1e9].map((value) =>
      ask(family, learned, { ...data, columns: [...data.columns, new Float64Array(ROWS).fill(value)] }),
    );
    for (const answer of answers.slice(1)) expect(relativeError(answer, answers[0] ?? [])).toBeLessThan(ROUNDING);
  });

  // As many digits as the solvers of SVM are steady to where their sums are rounded otherwise; doubling rounds nothing.
  it.each([
    [1024, 1e-12],
    [1000, SAME_DIGITS],
    [1e-6, SAME_DIGITS],
  ])("answers in the unit of y: times %d", (unit, digits) => {
    if (problem === "classification") return;
    const table = tableOf(problem, 600);
    const given = family.name === "Ridge" ? { ...params, lambda: 1 } : params;
    const [plain, scaled] = [1, unit].map((factor) => {
      const target = table.target.map((y) => factor * y);
      return ask(family, finish(family.fit(kernel, { ...table, target }, given, { from: 0, to: 5 })), table);
    });
    expect(
      relativeError(
        (scaled ?? new Float64Array()).map((y) => y / unit),
        plain ?? [],
      ),
    ).toBeLessThan(digits === SAME_DIGITS && family.isSequential ? SAME_OF_F32 : digits);
  });

  it("estimates more work for more rows, none of it below zero", () => {
    const few = family.work({ rowCount: 1, columnCount: 1, classCount }, params);
    const many = family.work({ rowCount: 10_000, columnCount: 50, classCount }, params);
    for (const key of ["seconds", "bytes"] as const) {
      expect(few[key]).toBeGreaterThanOrEqual(0);
      expect(many[key]).toBeGreaterThan(few[key]);
      expect(Number.isFinite(many[key])).toBe(true);
    }
  });

  it("has a grid of accepted hyperparameters, narrowed by what is given", () => {
    const cells = gridOf({ family, problem, given: {} }, shapeOf(data));
    expect(cells.length).toBeGreaterThan(1);
    for (const { set, params } of cells) expect(paramsOf(family, problem, set)).toEqual(params);
    const [name = "", values = []] = Object.entries(family.axes(problem, params))[0] ?? [];
    const narrowed = gridOf({ family, problem, given: { [name]: values[0] } }, shapeOf(data));
    expect(narrowed).toHaveLength(cells.length / new Set(cells.map(({ set }) => set[name])).size);
  });

  it("knows no other hyperparameters", () => {
    expect(v.safeParse(family.params[problem], { unheard_of: 1 }).success).toBe(false);
    expect(v.safeParse(family.params[problem], {}).success).toBe(true);
  });

  const tiny: [string, Partial<TrainingSet> & { columns: Float64Array[] }][] = [
    ["one row", { columns: [Float64Array.of(1)], target: Float64Array.of(0) }],
    ["two rows", { columns: [Float64Array.of(1, 2)], target: Float64Array.of(0, 1) }],
    ["three rows of one value", { columns: [Float64Array.of(5, 5, 5)], target: Float64Array.of(0, 1, 1) }],
    ["a constant target", { columns: [Float64Array.of(1, 2, 3, 4)], target: Float64Array.of(1, 1, 1, 1) }],
    ["one row a class", { columns: [Float64Array.of(1, 2, 3)], target: Float64Array.of(0, 1, 2) }],
    [
      "more columns than rows",
      { columns: Array.from({ length: 9 }, (_, j) => Float64Array.of(j, 2, -j)), target: Float64Array.of(0, 1, 0) },
    ],
    [
      "huge and tiny values",
      { columns: [Float64Array.of(1e30, -1e30, 1e-30, 0)], target: Float64Array.of(0, 1, 0, 1) },
    ],
  ];
  it.each(tiny)("takes %s without NaN", (_, { columns, target = new Float64Array() }) => {
    // Classes that a row is of; a classifier is never asked to learn fewer than two.
    const classes = new Set(target).size;
    if (problem === "classification" && classes < 2) return;
    const set = { columns, target, classCount: problem === "classification" ? classes : 0 };
    const learned = finish(family.fit(kernel, set, params, { from: 0, to: Math.min(3, unitCount) }));
    const decided = family.decide(ask(family, learned, set), {
      classCount: set.classCount,
      unitCount: learned.length,
      params,
      calibration: null,
    });
    expect(decided.target).toHaveLength(target.length);
    expect(decided.target.every(Number.isFinite)).toBe(true);
  });
});
