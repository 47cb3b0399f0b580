// Columns of text, true and false, and labels of numbers, as users send them to norms.
import { describe, expect, it } from "vitest";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";
import { relativeError } from "../support/numbers.ts";

const ROUNDING = 1e-9;

describeOnEachRuntime("categories", (call) => {
  const train = async (norm: string, body: unknown) => {
    const { status, body: answer } = await call("POST", `/norms/${norm}/train`, body);
    expect(status, JSON.stringify(answer)).toBe(200);
    return answer;
  };
  const predict = async (norm: string, body: unknown) => (await call("POST", `/norms/${norm}/predict`, body)).body;
  const read = async (norm: string) => (await call("GET", `/norms/${norm}`)).body;
  const exact = { lambda: 0 };

  it("a first train of text and of true and false makes them, and says so", async () => {
    const x = {
      T: [1, 2, 3, 4, 5, 6, 7, 8],
      tariff: ["day", "night", "day", "night", null, "day", "night", "day"],
      open: [true, true, false, false, true, false, true, null],
    };
    const y = x.T.map((T, i) => T + (x.tariff[i] === "night" ? 10 : 0) + (x.open[i] ? 4 : 0));
    const answer = await train("first", { x, y });
    expect(answer.rows).toEqual({ received: 8, used: 6, skipped: 2 });
    expect(answer.warnings.slice(0, 2)).toEqual([
      'New category: tariff, of the levels "day", "night".',
      'New category: open, of the levels "false", "true".',
    ]);
    await call("PUT", "/norms/first", { columns: ["T", "tariff", "open"], categories: ["tariff", "open"], ...exact });
    const norm = await read("first");
    expect(norm.spec.categories).toEqual(["tariff", "open"]);
    expect(norm.coefficients.map(({ feature }: { feature: string }) => feature)).toEqual([
      "T",
      "tariff=night",
      "open=true",
    ]);
    const { y: seen } = await predict("first", { x: { T: [10, 10], tariff: ["night", "day"], open: [true, "false"] } });
    expect(relativeError(seen, [24, 10])).toBeLessThan(ROUNDING);
  });

  it("rows of values hold them too", async () => {
    const x = [
      ["a", 1],
      ["b", 2],
      ["a", 3],
      ["b", 5],
      ["a", 7],
    ];
    await train("rows", { x, y: [1, 12, 3, 15, 7] });
    expect((await read("rows")).spec).toMatchObject({ columns: ["x1", "x2"], categories: ["x1"] });
    const { y, extrapolated } = await predict("rows", {
      x: [
        ["b", 4],
        ["c", 4],
        [null, 4],
      ],
    });
    expect(y[0]).toBeCloseTo(14, 0);
    expect(y.slice(1)).toEqual([null, null]);
    expect(extrapolated.x1).toEqual([1]);
  });

  it("a number, its text and whatever names are levels: 1 and '1' are one", async () => {
    const names = ["a b", "=", "é", "__proto__", "constructor", "日本", "null", "-1"];
    await call("PUT", "/norms/names", { columns: ["mode"], categories: ["mode"], ...exact });
    await train("names", { x: { mode: [1, "1", 2, true, ...names] }, y: [1, 1, 2, 3, ...names.map((_, i) => 10 + i)] });
    const { body } = await call("GET", "/norms/names");
    expect(body.inferred.levels.mode).toEqual(["1", "2", "true", ...names].sort());
    const { y } = await predict("names", { x: { mode: ["1", 1, "true", -1, ...names] } });
    expect(relativeError(y, [1, 1, 3, 17, ...names.map((_, i) => 10 + i)])).toBeLessThan(ROUNDING);
  });

  it("levels that look alike are told, and so is one alone", async () => {
    await call("PUT", "/norms/twins", { columns: ["mode", "one"], categories: ["mode", "one"] });
    const one = Array(4).fill("same");
    const { warnings } = await train("twins", { x: { mode: ["Night", "night ", "day", "DAY"], one }, y: [1, 2, 3, 4] });
    expect(warnings).toContain('Levels alike: mode has "Night", "night ", which count as different ones.');
    expect(warnings).toContain('Levels alike: mode has "DAY", "day", which count as different ones.');
    expect(warnings).toContain('One level: one has "same" alone so far, so it is of no effect.');
    expect((await predict("twins", { x: { mode: ["day", "day"], one: ["same", "other"] } })).y[1]).toBeNull();
  });

  it("a level of skipped rows alone was never seen", async () => {
    await call("PUT", "/norms/skipped", { columns: ["mode"], categories: ["mode"] });
    await train("skipped", { x: { mode: ["a", "b", "c", "a"] }, y: [1, 2, null, 3] });
    const { y, warnings } = await predict("skipped", { x: { mode: ["a", "c"] } });
    expect([typeof y[0], y[1]]).toEqual(["number", null]);
    expect(warnings.join()).toContain('1 of 2 rows have a level that no trained row had ("c")');
  });

  it("rows of new levels are in no error of before, and in those of after", async () => {
    await call("PUT", "/norms/before", { columns: ["mode", "T"], categories: ["mode"], ...exact });
    await train("before", { x: { mode: ["a", "a", "b", "b", "a"], T: [1, 2, 3, 5, 4] }, y: [1, 2, 13, 15, 4] });
    const answer = await train("before", { x: { mode: ["a", "c", "c"], T: [6, 1, 3] }, y: [6, 51, 53] });
    expect(answer.error_before).toMatchObject({ n: 1 });
    expect(answer.error_before.rmse).toBeCloseTo(0, 9);
    expect(answer.error).toMatchObject({ n: 3 });
    const all = await train("before", { x: { mode: ["d", "e"], T: [1, 3] }, y: [61, 83] });
    expect(all.error_before).toBeNull();
    expect(all.drift).toBeNull();
  });

  it("columns that the norm does not know may hold text in predict", async () => {
    await train("ignored", { x: { T: [1, 2, 3] }, y: [1, 2, 3] });
    const { y } = await predict("ignored", { x: { T: [1], name: ["meter 7"] } });
    expect(typeof y[0]).toBe("number");
    const wrong = await call("POST", "/norms/ignored/predict", { x: { T: ["warm"] } });
    expect(wrong.body.errors).toEqual([
      {
        path: "x.T[0]",
        message: '"warm" is not a number: a missing value is null, in a CSV an empty cell',
      },
    ]);
  });

  describe("a batch that is sent twice", () => {
    it("is the same whether its levels are text, in any order of columns", async () => {
      await call("PUT", "/norms/twice", { columns: ["T", "mode"], categories: ["mode"] });
      const first = await train("twice", { x: { T: [1, 2, 3], mode: [1, 2, null] }, y: [1, 2, 3], batch: "b" });
      const again = await train("twice", { batch: "b", y: [1, 2, 3], x: { mode: ["1", "2", null], T: [1, 2, 3] } });
      expect(again).toEqual({ ...first, replayed: true });
      const other = { x: { T: [1, 2, 3], mode: [1, 3, null] }, y: [1, 2, 3], batch: "b" };
      expect((await call("POST", "/norms/twice/train", other)).status).toBe(409);
    });
  });

  it("the categories of a norm with batches stay; what unseen levels are answered may change", async () => {
    const specification = { columns: ["T", "mode"], categories: ["mode"] };
    await call("PUT", "/norms/fixed", specification);
    await train("fixed", { x: { T: [1, 2, 4], mode: [1, 2, 2] }, y: [1, 2, 3] });
    expect((await call("PUT", "/norms/fixed", { columns: ["T", "mode"] })).status).toBe(409);
    expect((await call("PUT", "/norms/fixed", { ...specification, unseen_levels: "mean" })).body.version).toBe(2);
    expect(typeof (await predict("fixed", { x: { T: [1], mode: [3] } })).y[0]).toBe("number");
  });

  it("trainings at once that each bring levels all count", async () => {
    await call("PUT", "/norms/crowd", { columns: ["T", "mode"], categories: ["mode"], ...exact });
    const batches = [0, 1, 2, 3].map((k) => ({
      x: { T: [1, 2, 3], mode: [`only ${k}`, "all", `only ${k}`] },
      y: [1 + 10 * k, 2, 3 + 10 * k],
    }));
    await Promise.all(batches.map((batch) => train("crowd", batch)));
    const norm = await read("crowd");
    expect(norm.rows).toBe(12);
    expect(norm.inferred.levels.mode).toEqual(["all", "only 0", "only 1", "only 2", "only 3"]);
    const { y } = await predict("crowd", { x: { T: [5, 5], mode: ["all", "only 3"] } });
    expect(relativeError(y, [5, 35])).toBeLessThan(ROUNDING);
  });

  it("a first train without the level asks for it ever after", async () => {
    await train("without", { x: { T: [1, 2, 3] }, y: [1, 2, 3] });
    const later = { x: { T: [1, 2], tariff: ["day", "night"] }, y: [1, 2] };
    const { status, body } = await call("POST", "/norms/without/train", later);
    expect([status, body.errors]).toEqual([422, [{ path: "x.tariff", message: "unknown column" }]]);
  });
});
