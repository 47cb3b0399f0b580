// What a norm makes of time: features, batches that come late, fading, drift, and what can be asked of it without the rows.
import { expect, it } from "vitest";
import type { Answer } from "../support/client.ts";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";
import { relativeError, uniform } from "../support/numbers.ts";

const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2026, 0, 5); // a Monday

interface Hours {
  t: string[];
  x: Record<string, number[]>;
  y: number[];
}

/** Hours of a building that is heated below 15 °C and works by day, with noise; `noise_1` means nothing. */
function hours(from: number, count: number, { shift = 0 }: { shift?: number } = {}): Hours {
  const random = uniform(1 + from);
  const index = Array.from({ length: count }, (_, i) => from + i);
  const T = index.map((i) => 8 + 9 * Math.sin(i / 300) + 4 * Math.sin((2 * Math.PI * i) / 24) + random());
  const isDay = (i: number) => i % 24 >= 8 && i % 24 < 18;
  return {
    t: index.map((i) => new Date(START_MS + i * HOUR_MS).toISOString()),
    x: { T_out: T, noise_1: index.map(random) },
    y: T.map((value, i) => 20 + 2 * Math.max(15 - value, 0) + (isDay(from + i) ? 10 : 0) + 2 * random() + shift),
  };
}

const slice = ({ t, x, y }: Hours, from: number, to?: number): Hours => ({
  t: t.slice(from, to),
  x: Object.fromEntries(Object.entries(x).map(([name, values]) => [name, values.slice(from, to)])),
  y: y.slice(from, to),
});

const SPECIFICATION = {
  columns: ["T_out", "noise_1"],
  calendar: ["hour_of_day"],
  piecewise: { T_out: { knots: [5, 15] } },
  lags: { T_out: ["1h", "24h"] },
  rolling: [{ column: "T_out", window: "6h", statistic: "mean" }],
  candidates: ["noise_1", "hour_of_day", "rolling(T_out)", "T_out[t-24h]"],
  lambda: 1,
};

const values = ({ body }: Answer) => [
  body.intercept,
  ...body.coefficients.map(({ value }: { value: number }) => value),
];
const EXACT = 1e-9; // what merging in another order may cost

