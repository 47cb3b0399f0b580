// Times from outside: days, months and hours as people tell them, on either runtime with its own rules of time zones.
import { describe, expect, it } from "vitest";
import { clocksOf, daysAround, HOUR, text } from "../support/clocks.ts";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";

const DAY = 86_400_000;
const day = (from: string, days: number) => new Date(Date.parse(from) + days * DAY).toISOString().slice(0, 10);
const wave = (count: number) => Array.from({ length: count }, (_, i) => ((i * i) % 7) + 1);

describeOnEachRuntime("the clock", (call) => {
  const specify = async (norm: string, specification: object) => {
    await call("DELETE", `/norms/${norm}`);
    expect((await call("PUT", `/norms/${norm}`, { columns: ["a"], lambda: 0, ...specification })).status).toBe(201);
  };
  const send = async (norm: string, t: string[], a = wave(t.length), y = a.map((value) => 2 * value + 1)) => {
    const { status, body } = await call("POST", `/norms/${norm}/train`, { t, x: { a }, y });
    expect(status, JSON.stringify(body)).toBe(200);
    return body;
  };
  const ask = async (norm: string, t: string[], a = wave(t.length)) =>
    (await call("POST", `/norms/${norm}/predict`, { t, x: { a } })).body;
  const read = async (norm: string) => (await call("GET", `/norms/${norm}`)).body;

  describe("days", () => {
    it.each([
      // zone, the day without a midnight, its beginning, and the offset of the day before
      ["Africa/Cairo", "2024-04-26", "01:00+03:00", "+02:00"],
      ["Asia/Beirut", "2021-03-28", "01:00+03:00", "+02:00"],
      ["America/Santiago", "2022-09-11", "01:00-03:00", "-04:00"],
      ["America/Asuncion", "2017-10-01", "01:00-03:00", "-04:00"],
    ])("in %s begin on %s at %s, and follow on each other", async (timezone, date, begins, offset) => {
      const dates = Array.from({ length: 12 }, (_, i) => day(date, i - 6));
      await specify("days", { timezone, lags: { a: [0, "24h"] } });
      expect((await send("days", dates)).rows).toEqual({ received: 12, used: 11, skipped: 1 });
      await specify("days-told", { timezone, lags: { a: [0, "24h"] } });
      const told = dates.map((each) =>
        each < date
          ? `${each}T00:00${offset}`
          : each === date
            ? `${date}T${begins}`
            : `${each}T00:00${begins.slice(5)}`,
      );
      expect((await send("days-told", told)).rows).toEqual({ received: 12, used: 11, skipped: 1 });
      const [byDate, byOffset] = [await read("days"), await read("days-told")];
      expect(byOffset.coefficients).toEqual(byDate.coefficients);
      expect(byDate.inferred).toMatchObject({ step: "1d", interval: "daily" });
    });

    it("that a zone left out are refused by its name", async () => {
      await specify("apia", { timezone: "Pacific/Apia" });
      const { status, body } = await call("POST", "/norms/apia/train", { t: ["2011-12-30"], x: { a: [1] }, y: [1] });
      expect([status, body.errors[0].path]).toEqual([422, "t[0]"]);
      expect(body.detail).toContain("2011-12-30 is never on the clock in Pacific/Apia, the norm's `timezone`");
    });
  });

  // One zone for each kind of change: how far, and at what time of the day.
  it("is read right around every kind of change in 2011, by the hour and by the day", async () => {
    const wrong: string[] = [];
    const seen = new Set<string>();
    for (const { timezone, wall, changes } of clocksOf([2011])) {
      for (const change of changes) {
        const kind = `${change.by} ${wall(change.at) % DAY}`;
        if (seen.has(kind)) continue;
        seen.add(kind);
        const hours = Array.from({ length: 8 }, (_, i) => text(wall(change.at + (i - 4) * HOUR)));
        const days = daysAround(change, wall).filter(({ begins }) => begins !== undefined);
        for (const [lag, t, gaps] of [
          ["1h", hours, 0],
          ["24h", days.map(({ date }) => date), 7 - days.length],
        ] as const) {
          await specify("changing", { timezone, lags: { a: [0, lag] } });
          const a = wave(t.length);
          const { status, body } = await call("POST", "/norms/changing/train", { t, x: { a }, y: a });
          if (status !== 200 || body.rows.skipped !== 1 + gaps)
            wrong.push(`${timezone} ${lag} ${t} ${JSON.stringify(body)}`);
        }
      }
    }
    expect(seen.size).toBeGreaterThan(10);
    expect(wrong).toEqual([]);
  });

  describe("months and weeks", () => {
    const firsts = (count: number, step = 1) =>
      Array.from(
        { length: count },
        (_, i) => `${2022 + Math.floor((i * step) / 12)}-${String(1 + ((i * step) % 12)).padStart(2, "0")}-01`,
      );

    it.each([
      ["months", firsts(24), "1mo"],
      ["quarters", firsts(8, 3), "1q"],
      ["years", firsts(5, 12), "1y"],
      ["weeks", Array.from({ length: 60 }, (_, i) => day("2022-01-03", 7 * i)), "7d"],
    ])("%s have the row before, and cover the year, at once and one by one", async (norm, t, step) => {
      const a = wave(t.length);
      // y = 3 a + 2 (a of the row before), exactly.
      const y = a.map((value, i) => 3 * value + 2 * (a[i - 1] ?? 0));
      await specify(norm, { timezone: "Europe/Brussels", lags: { a: [0, 1] } });
      const { rows, warnings } = await send(norm, t, a, y);
      expect(rows).toEqual({ received: t.length, used: t.length - 1, skipped: 1 });
      expect(warnings.join()).not.toContain("days of a year");
      const { coefficients, inferred } = await read(norm);
      expect(coefficients.map(({ value }: { value: number }) => value.toFixed(9))).toEqual([
        "3.000000000",
        "2.000000000",
      ]);
      expect(inferred.step).toBe(step);
      // One by one: a row and the one before it tell how far rows are apart.
      await specify(`${norm}-single`, { timezone: "Europe/Brussels" });
      let single: { warnings: string[] } = { warnings: [] };
      for (const [i, time] of t.entries())
        single = await send(`${norm}-single`, [time], a.slice(i, i + 1), y.slice(i, i + 1));
      expect((await read(`${norm}-single`)).inferred).toMatchObject({ step, interval: inferred.interval });
      expect(single.warnings.join()).not.toContain("days of a year");
    });

    it("have the row before from the second on, where the step is stated", async () => {
      const t = firsts(6);
      const a = wave(6);
      await specify("stated", { step: "1mo", lags: { a: [1] } });
      const used = [];
      for (const [i, time] of t.entries()) used.push((await send("stated", [time], a.slice(i, i + 1))).rows.used);
      expect(used).toEqual([0, 1, 1, 1, 1, 1]);
      const { status, body } = await call("POST", "/norms/stated/train", { t: ["2023-01-02"], x: { a: [1] }, y: [1] });
      expect([status, body.errors[0].message]).toEqual([
        422,
        expect.stringContaining("not a whole number of steps of 1mo"),
      ]);
    });

    it("of universal time cover the year on a clock far from it", async () => {
      await specify("west", { timezone: "America/Chicago", lags: { a: [0, 1] } });
      const { rows, warnings } = await send(
        "west",
        firsts(12).map((date) => `${date}T00:00Z`),
      );
      expect(rows.used).toBe(11);
      expect(warnings.join()).not.toContain("days of a year");
    });

    it("look back by rows; a duration that is none of them is refused with what would do", async () => {
      await specify("months", { lags: { a: ["365d"] } });
      const { status, body } = await call("POST", "/norms/months/train", {
        t: firsts(3),
        x: { a: [1, 2, 3] },
        y: [1, 2, 3],
      });
      expect([status, body.errors[0].message]).toEqual([
        422,
        expect.stringContaining("steps of 1mo; rows are accepted"),
      ]);
    });
  });

  describe("hours", () => {
    const HOURS = ["2024-10-27T00:00", "2024-10-27T01:00", "2024-10-27T02:00"];

    it("that begin with the second 02:00 follow on the first, trained or asked", async () => {
      await specify("autumn", { timezone: "Europe/Brussels", lags: { a: [0, 1] } });
      await send("autumn", HOURS);
      expect((await ask("autumn", ["2024-10-27T02:00"])).y).not.toContain(null);
      // Both are asked: the first, whose past is no longer kept, and the second, whose past is the first.
      expect((await ask("autumn", [...HOURS.slice(2), "2024-10-27T02:00"])).y).toEqual([null, expect.any(Number)]);
      const { rows, warnings } = await send("autumn", ["2024-10-27T02:00", "2024-10-27T03:00", "2024-10-27T04:00"]);
      expect(rows).toEqual({ received: 3, used: 3, skipped: 0 });
      expect(warnings.join()).not.toMatch(/last trained time|apart/);
      // Of what is trained already the first is meant, as in a request that nothing came before.
      const { out_of_band: told } = (
        await call("POST", "/norms/autumn/savings", { t: HOURS, x: { a: [1, 1, 1] }, y: [90, 90, 90] })
      ).body;
      expect(told.at(-1)?.t).toBe("2024-10-27T00:00:00.000Z");
    });

    it("without an offset are UTC where no `timezone` is specified, which is said", async () => {
      const told = expect.stringContaining("they are taken as UTC");
      await specify("naive", {});
      expect((await send("naive", HOURS)).warnings).toContainEqual(told);
      expect((await ask("naive", HOURS)).warnings).toContainEqual(told);
      const until = await call("POST", "/norms/naive/what-if", { until: "2024-10-27T02:00" });
      expect(until.body.warnings).toContainEqual(told);
      for (const t of [["2024-10-28T00:00Z"], ["2024-10-28"]])
        expect((await ask("naive", t)).warnings).not.toContainEqual(told);
      await specify("zoned", { timezone: "UTC" });
      expect((await send("zoned", HOURS)).warnings).not.toContainEqual(told);
      expect((await ask("zoned", HOURS)).warnings).not.toContainEqual(told);
    });

    it("with an offset, which names no `timezone`, have the hours and days of UTC, which is said", async () => {
      // davidusb-geek/emhass#128, pandas-dev/pandas#50887.
      const told = expect.stringContaining("hours, days and months are those of UTC");
      const brussels = ["2024-10-27T02:00+02:00", "2024-10-27T02:00+01:00", "2024-10-27T03:00+01:00"];
      await specify("offsets", { calendar: ["hour_of_day"] });
      expect((await send("offsets", brussels)).warnings).toContainEqual(told);
      expect((await ask("offsets", brussels)).warnings).toContainEqual(told);
      expect((await ask("offsets", ["2024-10-28T02:00Z"])).warnings).not.toContainEqual(told);
      // An hour without a calendar is the same everywhere, a day is not.
      await specify("hours", {});
      expect((await send("hours", brussels)).warnings).not.toContainEqual(told);
      await specify("days", {});
      const midnights = ["2024-10-26T00:00+02:00", "2024-10-27T00:00+02:00", "2024-10-28T00:00+01:00"];
      expect((await send("days", midnights)).warnings).toContainEqual(told);
      await specify("placed", { calendar: ["hour_of_day"], timezone: "Europe/Brussels" });
      expect((await send("placed", brussels)).warnings).not.toContainEqual(told);
    });

    it.each([
      ["skipped", ["2024-03-31T02:30"], "t[0]"],
      ["told a third time", Array(3).fill("2024-10-27T02:00"), "t[2]"],
    ])("that are %s are refused by the `timezone`", async (_, t, path) => {
      await specify("refused", { timezone: "Europe/Brussels" });
      const { status, body } = await call("POST", "/norms/refused/train", {
        t,
        x: { a: wave(t.length) },
        y: wave(t.length),
      });
      expect([status, body.errors[0].path]).toEqual([422, path]);
      expect(body.errors[0].message).toContain("on the clock in Europe/Brussels, the norm's `timezone`");
    });
  });
});
