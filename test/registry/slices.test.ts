// A prediction of many rows is worked off in slices, so that others get a turn: the same bytes as in one.

import { afterEach, describe, expect, it } from "vitest";
import { families } from "../../src/engine/model/families.ts";
import { decideRaw } from "../../src/engine/model/raw-responses.ts";
import type { SvmUnit } from "../../src/engine/model/svm/svm-unit.ts";
import { inSlices } from "../../src/platform/context/in-slices.ts";
import { remember } from "../../src/platform/store/cache.ts";
import { familyOf, listedFamily, shapeOfHead } from "../../src/registry/schema/model-artifact.ts";
import { askModel, openModel, secondsARow } from "../../src/registry/serve/open-model.ts";
import { predictModel } from "../../src/registry/serve/predict-model.ts";
import { requireModel } from "../../src/registry/serve/read-model.ts";
import { type Part, readPart } from "../../src/registry/store/artifacts.ts";
import { HELD } from "../../src/registry/store/model-cache.ts";
import { trainModel } from "../../src/registry/train/train-model.ts";
import { openContext, type TestContext } from "../support/context.ts";
import { randomColumns } from "../support/numbers.ts";

const open: TestContext[] = [];
afterEach(() => {
  for (const context of open.splice(0)) context.close();
});

const ROWS = 300;
const columns = ["a", "b", "c"];
const [noise = new Float64Array(), ...values] = randomColumns(4, ROWS);
const sum = noise.map((value, row) => value + (values[0]?.[row] as number) - (values[1]?.[row] as number));
const X = { columns, values, rowCount: ROWS };

async function trained(name: string, classCount: number, params: object = {}) {
  const context = openContext(1e9);
  open.push(context);
  const problem = classCount === 0 ? ("regression" as const) : ("classification" as const);
  const classes = [...Array(classCount).keys()];
  const target = sum.map((value) => Math.min(classCount - 1, Math.max(0, Math.floor(((value + 2) * classCount) / 4))));
  const y = classCount === 0 ? sum : { classes, target };
  const { model } = await trainModel(context, { problem, name, h_tune: false, X, y, params: { ...params } }, false);
  const { key } = (await requireModel(context, model.id, "test")).model;
  return { context, id: model.id, key, opened: await openModel(context, key, 1) };
}

describe.each(families.flatMap(({ name }) => [0, 2, 5].map((classCount) => ({ name, classCount }))))(
  "$name of $classCount classes",
  ({ name, classCount }) => {
    it("is asked in slices, held or part by part, and says the same", async () => {
      const { context, key, opened } = await trained(name, classCount);
      const { head, held } = opened;
      // Enough for several slices, but of a ridge, which says a million rows in one.
      const rowCount = Math.min(50_000, Math.ceil(0.1 / secondsARow(head)));
      const asked = { columns: randomColumns(3, rowCount, 9), rowCount };
      const raw = held?.respond({ ...asked, classCount }) as Float64Array;
      const { unit_count: unitCount, params, calibration } = head;
      const of = { classCount, unitCount, params, calibration };
      const whole = decideRaw(familyOf(head), raw, of);

      let turns = 0;
      const counting = { ...context, sleep: async () => void turns++ };
      const ask = (model: typeof opened) => askModel(counting, { key, version: 1, model }, asked);
      expect(await ask(opened)).toEqual(whole);
      expect(turns > 0).toBe(rowCount * secondsARow(head) > 0.05);
      expect(await ask({ ...opened, held: null })).toEqual(whole);
    });
  },
);

describe("slices", () => {
  const cut = async (rowCount: number, rowSeconds: number) => {
    const turns: number[] = [];
    const ranges = await inSlices(
      { sleep: async (ms) => void turns.push(ms) },
      { rowCount, rowSeconds },
      (range) => range,
    );
    return { lengths: ranges.map(({ from, to }) => to - from), turns };
  };

  it("take 20 ms each, and 32 rows at least, with a turn for others between two", async () => {
    expect(await cut(500, 1e-4)).toEqual({ lengths: [200, 200, 100], turns: [0, 0] });
    expect(await cut(65, 1)).toEqual({ lengths: [32, 32, 1], turns: [0, 0] });
    expect(await cut(100_000, 0)).toEqual({ lengths: [100_000], turns: [] });
  });
});

describe("what a row takes", () => {
  it("follows from the supports of the machine at hand, not from the rows that it was trained on", async () => {
    // Where the tube is wide few rows are on its edge.
    const [wide, narrow] = [await trained("SVM", 0, { epsilon: 2 }), await trained("SVM", 0, { epsilon: 0 })];
    const supportsOf = async ({ context, key, opened }: typeof wide) => {
      const [part] = opened.head.parts;
      const [unit] = (await readPart(context.models, key, 1, part as Part)) as [SvmUnit];
      return unit.machines[0]?.rows.length ?? 0;
    };
    for (const each of [wide, narrow]) {
      const supports = await supportsOf(each);
      // 5 ns and one a column for each of them; what stands beside them in the text counts for a few more.
      const seconds = supports * (5e-9 + 3e-9);
      expect(secondsARow(each.opened.head) / seconds).toBeGreaterThan(1);
      expect(secondsARow(each.opened.head)).toBeLessThan(seconds * 1.1 + 30 * 8e-9);
    }
  });

  it("of several classes counts a support for each pair that rests on it", () => {
    const of = (classCount: number) =>
      listedFamily("SVM").respondSeconds?.(
        { ...shapeOfHead({ columns, classes: null }), classCount },
        { kernel: "rbf" },
        4e6,
      );
    // 3 MB: of one machine 36 bytes a support; of six 12 bytes for each of its pairs, and 24 of which three share.
    expect(of(0)).toBeCloseTo((3e6 / 36) * 8e-9, 12);
    expect(of(4)).toBeCloseTo((3e6 / (24 / 3 + 12)) * 8e-9 + 2e-6 * 16, 12);
  });
});

describe("rows at once", () => {
  it("are as many as five seconds' estimated work, and one more is refused with their number", async () => {
    const { context, id, key, opened } = await trained("Random Forest", 0, { n_estimators: 2 });
    // As if it were of a million trees: a tenth of a second a row.
    const head = { ...opened.head, params: { ...opened.head.params, n_estimators: 1e6 } };
    remember(context.cache, HELD, `${key}/v1`, { ...opened, head });
    const ask = (rowCount: number) =>
      predictModel(context, id, { X: { columns, values: randomColumns(3, rowCount), rowCount, isNamed: true } });
    expect((await ask(50)).y).toHaveLength(50);
    await expect(ask(51)).rejects.toMatchObject({
      code: "too_large",
      message:
        "Cannot predict 51 rows at once: a row takes this model some 100 ms, so that at most 50 rows are accepted",
    });
  });
});
