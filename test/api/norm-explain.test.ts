// Why a norm says what it says, over HTTP: the parts beside y in every form, and what is refused.
import { expect, it } from "vitest";
import { EXPLAINED_COUNT_MAX } from "../../src/platform/schema/limit.ts";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";
import { readCsvStrictly } from "../support/read-csv.ts";
import { expectRefusal, row } from "../support/refusal.ts";

// ŷ = 1 + 2a − b, exactly; the means of a and b are 2 and 1, so that the base is 4.
const ROWS = { x: { a: [0, 2, 4, 2, 2], b: [1, 0, 1, 2, 1] }, y: [0, 5, 8, 3, 4] };
const ASKED = { x: { a: [5, null, 2], b: [3, 1, 0] } };
const close = (values: (number | null)[]) => values.map((value) => (value === null ? null : expect.closeTo(value, 9)));

describeOnEachRuntime("an explained prediction", (call) => {
  const train = async (path: string) => {
    const { status, text } = await call("POST", path, ROWS);
    expect(status, text).toBe(200);
  };

  it("adds up to y, feature by feature, of a norm by name and of the default one", async () => {
    await call("PUT", "/norms/why", { columns: ["a", "b"], lambda: 0 });
    await train("/norms/why/train");
    await call("PUT", "/norms/default", { columns: ["a", "b"], lambda: 0 });
    await train("/train");
    for (const path of ["/norms/why/predict", "/predict"]) {
      const { body } = await call("POST", `${path}?explain=true`, ASKED);
      expect(body.y).toEqual(close([8, null, 5]));
      expect(body.explanation).toEqual({
        base: expect.closeTo(4, 9),
        means: { a: expect.closeTo(2, 9), b: expect.closeTo(1, 9) },
        contributions: { a: close([6, null, 0]), b: close([-2, null, 1]) },
        sources: { a: close([6, null, 0]), b: close([-2, null, 1]) },
      });
      expect((await call("POST", `${path}?explain=false`, ASKED)).body).not.toHaveProperty("explanation");
    }
  });

  it("is told of rows of CSV in their order as they were sent, and as rows", async () => {
    await call("PUT", "/norms/days", { columns: ["a"], lambda: 0, calendar: ["weekend"] });
    const t = ["2026-01-05", "2026-01-06", "2026-01-07", "2026-01-10", "2026-01-11"];
    await call("POST", "/norms/days/train", { t, x: { a: [0, 1, 2, 1, 1] }, y: [1, 3, 5, 13, 13] });
    // The later day first.
    const sent = "day,a\n2026-01-17,3\n2026-01-12,2\n";
    const csv = { "content-type": "text/csv" };
    const { body } = await call("POST", "/norms/days/predict?time=day&explain=true", sent, csv);
    expect(body.y).toEqual(close([17, 5]));
    expect(body.explanation.contributions).toEqual({ a: close([4, 2]), weekend: close([6, -4]) });
    expect(body.explanation.base).toBeCloseTo(7, 9);
    const asRows = await call("POST", "/norms/days/predict?time=day&explain=true", sent, {
      ...csv,
      accept: "text/csv",
    });
    const [names, first] = readCsvStrictly(asRows.text, ",").map((cells) => cells.map(({ text }) => text));
    expect(names?.slice(6)).toEqual(["contribution.a", "contribution.weekend", "source.a", "source.weekend"]);
    expect(first?.slice(6).map(Number)).toEqual(close([4, 6, 4, 6]));
    const beside = JSON.parse(asRows.headers.get("edgefit-answer") as string);
    expect(beside.explanation).toEqual({ base: expect.closeTo(7, 9) });
  });

  it("has so many numbers at most", async () => {
    const columns = Array.from({ length: 100 }, (_, j) => `c${j}`);
    const random = (i: number, j: number) => ((i * 31 + j * 17) % 101) / 101;
    const table = (rows: number) =>
      Object.fromEntries(columns.map((name, j) => [name, Array.from({ length: rows }, (_, i) => random(i * i, j))]));
    await call("POST", "/norms/wide/train", { x: table(50), y: Array.from({ length: 50 }, (_, i) => random(i, 1)) });
    const most = EXPLAINED_COUNT_MAX / columns.length;
    const within = await call("POST", "/norms/wide/predict?explain=true", { x: table(most) });
    expect(Object.keys(within.body.explanation.contributions)).toEqual(columns);
    const path = "/norms/wide/predict?explain=true";
    await expectRefusal(call, row("a row more", ["POST", path, { x: table(most + 1) }], 413));
    const { body } = await call("POST", path, { x: table(most + 1) });
    expect(body.detail).toMatch(/5001 rows × 100 features .* the 500000 numbers .* at most 5000 rows/);
    expect((await call("POST", "/norms/wide/predict", { x: table(most + 1) })).status).toBe(200);
  });

  it("is refused by any other word, and where it is no prediction", async () => {
    await expectRefusal(call, row("a word", ["POST", "/norms/why/predict?explain=yes", ASKED], 422, "explain"));
    const savings = { ...ASKED, y: [1, 2, 3] };
    await expectRefusal(call, row("savings", ["POST", "/norms/why/savings?explain=true", savings], 422, "explain"));
    await expectRefusal(call, row("a norm that is none", ["POST", "/norms/none/predict?explain=true", ASKED], 404));
  });
});
