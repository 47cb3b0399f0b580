// Contributions of lines, by their identity, and sampled ones, against Shapley values by their definition.
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { sampleShapley } from "../../../src/engine/explain/sample-shapley.ts";
import { finish } from "../../../src/engine/math/work.ts";
import { families } from "../../../src/engine/model/families.ts";
import type { Deciding, Explained, Family, Params } from "../../../src/engine/model/family.ts";
import type { TrainingSet } from "../../../src/engine/model/training-set.ts";
import { wasmKernel } from "../../support/kernels.ts";
import { normal, uniform } from "../../support/numbers.ts";
import { shapley } from "../../support/shapley.ts";

const kernel = wasmKernel();
const familyOf = (name: string) => families.find((family) => family.name === name) as Family;

function learn(name: string, data: TrainingSet, given: object): { family: Family; units: unknown[] } {
  const family = familyOf(name);
  const params = v.parse(family.params[data.classCount > 0 ? "classification" : "regression"], given) as Params;
  return { family, units: finish(family.fit(kernel, data, params, { from: 0, to: 1 })) };
}

function explain({ family, units }: ReturnType<typeof learn>, columns: Float64Array[], of: Deciding): Explained {
  const asked = { columns, rowCount: columns[0]?.length ?? 0, classCount: of.classCount };
  const explaining = family.explain as NonNullable<Family["explain"]>;
  return explaining.tell(finish(explaining.add(kernel, units, asked, of)), of);
}

function say({ family, units }: ReturnType<typeof learn>, columns: Float64Array[], classCount: number): Float64Array {
  return family.respond(kernel, units, { columns, rowCount: columns[0]?.length ?? 0, classCount });
}

const regression: Deciding = { classCount: 0, unitCount: 1, params: {}, calibration: null };

/** Numbers with gaps and a column of three levels. */
function tableOf(classCount: number): TrainingSet {
  const random = uniform(5);
  const noise = normal(random);
  const rowCount = 300;
  const columns = [0, 1, 2].map((j) =>
    Float64Array.from({ length: rowCount }, () =>
      j === 2 ? Math.floor(3 * random()) : random() < 0.1 && j === 1 ? Number.NaN : 10 * j + noise(),
    ),
  );
  const value = Float64Array.from({ length: rowCount }, (_, row) => {
    const [a = 0, b = 0, c = 0] = columns.map((column) => column[row] || 0);
    return a + 0.3 * b + c + 0.2 * noise();
  });
  const target = classCount === 0 ? value : value.map((y) => Math.min(classCount - 1, Math.max(0, Math.floor(y / 2))));
  return { columns, target, classCount, levels: [0, 0, 3] };
}

describe.each([
  ["Ridge", { lambda: 1 }],
  ["SVM", { kernel: "linear" }],
])("%s on a line", (name, params) => {
  const data = tableOf(0);
  const fitted = learn(name, data, params);
  const asked = [Float64Array.of(1, 2, 1), Float64Array.of(9, 9, Number.NaN), Float64Array.of(0, 0, 2)];
  const told = explain(fitted, asked, regression);

  it("has as its base what it says on average of the rows that it learned from", () => {
    const all = say(fitted, [...data.columns], 0);
    const mean = all.reduce((sum, y) => sum + y, 0) / all.length;
    expect(told.base[0]).toBeCloseTo(mean, 10);
    expect(told.of).toBe("y");
  });

  it("tells apart what changes when one column does", () => {
    const y = say(fitted, asked, 0);
    const of = (row: number, j: number) => told.values[row * 3 + j] as number;
    expect(of(1, 0) - of(0, 0)).toBeCloseTo((y[1] as number) - (y[0] as number), 10);
    expect(of(1, 1)).toBe(of(0, 1));
    const both = of(2, 1) - of(0, 1) + of(2, 2) - of(0, 2);
    expect(both).toBeCloseTo((y[2] as number) - (y[0] as number), 10);
    expect(of(2, 1)).not.toBeCloseTo(of(0, 1), 3);
    expect(of(2, 2)).not.toBeCloseTo(of(0, 2), 3);
  });

  it("sums columns of levels and gaps to the column that was sent", () => {
    const raw = say(fitted, asked, 0);
    for (const row of [0, 1, 2]) {
      const sum = [0, 1, 2].reduce((total, j) => total + (told.values[row * 3 + j] as number), told.base[0] as number);
      expect(Math.abs(sum - (raw[row] as number))).toBeLessThan(1e-9);
    }
  });
});

