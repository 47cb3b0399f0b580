import { expect, it } from "vitest";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";
import { randomColumns, uniform, worstRelativeError } from "../support/numbers.ts";

describeOnEachRuntime("many at once", (call) => {
  const times = <T>(count: number, make: (i: number) => T) => Array.from({ length: count }, (_, i) => make(i));
  const read = async (norm: string) => (await call("GET", `/norms/${norm}`)).body;

  it("50 trainings of a new norm: 50 versions, every row counted, the same norm as one training", async () => {
    const [a, b, y] = randomColumns(3, 500, 3) as [Float64Array, Float64Array, Float64Array];
    const part = (from: number, to: number) => ({
      x: { a: [...a.slice(from, to)], b: [...b.slice(from, to)] },
      y: [...y.slice(from, to)],
    });
    const answers = await Promise.all(times(50, (i) => call("POST", "/norms/crowd/train", part(10 * i, 10 * i + 10))));
    expect(answers.map(({ status }) => status)).toEqual(times(50, () => 200));
    expect(answers.map(({ body }) => body.version).sort((p, q) => p - q)).toEqual(times(50, (i) => i + 1));
    const { history } = (await call("GET", "/norms/crowd/history")).body;
    expect(history.map(({ lambda }: { lambda: unknown }) => typeof lambda)).toEqual(times(50, () => "number"));

    await call("POST", "/norms/one/train", part(0, 500));
    const [crowd, one] = [await read("crowd"), await read("one")];
    expect(crowd).toMatchObject({ version: 50, rows: 500, lambda: one.lambda });
    expect(worstRelativeError(numbersOf(crowd), numbersOf(one))).toBeLessThan(1e-9);
  });

  it("the same batch 20 times counts once, and all answers are the first", async () => {
    const batch = { x: { a: [1, 2, 4, 7] }, y: [1, 2, 3, 5], batch: "once" };
    const answers = await Promise.all(times(20, () => call("POST", "/norms/twenty/train", batch)));
    expect(answers.map(({ status }) => status)).toEqual(times(20, () => 200));
    expect(answers.filter(({ body }) => body.replayed !== true).length).toBe(1);
    const first = answers.find(({ body }) => body.replayed !== true)?.body;
    for (const { body } of answers) expect({ ...body, replayed: undefined }).toEqual({ ...first, replayed: undefined });
    expect(await read("twenty")).toMatchObject({ version: 1, rows: 4 });
  });

  it("20 trainings of a norm with lags are as if sent one after the other, in the order of their versions", async () => {
    const specification = { columns: ["a"], lags: { a: [0, 1] }, lambda: 0 };
    const random = uniform(7);
    const rows = times(21, (i) => ({ x: { a: [random()] }, y: [random()], batch: `b${i}` }));
    await call("PUT", "/norms/chain", specification);
    await call("POST", "/norms/chain/train", rows[0]);
    const answers = await Promise.all(rows.slice(1).map((row) => call("POST", "/norms/chain/train", row)));
    expect(answers.map(({ body }) => body.rows?.used)).toEqual(times(20, () => 1));
    const { batches } = (await call("GET", "/norms/chain/batches")).body;
    await call("PUT", "/norms/serial", specification);
    for (const { batch } of batches)
      await call(
        "POST",
        "/norms/serial/train",
        rows.find((row) => row.batch === batch),
      );
    const [chain, serial] = [await read("chain"), await read("serial")];
    expect(worstRelativeError(numbersOf(chain), numbersOf(serial))).toBeLessThan(1e-9);
  });

  it("trainings, forgettings and a deletion never break anything", async () => {
    const batch = (i: number) => ({ x: { a: [i, i * i, 3] }, y: [i, 2, i + 1], batch: `b${i}` });
    for (let i = 0; i < 6; i++) await call("POST", "/norms/busy/train", batch(i));
    const statuses = await Promise.all([
      ...times(10, (i) => call("POST", "/norms/busy/train", batch(10 + i))),
      ...times(6, (i) => call("DELETE", `/norms/busy/batches/b${i}`)),
      ...times(6, (i) => call("DELETE", `/norms/busy/batches/b${i}`)),
      ...times(10, () => call("POST", "/norms/busy/predict", { x: { a: [1] } })),
    ]);
    expect(statuses.slice(0, 10).map(({ status }) => status)).toEqual(times(10, () => 200));
    expect(statuses.slice(10, 22).filter(({ status }) => status === 200).length).toBe(6);
    expect(statuses.slice(10, 22).filter(({ status }) => status === 404).length).toBe(6);
    for (const { status } of statuses.slice(22)) expect([200, 409]).toContain(status);
    for (let i = 0; i < 10; i++) await call("POST", "/norms/calm/train", batch(10 + i));
    const [busy, calm] = [await read("busy"), await read("calm")];
    expect(busy).toMatchObject({ version: 22, rows: 30, lambda: calm.lambda });
    expect(Math.abs(busy.intercept - calm.intercept)).toBeLessThan(1e-9);

    const last = await Promise.all([
      ...times(10, (i) => call("POST", "/norms/busy/train", batch(30 + i))),
      call("DELETE", "/norms/busy"),
    ]);
    for (const { status } of last) expect([200, 204, 409]).toContain(status);
  });
});

function numbersOf(norm: { intercept: number; coefficients: { value: number }[] }): number[] {
  return [norm.intercept, ...norm.coefficients.map(({ value }) => value)];
}
