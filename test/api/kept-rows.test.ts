// Rows that a norm keeps: beside what it expects, as they were sent, and as a period of which savings are counted.
import { beforeAll, describe, expect, it } from "vitest";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";

const HOUR = 3_600_000;
const START = Date.parse("2026-01-05T00:00:00Z");
const at = (hour: number) => new Date(START + hour * HOUR).toISOString();
/** y is a line of T and a little more, by turns, so that there is something to be unsure of. */
const hours = (from: number, count: number) => {
  const of = Array.from({ length: count }, (_, i) => from + i);
  const T = of.map((hour) => ((hour * 7) % 24) - 5);
  return { t: of.map(at), x: { T }, y: T.map((value, i) => 50 - 2 * value + (((from + i) % 3) - 1) * 0.3) };
};
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describeOnEachRuntime("kept rows", (call) => {
  const ok = async (method: string, path: string, body?: unknown) => {
    const { status, body: answered } = await call(method, path, body);
    expect(status, JSON.stringify(answered)).toBeLessThan(300);
    return answered;
  };
  const refused = async (method: string, path: string, body?: unknown) => {
    const { status, body: answered } = await call(method, path, body);
    return [status, answered.errors[0]?.path ?? null];
  };

  beforeAll(async () => {
    await ok("PUT", "/norms/hall", { columns: ["T"], lambda: 0 });
    await ok("POST", "/norms/hall/train", { ...hours(0, 48), batch: "first" });
    await ok("POST", "/norms/hall/train", { ...hours(60, 12), batch: "later" });
  });

  describe("beside what is expected", () => {
    it("are the rows, as predict has them, with a point without values where some are missing", async () => {
      const rows = await ok("GET", "/norms/hall/rows");
      const [first, later] = [hours(0, 48), hours(60, 12)];
      expect(rows).toMatchObject({ step: "1h", band: "rows", level: 0.9, timezone: "UTC", warnings: [] });
      expect(rows.rows_kept).toEqual({ keep: "800d", from: at(0), to: at(71) });
      expect(rows.t).toEqual([...first.t, at(48), ...later.t]);
      expect(rows.actual).toEqual([...first.y, null, ...later.y]);
      expect(rows.rows).toEqual([...Array(48).fill(1), 0, ...Array(12).fill(1)]);
      const predicted = await ok("POST", "/norms/hall/predict", {
        t: [...first.t, ...later.t],
        x: { T: [...first.x.T, ...later.x.T] },
      });
      for (const [name, of] of [
        ["expected", "y"],
        ["lower", "lower"],
        ["upper", "upper"],
      ] as const)
        expect(rows[name]).toEqual([...predicted[of].slice(0, 48), null, ...predicted[of].slice(48)]);
    });

    it("are means over steps, ± what a saving of as long is sure to", async () => {
      const rows = await ok("GET", "/norms/hall/rows?step=1d&columns=T");
      expect(rows).toMatchObject({ step: "1d", band: "means", rows: [24, 24, 12] });
      expect(rows.t).toEqual([at(0), at(24), at(48)]);
      const days = [hours(0, 24), hours(24, 24), hours(60, 12)];
      for (const [i, day] of days.entries()) {
        const { total } = await ok("POST", "/norms/hall/savings", day);
        const count = day.y.length;
        expect(rows.actual[i]).toBeCloseTo(mean(day.y), 12);
        expect(rows.columns.T[i]).toBeCloseTo(mean(day.x.T), 12);
        expect(rows.expected[i]).toBeCloseTo(total.expected / count, 9);
        expect(rows.upper[i] - rows.expected[i]).toBeCloseTo(total.uncertainty / count, 9);
        expect(rows.expected[i] - rows.lower[i]).toBeCloseTo(total.uncertainty / count, 9);
      }
    });

    it("are of the time from `from` on and before `to`, by the clock of the norm", async () => {
      const rows = await ok("GET", `/norms/hall/rows?from=2026-01-05T22:00&to=2026-01-06`);
      expect(rows.t).toEqual([at(22), at(23)]);
      const before = await ok("GET", "/norms/hall/rows?to=2026-01-05T02:00Z&version=1&level=0.5");
      expect(before).toMatchObject({ version: 1, level: 0.5, t: [at(0), at(1)] });
      const none = await ok("GET", "/norms/hall/rows?from=2027-01-01");
      expect(none).toMatchObject({ t: [], actual: [], rows: [] });
      expect(none.warnings).toEqual(["No rows kept: no batch of the norm has rows there."]);
    });

    it("are thinned to as many points as are asked for", async () => {
      const rows = await ok("GET", "/norms/hall/rows?points=30");
      expect(rows).toMatchObject({ step: "3h", band: "means" });
      // Sixteen steps of the first two days, four of the third, and one that is not there.
      expect(rows.rows).toEqual([...Array(16).fill(3), 0, ...Array(4).fill(3)]);
    });

    it("come as CSV too", async () => {
      const { text } = await call("GET", "/norms/hall/rows?step=1d&columns=T", undefined, { accept: "text/csv" });
      expect(text.split("\r\n")[0]).toBe("t,actual,expected,lower,upper,rows,mean.T");
      expect(text.split("\r\n")[1]?.startsWith("2026-01-05 00:00:00,")).toBe(true);
    });

    it.each([
      ["from=2026-01-06&to=2026-01-05", 422, "to"],
      ["from=2026-01-06&to=2026-01-06", 422, "to"],
      ["from=yesterday", 422, "from"],
      ["step=fast", 422, "step"],
      ["step=15min", 422, "step"],
      ["points=50001", 422, "points"],
      ["points=0", 422, "points"],
      ["columns=T,RH", 422, "columns"],
      ["level=1", 422, "level"],
      ["version=9", 404, "version"],
    ])("are refused with %s: %d at %s", async (query, status, path) => {
      expect(await refused("GET", `/norms/hall/rows?${query}`)).toEqual([status, path]);
    });

    it("are refused where the clock of the norm never shows `from`, in terms of the query", async () => {
      await ok("PUT", "/norms/zone", { columns: ["T"], timezone: "Europe/Brussels" });
      await ok("POST", "/norms/zone/train", hours(0, 5));
      const { status, body } = await call("GET", "/norms/zone/rows?from=2026-03-29T02:30");
      expect([status, body.detail.slice(0, 61)]).toEqual([
        422,
        "Cannot use the query: from: 2026-03-29T02:30:00 is never on t",
      ]);
    });

    it("are refused of a norm that is not there, or not trained", async () => {
      expect(await refused("GET", "/norms/nowhere/rows")).toEqual([404, null]);
      await ok("PUT", "/norms/untrained", { columns: ["T"] });
      expect(await refused("GET", "/norms/untrained/rows")).toEqual([409, null]);
    });
  });

  it("find their past in the rows before the period, and in what their batch remembers", async () => {
    const lags = { columns: ["T"], lags: { T: [0, 1, "3h"] }, lambda: 0 };
    await ok("PUT", "/norms/lags", { ...lags, keep_rows: "none" });
    const { t, x, y } = hours(0, 60);
    const part = (from: number, to: number) => ({
      t: t.slice(from, to),
      x: { T: x.T.slice(from, to) },
      y: y.slice(from, to),
    });
    await ok("POST", "/norms/lags/train", part(0, 20));
    await ok("PUT", "/norms/lags", lags);
    await ok("POST", "/norms/lags/train", part(20, 60));
    const all = await ok("POST", "/norms/lags/predict", { t, x });
    const rows = await ok("GET", "/norms/lags/rows");
    expect(rows.t[0]).toBe(at(20));
    expect(rows.expected).toEqual(all.y.slice(20));
    expect(rows.expected).not.toContain(null);
    const late = await ok("GET", `/norms/lags/rows?from=${at(40)}`);
    expect([late.t, late.actual, late.expected]).toEqual([t.slice(40), y.slice(40), all.y.slice(40)]);
  });

  describe("as they were sent", () => {
    it("are a body of train, which counts once", async () => {
      const { sent, ...told } = await ok("GET", "/norms/hall/batches/first/rows");
      expect(told).toEqual({
        ...{ norm: "hall", batch: "first", version: 1, rows: 48, kept: 48, skip: 0, next: null, warnings: [] },
      });
      expect(sent).toEqual(hours(0, 48));
      expect(await ok("POST", "/norms/hall/train", { ...sent, batch: "first" })).toMatchObject({ replayed: true });
    });

    it("are whatever they were, to the last digit", async () => {
      const body = {
        t: ["2026-10-24", "2026-10-25", "2026-10-26", "2026-10-27"],
        x: { T: [1 / 3, null, 0.1 + 0.2, 4], tariff: ["day", "night", null, 'new "x"'] },
        y: [1, 2.5, null, 1e-7],
        sample_weight: [1, 0.25, 2, 1],
        continues: false,
      };
      await ok("PUT", "/norms/all", { columns: ["T", "tariff"], categories: ["tariff"], timezone: "Europe/Brussels" });
      await ok("POST", "/norms/all/train", { ...body, batch: "b" });
      expect((await ok("GET", "/norms/all/batches/b/rows")).sent).toEqual(body);
      expect(await ok("POST", "/norms/all/train", { ...body, batch: "b" })).toMatchObject({ replayed: true });
    });

    it("come some at a time, and as CSV", async () => {
      const [one, two] = [
        await ok("GET", "/norms/hall/batches/first/rows?limit=30"),
        await ok("GET", "/norms/hall/batches/first/rows?limit=30&skip=30"),
      ];
      expect([one.next, two.next]).toEqual([30, null]);
      expect([...one.sent.y, ...two.sent.y]).toEqual(hours(0, 48).y);
      const { text } = await call("GET", "/norms/hall/batches/later/rows", undefined, { accept: "text/csv" });
      const [header, first] = text.split("\r\n");
      const { t, x, y } = hours(60, 1);
      expect([header, first]).toEqual(["t,T,y", `${t[0]},${x.T[0]},${y[0]}`]);
      expect(await refused("GET", "/norms/hall/batches/none/rows")).toEqual([404, null]);
    });

    it("are told of in lists", async () => {
      const { batches } = await ok("GET", "/norms/hall/batches");
      const told = ({ rows_kept }: { rows_kept: { rows: number; from: string; to: string } }) =>
        [rows_kept.rows, rows_kept.from, rows_kept.to] as const;
      expect(batches.map(told)).toEqual([
        [48, at(0), at(47)],
        [12, at(60), at(71)],
      ]);
      expect((await ok("GET", "/norms/hall/batches/first")).rows_kept).toEqual(batches[0].rows_kept);
    });
  });

  describe("as a period", () => {
    it("have the savings of the same rows sent again", async () => {
      const { t, actual, ...kept } = await ok("POST", "/norms/hall/savings", { from: at(10), to: at(30) });
      const rows = hours(10, 20);
      const sent = await ok("POST", "/norms/hall/savings", rows);
      const warnings = [
        "Learned from: version 2 has learned from rows of this period, and expects them as they were: what is saved cannot be told by it; ask by a `version` from before them.",
        ...sent.warnings,
      ];
      expect(kept).toEqual({ ...sent, warnings });
      expect([t, actual]).toEqual([rows.t, rows.y]);
      const open = await ok("POST", "/norms/hall/savings", { from: "2026-01-07", level: 0.5, version: 1 });
      expect(open).toMatchObject({ level: 0.5, version: 1, rows: { received: 12 }, t: hours(60, 12).t });
      // Learned from later.
      expect(open.warnings.join()).not.toContain("Learned from");
      const both = await ok("POST", "/norms/hall/savings", { from: at(40), version: 1 });
      expect(both.warnings[0]).toMatch(/^Learned from: version 1 /);
    });

    it.each([
      [{ from: at(10), to: at(10) }, "to"],
      [{ from: "2027-01-01" }, "from"],
      [{ to: "2020-01-01" }, "to"],
      [{ from: 3 }, "from"],
      [{ from: at(1), y: [1] }, "y"],
      [{ from: at(1), x: { T: [1] }, y: [1] }, "from"],
      [{ y: [1] }, "x"],
    ])("%j are refused at %s", async (body, path) => {
      expect(await refused("POST", "/norms/hall/savings", body)).toEqual([422, path]);
    });
  });

  describe("of a norm without times", () => {
    it("are in the order of their batches, and have no period", async () => {
      await ok("POST", "/norms/order/train", { x: { T: [1, 2, 3, 4] }, y: [2, 4, 6, 8.5], batch: "a" });
      await ok("POST", "/norms/order/train", { x: { T: [5, 6] }, y: [10, 12], batch: "b" });
      const rows = await ok("GET", "/norms/order/rows");
      expect(rows).toMatchObject({ t: null, step: null, band: "rows", actual: [2, 4, 6, 8.5, 10, 12] });
      const thinned = await ok("GET", "/norms/order/rows?points=3");
      expect(thinned).toMatchObject({ t: null, band: "means", actual: [3, 7.25, 11], rows: [2, 2, 2] });
      expect(await refused("GET", "/norms/order/rows?from=2026-01-01")).toEqual([422, "from"]);
      expect(await refused("GET", "/norms/order/rows?step=1h")).toEqual([422, "step"]);
      expect(await refused("POST", "/norms/order/savings", { to: "2026-01-01" })).toEqual([422, "to"]);
      expect((await ok("GET", "/norms/order/batches/b/rows")).sent).toEqual({ x: { T: [5, 6] }, y: [10, 12] });
    });
  });

  describe("are forgotten", () => {
    const counted = async (norm: string) => {
      const { batches } = await ok("GET", `/norms/${norm}/batches`);
      return batches.map(({ rows_kept }: { rows_kept: { rows: number } | null }) => rows_kept?.rows ?? 0);
    };
    const make = async (norm: string, specification: object = {}) => {
      await ok("PUT", `/norms/${norm}`, { columns: ["T"], ...specification });
      for (const [i, from] of [0, 24, 48].entries())
        await ok("POST", `/norms/${norm}/train`, { ...hours(from, 24), batch: `b${i}` });
    };

    it("with their batch", async () => {
      await make("less");
      await ok("DELETE", "/norms/less/batches/b1");
      expect(await counted("less")).toEqual([24, 24]);
      const rows = await ok("GET", "/norms/less/rows");
      expect([rows.t.length, rows.t[24], rows.actual[24]]).toEqual([49, at(24), null]);
      expect(await refused("GET", "/norms/less/batches/b1/rows")).toEqual([404, null]);
    });

    it("where none are to be kept, which makes no version; and kept again from then on", async () => {
      await make("private");
      const put = await ok("PUT", "/norms/private", { columns: ["T"], keep_rows: "none" });
      expect(put).toMatchObject({ version: 3, spec: { keep_rows: "none" } });
      expect(put.rows_kept).toEqual({ keep: "none", from: null, to: null });
      const none = await ok("GET", "/norms/private/rows");
      expect(none.warnings).toEqual(["No rows kept: `keep_rows` of the norm is none."]);
      expect(await counted("private")).toEqual([0, 0, 0]);
      expect((await ok("GET", "/norms/private/batches/b0/rows")).sent).toEqual({ x: {}, y: [] });
      await ok("POST", "/norms/private/train", { ...hours(72, 24), batch: "b3" });
      expect(await counted("private")).toEqual([0, 0, 0, 0]);
      await ok("PUT", "/norms/private", { columns: ["T"], keep_rows: "30d" });
      await ok("POST", "/norms/private/train", { ...hours(96, 24), batch: "b4" });
      expect(await counted("private")).toEqual([0, 0, 0, 0, 24]);
      expect((await ok("GET", "/norms/private")).version).toBe(5);
    });

    it.each(["forever", "0d", "36526d", 800, null])("and keep_rows is not %j", async (keep_rows) => {
      expect(await refused("PUT", "/norms/wrong", { columns: ["T"], keep_rows })).toEqual([422, "keep_rows"]);
    });
  });
});
