// A batch of more rows and features than are held at once, as JSON: it is one batch, as if it had been held.
import { expect, it } from "vitest";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";
import { normal, uniform } from "../support/numbers.ts";

// 15,000 rows of 176 features are 2.6 million values; two million are held at once.
const ROWS = 15_000;
const SPECIFICATION = {
  columns: ["T"],
  lags: { T: ["15min", "2h"] },
  calendar: ["hour_of_week"],
  piecewise: { T: { knots: 6 } },
  lambda: 1,
};

const chance = normal(uniform(7));
const noise = Array.from({ length: ROWS }, () => chance());
const rows = (from: number, to: number) => {
  const of = Array.from({ length: to - from }, (_, i) => from + i);
  const T = of.map((i) => 10 - 12 * Math.cos((2 * Math.PI * i) / 9000) + (noise[i] as number));
  return {
    t: of.map((i) => new Date(Date.UTC(2025, 0, 1) + i * 900_000).toISOString()),
    x: { T },
    y: of.map(
      (i, at) => 50 + 3 * Math.max(0, 15 - (T[at] as number)) + 5 * Math.sin(i / 15) + (noise[ROWS - 1 - i] ?? 0),
    ),
  };
};

describeOnEachRuntime("a batch that is not held at once", (call) => {
  const ok = async (method: string, path: string, body?: unknown) => {
    const { status, body: answered } = await call(method, path, body);
    expect(status, JSON.stringify(answered).slice(0, 500)).toBeLessThan(300);
    return answered;
  };

  it("is one batch, learns what it would in parts, counts once and is refused by the place of its fault", async () => {
    const { t, x, y } = rows(0, ROWS);
    const whole = { t, x, y, batch: "whole" };
    await ok("PUT", "/norms/whole", SPECIFICATION);
    const trained = await ok("POST", "/norms/whole/train", whole);
    expect(trained).toMatchObject({ version: 1, rows: { received: ROWS, used: ROWS - 8, skipped: 8 } });
    expect(await ok("POST", "/norms/whole/train", whole)).toMatchObject({ version: 1, replayed: true });
    const other = await call("POST", "/norms/whole/train", { ...whole, y: y.with(-1, 0) });
    expect([other.status, other.body.code]).toEqual([409, "conflict"]);

    await ok("PUT", "/norms/parts", SPECIFICATION);
    for (let from = 0; from < ROWS; from += ROWS / 3) {
      const part = {
        t: t.slice(from, from + ROWS / 3),
        x: { T: x.T.slice(from, from + ROWS / 3) },
        y: y.slice(from, from + ROWS / 3),
      };
      await ok("POST", "/norms/parts/train", part);
    }
    const asked = { t: ["2026-01-01T07:15:00Z", "2026-01-04T12:00:00Z"], x: { T: [-3, 21] } };
    const [one, many] = [
      await ok("POST", "/norms/whole/predict", asked),
      await ok("POST", "/norms/parts/predict", asked),
    ];
    for (const i of [0, 1]) expect(one.y[i]).toBeCloseTo(many.y[i], 6);
    expect((await ok("GET", "/norms/whole/batches")).batches).toHaveLength(1);

    // Less than a step after the row before: seen in the third piece.
    const crowded = t.with(14_000, new Date(Date.parse(t[13_999] as string) + 1000).toISOString());
    const refused = await call("POST", "/norms/whole/train", { t: crowded, x, y, batch: "crowded" });
    expect(refused.body).toMatchObject({ status: 422, errors: [{ path: "t[14000]" }] });
    expect((await ok("GET", "/norms/whole/batches")).batches).toHaveLength(1);
  });

  it("and its period, of which savings are counted some rows at a time, are as rows that are sent at once", async () => {
    // 11,000 rows of 174 features may still be sent; of those that are kept, a million values are held at a time.
    const { lags: __, ...specification } = SPECIFICATION;
    const sent = rows(0, 11_000);
    await ok("PUT", "/norms/period", specification);
    const { t, x, y } = rows(0, 4000);
    await ok("POST", "/norms/period/train", { t, x, y, batch: "before" });
    await ok("POST", "/norms/period/train", { ...rows(4000, 11_000), batch: "after" });
    const { warnings, t: _, actual, ...kept } = await ok("POST", "/norms/period/savings", { from: t[0], version: 1 });
    const { warnings: others, ...asSent } = await ok("POST", "/norms/period/savings", { ...sent, version: 1 });
    expect(actual).toEqual(sent.y);
    expect(kept.rows).toEqual(asSent.rows);
    for (const [name, value] of Object.entries<number | string>(asSent.total))
      expect([name, kept.total[name]]).toEqual([name, typeof value === "number" ? expect.closeTo(value, 6) : value]);
    for (const name of ["expected", "lower", "upper", "saving"])
      for (const i of [0, 5000, 10_999]) expect(kept[name][i]).toBeCloseTo(asSent[name][i], 9);
    expect(kept.out_of_band.map(({ row }: { row: number }) => row)).toEqual(
      asSent.out_of_band.map(({ row }: { row: number }) => row),
    );
    expect(kept.extrapolated).toEqual(asSent.extrapolated);
    expect(kept.leverage.rows).toEqual(asSent.leverage.rows);
    expect(warnings.filter((text: string) => !text.startsWith("Learned from"))).toEqual(others);
    expect(Object.keys(asSent.extrapolated).length).toBeGreaterThan(0);
  });
});