describe("two classes", () => {
  const data = tableOf(2);
  const curve = { slope: -1.5, offset: 0.25 };
  const asked = [Float64Array.of(1, -2), Float64Array.of(9, 11), Float64Array.of(0, 2)];

  it.each([
    ["Ridge", { lambda: 1 }, false],
    ["SVM", { kernel: "linear" }, true],
    ["SVM", { kernel: "rbf" }, true],
  ])("%s %o: log-odds of the second, or where the decision is above 0 the second", (name, params, isFirst) => {
    const fitted = learn(name, data, params);
    for (const calibration of [[curve], null]) {
      const of = { classCount: 2, unitCount: 1, params: {}, calibration };
      const told = explain(fitted, asked, of);
      expect(told.of).toBe(calibration ? "log_odds" : "decision");
      const raw = say(fitted, asked, 2);
      const { target, probability } = fitted.family.decide(raw, of);
      for (const row of [0, 1]) {
        const sum = [0, 1, 2].reduce(
          (total, j) => total + (told.values[row * 3 + j] as number),
          told.base[0] as number,
        );
        const p = probability?.[2 * row + 1] ?? 0;
        const decision = (isFirst ? -1 : 1) * (raw[row] as number);
        expect(Math.abs(sum - (calibration ? Math.log(p / (1 - p)) : decision))).toBeLessThan(1e-9);
        if (calibration === null) expect(target[row]).toBe(Number(sum > 0));
      }
    }
  });
});

describe("sampled values", () => {
  // With an interaction of three, and one column in a group of two.
  const f = ([a = 0, b = 0, c = 0, d = 0, e = 0]: number[]) => a * b * c + 2 * d - e * a + b * b;
  const starts = Uint32Array.of(0, 1, 2, 3, 5);
  const random = normal(uniform(4));
  const background = (count: number) => [0, 1, 2, 3, 4].map(() => Float64Array.from({ length: count }, random));
  const oracle = {
    ask: (points: readonly Float64Array[]) =>
      Float64Array.from(points[0] ?? [], (_, i) => f(points.map((column) => column[i] as number))),
    outputs: 1,
    pointSeconds: 1e-6,
  };
  const rows = [1, -0.5, 2, 0.7, 1.5].map((value) => Float64Array.of(value, -value));

  /** By the definition, a column that is not known being that of each row of the background in turn. */
  function right(row: number, behind: Float64Array[]): number[] {
    const count = behind[0]?.length ?? 0;
    return shapley(4, (coalition) => {
      let sum = 0;
      for (let b = 0; b < count; b++) {
        const point = [0, 1, 2, 3, 4].map((e) =>
          (coalition >> Math.min(3, e)) & 1 ? (rows[e]?.[row] as number) : (behind[e]?.[b] as number),
        );
        sum += f(point) / count;
      }
      return sum;
    });
  }

  it("sum exactly, and lie within their standard errors of the definition's", () => {
    const behind = background(400);
    const told = finish(sampleShapley(oracle, { rows, background: behind, starts }));
    for (const row of [0, 1]) {
      const point = rows.map((column) => column[row] as number);
      const sum = [0, 1, 2, 3].reduce(
        (total, j) => total + (told.values[row * 4 + j] as number),
        told.base[0] as number,
      );
      expect(Math.abs(sum - f(point))).toBeLessThan(1e-12);
      for (const [j, value] of right(row, behind).entries()) {
        const error = told.errors?.[row * 4 + j] as number;
        expect(error).toBeGreaterThan(0);
        expect(Math.abs((told.values[row * 4 + j] as number) - value)).toBeLessThan(4 * error);
      }
    }
  });

  it("are told with errors that are right: over many backgrounds they scatter as much", () => {
    const told = Array.from({ length: 200 }, () =>
      finish(sampleShapley(oracle, { rows, background: background(64), starts })),
    );
    for (const j of [0, 1, 2, 3]) {
      const values = told.map(({ values }) => values[j] as number);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const scatter = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
      const error = Math.sqrt(told.reduce((sum, { errors }) => sum + (errors?.[j] as number) ** 2, 0) / told.length);
      expect(error / scatter).toBeGreaterThan(0.8);
      expect(error / scatter).toBeLessThan(1.25);
    }
  });

  it("are exact with one pair where columns act by twos: an order and its reverse part each two in halves", () => {
    const byTwos = ([a = 0, b = 0, c = 0]: number[]) => a * b - 2 * a * c + 3 * b;
    const ask = (points: readonly Float64Array[]) =>
      Float64Array.from(points[0] ?? [], (_, i) => byTwos(points.map((column) => column[i] as number)));
    const [row, behind] = [
      [1, 2, -1],
      [0.5, -1, 3],
    ] as const;
    const column = (value: number) => Float64Array.of(value);
    const told = finish(
      sampleShapley(
        { ask, outputs: 1, pointSeconds: 1e-6 },
        { rows: row.map(column), background: behind.map(column), starts: Uint32Array.of(0, 1, 2, 3) },
      ),
    );
    const right = shapley(3, (known) =>
      byTwos(row.map((value, j) => ((known >> j) & 1 ? value : (behind[j] as number)))),
    );
    for (const [j, value] of right.entries()) expect(told.values[j]).toBeCloseTo(value, 12);
  });

  it("give one column all that changes", () => {
    const one = finish(sampleShapley(oracle, { rows, background: background(1), starts: Uint32Array.of(0, 5) }));
    expect(one.values[0]).toBeCloseTo(f(rows.map((column) => column[0] as number)) - (one.base[0] as number), 12);
  });
});