describeOnEachRuntime("a norm with times", (call) => {
  const put = async (name: string, specification: unknown) => {
    expect((await call("PUT", `/norms/${name}`, specification)).status).toBeLessThan(300);
  };
  const train = async (name: string, rows: Hours, batch?: string) => {
    const answer = await call("POST", `/norms/${name}/train`, { ...rows, ...(batch && { batch }) });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    return answer;
  };
  const get = (name: string, what = "") => call("GET", `/norms/${name}${what}`);

  it("learns the same however its hours are cut into batches, lags and windows over the cuts", async () => {
    const all = hours(0, 1000);
    await put("whole", SPECIFICATION);
    await put("cut", SPECIFICATION);
    await train("whole", all);
    for (const [from, to] of [
      [0, 400],
      [400, 401],
      [401, 700],
      [700, 1000],
    ] as const)
      await train("cut", slice(all, from, to));
    const [whole, cut] = [await get("whole"), await get("cut")];
    expect(whole.body.rows).toBe(976);
    expect(cut.body.rows).toBe(976);
    expect(relativeError(values(cut), values(whole))).toBeLessThan(EXACT);
    expect(Math.abs(cut.body.cv.rmse / whole.body.cv.rmse - 1)).toBeLessThan(EXACT);
    expect(whole.body.inferred).toEqual({ step: "1h", interval: "hourly", knots: {} });
    const next = hours(1000, 3);
    const [a, b] = [
      await call("POST", "/norms/whole/predict", { t: next.t, x: next.x }),
      await call("POST", "/norms/cut/predict", { t: next.t, x: next.x }),
    ];
    expect(a.body.y).not.toContain(null);
    expect(relativeError(b.body.y, a.body.y)).toBeLessThan(EXACT);
    expect(relativeError(b.body.upper, a.body.upper)).toBeLessThan(0.01); // ρ is estimated batch by batch
  });

  it("never looks ahead: no prediction changes when later rows do", async () => {
    const { t, x } = hours(1000, 60);
    const later = { T_out: [...(x.T_out as number[]).slice(0, 40), ...Array(20).fill(99)], noise_1: x.noise_1 };
    const before = await call("POST", "/norms/whole/predict", { t, x });
    const after = await call("POST", "/norms/whole/predict", { t, x: later });
    expect(after.body.y.slice(0, 40)).toEqual(before.body.y.slice(0, 40));
    expect(after.body.y[40]).not.toBe(before.body.y[40]);
    expect(after.body.extrapolated.T_out).toEqual(expect.arrayContaining(Array.from({ length: 20 }, (_, i) => 40 + i)));
  });

  it("respects gaps: rows whose past is missing are skipped, rows after them find it again", async () => {
    await put("gap", { columns: ["a"], lags: { a: [0, "2h"] }, lambda: 0 });
    const t = [0, 1, 2, 4, 5, 6].map((hour) => new Date(START_MS + hour * HOUR_MS).toISOString());
    const { body } = await call("POST", "/norms/gap/train", {
      t,
      x: { a: [1, 2, 4, 8, 16, 32] },
      y: [1, 2, 3, 4, 5, 6],
    });
    // Hours 2, 4 and 6 have a row two hours before; hours 0, 1 and 5 (3 is missing) have none.
    expect(body.rows).toEqual({ received: 6, used: 3, skipped: 3 });
  });

  it("takes late rows as a batch of their own, says so, and goes on from the newest", async () => {
    await put("late", SPECIFICATION);
    await train("late", hours(500, 500));
    const late = await train("late", hours(0, 300));
    expect(late.body.rows).toEqual({ received: 300, used: 276, skipped: 24 });
    expect(late.body.warnings[0]).toMatch(
      /^Late rows: from 2026-01-05T00:00:00.000Z on, not later than 2026-02-15T15:00:00.000Z/,
    );
    expect((await train("late", hours(1000, 24))).body.rows.skipped).toBe(0);
  });

  it("places knots by all rows, however many send them at once", async () => {
    await put("knots", { columns: ["T_out", "noise_1"], piecewise: { T_out: { knots: 3 } } });
    // So long to read that each is under way before the first is committed.
    const batches = Array.from({ length: 6 }, (_, i) => hours(20_000 * i, 20_000));
    await Promise.all(batches.map((rows, i) => train("knots", rows, `${i}`)));
    const { body } = await get("knots");
    expect(body.inferred.knots.T_out).toHaveLength(3);
    expect(body.rows).toBe(120_000);
    // As if they had been given.
    await put("given", { columns: ["T_out", "noise_1"], piecewise: { T_out: { knots: body.inferred.knots.T_out } } });
    for (const rows of batches) await train("given", rows);
    expect(relativeError(values(await get("knots")), values(await get("given")))).toBeLessThan(EXACT);
    const other = hours(120_000, 200);
    const shifted = { ...other, x: { ...other.x, T_out: (other.x.T_out as number[]).map((value) => value + 50) } };
    const seen = await train("knots", shifted, "shifted");
    expect(seen.status).toBe(200);
    await call("DELETE", "/norms/knots/batches/shifted");
    expect((await get("knots")).body.inferred).toEqual(body.inferred);
  });

  it("answers the first time again when a batch with times comes twice, in whatever offset it is written", async () => {
    const rows = hours(0, 200);
    await put("twice", { columns: ["T_out", "noise_1"] });
    const first = await train("twice", rows, "b");
    const inBrussels = rows.t.map((t) => `${new Date(Date.parse(t) + HOUR_MS).toISOString().slice(0, -1)}+01:00`);
    const again = await train("twice", { ...rows, t: inBrussels }, "b");
    expect(again.body).toEqual({ ...first.body, replayed: true });
    expect((await call("POST", "/norms/twice/train", { ...hours(1, 200), batch: "b" })).status).toBe(409);
  });

  it("knows λ's path, and takes the least of it", async () => {
    await put("path", { ...SPECIFICATION, lambda: "auto" });
    await train("path", hours(0, 1500));
    const { body } = await get("path", "/lambda");
    expect(body.path).toHaveLength(20);
    const least = Math.min(...body.path.map(({ cv }: { cv: { rmse: number } }) => cv.rmse));
    const chosen = body.path.find(({ lambda }: { lambda: number }) => lambda === body.lambda);
    expect(chosen.cv.rmse).toBeLessThanOrEqual(least * (1 + 1e-9));
    const { body: norm } = await get("path");
    expect(norm.cv).toMatchObject(chosen.cv);
    const { from, to } = norm.cv.lambda_range;
    expect(from <= body.lambda && body.lambda <= to).toBe(true);
    const limit = least + chosen.cv.rmse_std_error;
    // To first order, as the standard error of rmse is.
    for (const { lambda, cv } of body.path)
      if (from <= lambda && lambda <= to) expect(cv.rmse).toBeLessThan(1.001 * limit);
    expect(body.path[0].degrees_of_freedom).toBeCloseTo(1 + norm.coefficients.length, 6);
  });

  it("selects among the candidates: what means nothing stays out, and the choice is the next version", async () => {
    expect((await get("path", "/selection")).status).toBe(404);
    const { status, body } = await call("POST", "/norms/path/selection", {});
    expect(status).toBe(200);
    expect(body.version).toBe(2);
    expect(body.chosen).toContain("hour_of_day");
    expect(body.left_out).toContain("noise_1");
    expect(body.path.map(({ entered }: { entered: string | null }) => entered)).toEqual([
      null,
      ...body.chosen,
      ...body.left_out,
    ]);
    expect((await get("path", "/selection")).body).toEqual(body);
    const norm = (await get("path")).body;
    expect(norm.version).toBe(2);
    expect(norm.left_out).toContain("noise_1");
    expect(norm.coefficients.map(({ feature }: { feature: string }) => feature)).not.toContain("noise_1");
    expect((await get("path", "/history")).body.history[1]).toMatchObject({ version: 2, event: "select", rows: null });
    // Without the column that was left out it predicts all the same.
    const { t, x } = hours(1500, 5);
    const answer = await call("POST", "/norms/path/predict", { t, x: { T_out: x.T_out } });
    expect(answer.body.y).not.toContain(null);
    // And it keeps to the choice when it learns more.
    await train("path", hours(1500, 100));
    expect((await get("path")).body.left_out).toEqual(norm.left_out);
    expect((await call("POST", "/norms/path/predict", { t, x, version: 1 })).body.y[0]).not.toBe(answer.body.y[0]);
  });

  it("sees the autocorrelation of residuals across batches, of one row each too", async () => {
    const all = hours(0, 120);
    // Residuals that stay: half a day above the line, half a day below.
    const y = all.y.map((value, i) => value + (i % 24 < 12 ? 6 : -6));
    const specification = { columns: ["T_out", "noise_1"], lambda: 1, step: "1h" };
    const autocorrelations: number[] = [];
    for (const size of [120, 24, 1]) {
      await put(`rho-${size}`, specification);
      for (let from = 0; from < 120; from += size) await train(`rho-${size}`, slice({ ...all, y }, from, from + size));
      autocorrelations.push((await get(`rho-${size}`)).body.fit.autocorrelation);
    }
    const [whole = 0, days = 0, single = 0] = autocorrelations;
    expect(whole).toBeGreaterThan(0.6);
    // Each batch's residuals are those of the model that had just learned it.
    expect(Math.abs(days - whole)).toBeLessThan(0.1);
    expect(single).toBeGreaterThan(0.5);
  });

  it("takes months, days over a clock change, and rows nearer than the first batch's", async () => {
    const rows = (t: string[]) => ({ t, x: { a: t.map((_, i) => i) }, y: t.map((_, i) => 2 * i) });
    const answers = [
      await call("POST", "/norms/months/train", rows(["2026-07-01", "2026-08-01", "2026-09-01"])),
      await call("POST", "/norms/months/train", rows(["2026-09-01", "2026-10-01", "2026-11-01"])),
      await call("PUT", "/norms/gas", { columns: ["a"], timezone: "Europe/Brussels", lags: { a: [0, "1d"] } }),
      await call("POST", "/norms/gas/train", rows(["2026-03-01T06:00+01:00", "2026-03-02T06:00+01:00"])),
      await call(
        "POST",
        "/norms/gas/train",
        rows(["2026-03-28T06:00+01:00", "2026-03-29T06:00+02:00", "2026-03-30T06:00+02:00"]),
      ),
      await call("POST", "/norms/gap/train", rows(["2026-03-01T00:00Z", "2026-03-01T04:00Z"])),
      await call("POST", "/norms/near/train", rows(["2026-03-01T00:00Z", "2026-03-01T02:00Z", "2026-03-01T04:00Z"])),
      await call("POST", "/norms/near/train", rows(["2026-03-01T05:00Z", "2026-03-01T06:00Z"])),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 201, 200, 200, 200, 200, 200]);
    expect(answers[4]?.body.rows).toEqual({ received: 3, used: 2, skipped: 1 });
    expect(answers[7]?.body.warnings.join()).toContain("the rows are 1h apart, those of the norm 2h");
  });

  it("begins anew when all is forgotten: knots, step and selection", async () => {
    const wave = (T: number[]) => ({
      x: { T, z: T.map((_, i) => i % 5) },
      y: T.map((value, i) => Math.abs(value) + (i % 5)),
    });
    const candidates = ["piecewise(T)", "degree_days(z)"];
    const piecewise = { T: { knots: 6 } };
    const degree_days = { column: "z", heating: 3 };
    await put("anew", { columns: ["T", "z"], piecewise, degree_days, candidates });
    await call("POST", "/norms/anew/train", { ...wave(Array.from({ length: 60 }, (_, i) => i - 30)), batch: "first" });
    expect((await call("POST", "/norms/anew/selection", {})).status).toBe(200);
    await call("DELETE", "/norms/anew/batches/first");
    const constant = await call("POST", "/norms/anew/train", wave(Array(40).fill(5)));
    expect(constant.status, JSON.stringify(constant.body)).toBe(200);
    const { body } = await get("anew");
    expect(body.left_out).toEqual([]);
    expect(body.inferred.knots.T).toEqual([]);
    expect(constant.body.warnings.join()).toMatch("T has 0 of the 6 knots asked for");
    expect((await get("anew", "/selection")).status).toBe(404);
  });

  it("takes in again what is no candidate any more", async () => {
    const specification = { ...SPECIFICATION, candidates: ["noise_1", "hour_of_day"] };
    await put("again", specification);
    await train("again", hours(0, 1000));
    await call("POST", "/norms/again/selection", {});
    expect((await get("again")).body.left_out).toEqual(["noise_1"]);
    await put("again", { ...specification, candidates: ["hour_of_day"] });
    expect((await get("again")).body.left_out).toEqual([]);
  });

  it("answers where figures are too large to square, and goes on", async () => {
    const rows = (a: number[], y: number[]) => ({ x: { a, b: a }, y, batch: `b${a[0]}` });
    await put("huge", { columns: ["a", "b"], interactions: [["a", "b"]], lambda: 0 });
    const small = rows([1e-30, 2e-30, 3e-30, 5e-30], [1e30, -1e30, 0, 1e30]);
    const large = rows([1e30, -1e30, 2e29, 5e29], [1, 2, 3, 4]);
    for (const batch of [small, large, large]) {
      const { status, body } = await call("POST", "/norms/huge/train", batch);
      expect(status, JSON.stringify(body)).toBe(200);
    }
  });

  it("keeps the past of its rows when a late batch looks for none", async () => {
    await put("kept", { columns: ["T_out", "noise_1"], lags: { T_out: ["24h"] } });
    await train("kept", hours(1000, 100));
    expect((await call("POST", "/norms/kept/train", { ...hours(0, 50), continues: false })).status).toBe(200);
    expect((await train("kept", hours(1100, 24))).body.rows.used).toBe(24);
  });

  it("may choose nothing at all, and goes on", async () => {
    const random = uniform(9);
    const rows = () => ({ x: { a: Array.from({ length: 60 }, random) }, y: Array.from({ length: 60 }, random) });
    await put("nothing", { columns: ["a"], candidates: ["a"] });
    await call("POST", "/norms/nothing/train", rows());
    expect((await call("POST", "/norms/nothing/selection", {})).body).toMatchObject({ chosen: [], left_out: ["a"] });
    const again = rows();
    const trained = await call("POST", "/norms/nothing/train", again);
    expect(trained.status).toBe(200);
    const { body } = await get("nothing");
    expect(body.coefficients).toEqual([]);
    const predicted = await call("POST", "/norms/nothing/predict", { x: { a: [1, null] } });
    expect(predicted.body.y).toEqual([body.intercept, body.intercept]);
    expect(body.intercept).toBeCloseTo(body.fit.mean, 12);
  });

  it("answers what if as a fresh fit would: other features, another λ, other batches", async () => {
    await put("if", SPECIFICATION);
    const all = hours(0, 1000);
    const batches = [slice(all, 0, 300), slice(all, 300, 700), slice(all, 700)];
    for (const [i, rows] of batches.entries()) await train("if", rows, `b${i}`);
    const ask = (question: unknown) => call("POST", "/norms/if/what-if", question);

    const features = ["piecewise(T_out)", "hour_of_day"];
    await put("fresh", { ...SPECIFICATION, columns: ["T_out"], lags: {}, rolling: [], candidates: [], lambda: 7 });
    // The norm that is asked has lags of a day: its first day was skipped.
    const later = slice(all, 24);
    await train("fresh", { ...later, x: { T_out: later.x.T_out as number[] } });
    const other = await ask({ features, lambda: 7 });
    expect(relativeError(values(other), values(await get("fresh")))).toBeLessThan(EXACT);
    expect(Math.abs(other.body.cv.rmse / (await get("fresh")).body.cv.rmse - 1)).toBeLessThan(EXACT);

    await put("two", SPECIFICATION);
    for (const rows of batches.slice(0, 2)) await train("two", rows);
    const two = values(await get("two"));
    const end = batches[1]?.t.at(-1);
    const faded = { ...SPECIFICATION, forget: { half_life: "5d" } };
    await put("two", faded);
    await put("if", faded);
    const [twoFaded, ifFaded] = [values(await get("two")), values(await ask({ batches: ["b0", "b1"] }))];
    expect(relativeError(ifFaded, twoFaded)).toBeLessThan(EXACT);
    expect(relativeError(twoFaded, two)).toBeGreaterThan(1e-4);
    await put("if", SPECIFICATION);

    const before = await get("if");
    for (const question of [{ batches: ["b1", "b0"] }, { until: 2 }, { until: end }, { until: end?.slice(0, -5) }]) {
      expect(relativeError(values(await ask(question)), two)).toBeLessThan(EXACT);
    }
    expect(await get("if")).toEqual({ ...before, headers: expect.anything() });
  });

  it("lets batches fade by half-life and fall out of a window, and takes that back", async () => {
    const specification = { columns: ["a"], lambda: 0 };
    await put("fade", specification);
    const days = (t: string[], y: number[]) => ({ t, x: { a: [0, 1] }, y });
    await train("fade", days(["2026-01-01", "2026-01-02"], [0, 0]));
    await train("fade", days(["2026-04-01", "2026-04-02"], [12, 12]));
    const intercept = async () => (await get("fade")).body.intercept;
    expect(await intercept()).toBeCloseTo(6, 12);
    // Months age: January ends 89 days before April does, and that 92 days before July.
    const weight = (days: number) => 2 ** (-days / 90);
    await put("fade", { ...specification, forget: { half_life: "90d" } });
    expect(await intercept()).toBeCloseTo(12 / (weight(89) + 1), 12);
    await train("fade", days(["2026-07-01", "2026-07-02"], [4, 4]));
    expect(await intercept()).toBeCloseTo((12 * weight(92) + 4) / (weight(181) + weight(92) + 1), 12);
    await put("fade", { ...specification, forget: { window: "100d" } });
    expect(await intercept()).toBeCloseTo(8, 12);
    expect((await get("fade")).body.rows).toBe(4);
    await train("fade", days(["2026-09-01", "2026-09-02"], [1, 1]));
    expect(await intercept()).toBeCloseTo(2.5, 12);
    await put("fade", specification);
    expect(await intercept()).toBeCloseTo(17 / 4, 12);
    expect((await get("fade")).body.rows).toBe(8);
  });

  it("keeps faded merges right past a snapshot, and after forgetting a batch", async () => {
    const forget = { half_life: "10d" };
    for (const name of ["long", "once"]) {
      await put(name, { ...SPECIFICATION, forget });
      for (let i = 0; i < 11; i++) await train(name, hours(i * 100, 100), `b${i}`);
    }
    // Merges that were kept on the way are given up where batches weigh differently.
    await put("once", SPECIFICATION);
    expect(relativeError(values(await get("long")), values(await get("once")))).toBeGreaterThan(1e-4);
    await put("once", { ...SPECIFICATION, forget });
    expect(relativeError(values(await get("long")), values(await get("once")))).toBeLessThan(EXACT);
    for (const name of ["long", "once"]) await call("DELETE", `/norms/${name}/batches/b3`);
    expect(relativeError(values(await get("long")), values(await get("once")))).toBeLessThan(EXACT);
  });

  it("lets days leave a window one by one, past snapshots too", async () => {
    const all = hours(0, 2000);
    const part = (i: number) => slice(all, 100 * i, 100 * i + 100);
    await put("window", { ...SPECIFICATION, forget: { window: "10d" } });
    await put("recent", SPECIFICATION);
    for (let i = 0; i < 20; i++) await train("window", part(i), `b${i}`);
    // The last row is of day 83; ten days begin with day 74, in the middle of a batch.
    await train("recent", slice(all, 24 * 73, 24 * 74), "past");
    await train("recent", slice(all, 24 * 74, 1800));
    for (const i of [18, 19]) await train("recent", part(i), `b${i}`);
    await call("DELETE", "/norms/recent/batches/past");
    expect((await get("window")).body.rows).toBe(2000 - 24 * 74);
    expect(relativeError(values(await get("window")), values(await get("recent")))).toBeLessThan(EXACT);
  });

  it("flags a batch that no longer obeys, and no other", async () => {
    await put("drift", { ...SPECIFICATION, candidates: [] });
    const first = await train("drift", hours(0, 700), "first");
    const same = await train("drift", hours(700, 200), "same");
    const other = await train("drift", hours(900, 200, { shift: 8 }), "other");
    expect(first.body.drift).toBeNull();
    expect(same.body.drift.flagged).toBe(false);
    expect(other.body.drift.flagged).toBe(true);
    expect(other.body.drift.statistic).toBeGreaterThan(same.body.drift.statistic);
    const batchesOf = async (query: string) =>
      (await get("drift", `/history${query}`)).body.history.map(({ batch }: { batch: string }) => batch);
    expect(await batchesOf("?drifted=true")).toEqual(["other"]);
    expect(await batchesOf("?drifted=false")).toEqual(["first", "same"]);
    expect(await batchesOf("")).toEqual(["first", "same", "other"]);
  });

  it("counts savings, row by row and in total, and learns nothing from it", async () => {
    await put("saved", { ...SPECIFICATION, candidates: [] });
    await train("saved", hours(0, 1500));
    const before = await get("saved");
    const period = hours(1500, 400, { shift: -5 });
    period.y[100] = 500;
    const { body } = await call("POST", "/norms/saved/savings", { ...period, level: 0.95 });
    const { total } = body;
    const sum = (of: number[]) => of.reduce((a, b) => a + b, 0);
    expect(total.actual).toBeCloseTo(sum(period.y), 6);
    expect(total.expected).toBeCloseTo(sum(body.expected), 6);
    expect(total.saving).toBeCloseTo(sum(body.saving), 6);
    expect(total.saving_percent).toBeCloseTo((100 * total.saving) / total.expected, 10);
    expect(total.uncertainty_percent).toBeCloseTo((100 * total.uncertainty) / total.saving, 10);
    expect(total.is_significant).toBe(true);
    expect(body.out_of_band).toContainEqual(
      expect.objectContaining({ row: 100, t: period.t[100], actual: 500, consumption: "over" }),
    );
    expect(body.out_of_band.some(({ consumption }: { consumption: string }) => consumption === "under")).toBe(true);
    expect((await get("saved")).body).toEqual(before.body);
  });

  it("gives wider intervals at higher levels, and the same y", async () => {
    const { t, x } = hours(1500, 10);
    const at = (level: number) => call("POST", "/norms/saved/predict", { t, x, level });
    const [narrow, wide] = [await at(0.5), await at(0.999)];
    expect(narrow.body.y).toEqual(wide.body.y);
    narrow.body.y.forEach((y: number, i: number) => {
      expect(wide.body.lower[i]).toBeLessThan(narrow.body.lower[i]);
      expect(narrow.body.lower[i]).toBeLessThan(y);
      expect(narrow.body.upper[i]).toBeLessThan(wide.body.upper[i]);
    });
    const byDefault = await call("POST", "/norms/saved/predict", { t, x });
    expect(byDefault.body.level).toBe(0.9);
  });

  it("puts local times on the clock of its zone, the hour that comes twice too", async () => {
    const rows = { x: { a: [1, 2, 3, 4, 5, 6] }, y: [1, 2, 3, 4, 5, 7] };
    const local = ["00:00", "01:00", "02:00", "02:00", "03:00", "04:00"].map((clock) => `2026-10-25T${clock}`);
    const specification = {
      columns: ["a"],
      timezone: "Europe/Brussels",
      lags: { a: [0, "1h"] },
      calendar: [{ daily: 1 }],
    };
    await put("local", specification);
    await put("instant", specification);
    const first = await call("POST", "/norms/local/train", { ...rows, t: local });
    expect(first.body.rows).toEqual({ received: 6, used: 5, skipped: 1 });
    const instants = [22, 23, 24, 25, 26, 27].map((hour) => new Date(Date.UTC(2026, 9, 24, hour)).toISOString());
    await call("POST", "/norms/instant/train", { ...rows, t: instants });
    expect(values(await get("local"))).toEqual(values(await get("instant")));
  });
});
