// The norms from outside: what they learn, continue, forget and keep.
import { describe, expect, it } from "vitest";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";
import { randomColumns, relativeError, worstRelativeError } from "../support/numbers.ts";

// One SVD of well-conditioned data, rows in whatever order.
const SAME = 1e-9;

describeOnEachRuntime("norms", (call) => {
  const train = async (norm: string, body: unknown) => {
    const { status, body: answer } = await call("POST", `/norms/${norm}/train`, body);
    expect(status, JSON.stringify(answer)).toBe(200);
    return answer;
  };
  const read = async (norm: string) => (await call("GET", `/norms/${norm}`)).body;
  const numbersOf = async (norm: string): Promise<number[]> => {
    const { intercept, coefficients } = await read(norm);
    return [intercept, ...coefficients.map(({ value }: { value: number }) => value)];
  };

  it("learns y = 1 + 2x from two batches, and says what it predicts", async () => {
    const first = await call("POST", "/train", { x: { T_out: [0, 1, 2] }, y: [1, 3, 5], batch: "monday" });
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({ norm: "default", version: 1, batch: "monday", error_before: null });
    expect(first.body.rows).toEqual({ received: 3, used: 3, skipped: 0 });
    const { body: second } = await call("POST", "/train", { x: { T_out: [3, 4, 5, null] }, y: [7, 9, 11, 13] });
    expect(second.rows).toEqual({ received: 4, used: 3, skipped: 1 });
    expect(second.error_before.rmse).toBeGreaterThan(0);
    await call("PUT", "/norms/default", { columns: ["T_out"], lambda: 0 });
    const predicted = await call("POST", "/predict", { x: { T_out: [10, null], other: [1, 2] } });
    expect(predicted.body).toMatchObject({ norm: "default", version: 3 });
    expect(predicted.body.y[0]).toBeCloseTo(21, 12);
    expect(predicted.body.y[1]).toBeNull();
  });

  describe("the same 210 rows", () => {
    const [a, b, noise] = randomColumns(3, 210, 21) as [Float64Array, Float64Array, Float64Array];
    const y = a.map((value, i) => 5 + 3 * value - 2 * (b[i] as number) + 0.3 * (noise[i] as number));
    const part = (from: number, to: number) => ({
      x: { a: [...a.slice(from, to)], b: [...b.slice(from, to)] },
      y: [...y.slice(from, to)],
    });
    const sevenths = [0, 1, 2, 3, 4, 5, 6].map((i) => part(30 * i, 30 * (i + 1)));

    it("give the same norm in 1 batch, in 7, and in 7 sent in another order", async () => {
      await train("whole", part(0, 210));
      for (const batch of sevenths) await train("cut", batch);
      for (const i of [4, 0, 6, 2, 5, 1, 3]) await train("mixed", sevenths[i]);
      const whole = await numbersOf("whole");
      expect(worstRelativeError(await numbersOf("cut"), whole)).toBeLessThan(SAME);
      expect(worstRelativeError(await numbersOf("mixed"), whole)).toBeLessThan(SAME);
      const [one, seven] = [await read("whole"), await read("cut")];
      expect(seven.lambda).toBe(one.lambda);
      expect(Math.abs(seven.cv.rmse / one.cv.rmse - 1)).toBeLessThan(SAME);
    });

    it("without a forgotten batch are as if it had never been sent", async () => {
      for (const [i, batch] of sevenths.entries()) await train("forgetful", { ...batch, batch: `b${i}` });
      for (const [i, batch] of sevenths.entries()) if (i !== 2 && i !== 6) await train("ignorant", batch);
      for (const name of ["b2", "b6"])
        expect((await call("DELETE", `/norms/forgetful/batches/${name}`)).status).toBe(200);
      const [forgetful, ignorant] = [await read("forgetful"), await read("ignorant")];
      expect(worstRelativeError(await numbersOf("forgetful"), await numbersOf("ignorant"))).toBeLessThan(SAME);
      expect(forgetful).toMatchObject({ version: 9, rows: 150, lambda: ignorant.lambda });
      // An older version too is made of what is not forgotten: version 3 was b0, b1 and b2.
      for (const batch of sevenths.slice(0, 2)) await train("two", batch);
      const x = { a: [0.3], b: [-0.2] };
      const old = (await call("POST", "/norms/forgetful/predict", { x, version: 3 })).body.y;
      expect(old[0]).not.toBeNull();
      await call("PUT", "/norms/two", {
        columns: ["a", "b"],
        lambda: (await call("GET", "/norms/forgetful/history")).body.history[2].lambda,
      });
      expect(relativeError(old, (await call("POST", "/norms/two/predict", { x })).body.y)).toBeLessThan(SAME);
      const { history } = (await call("GET", "/norms/forgetful/history")).body;
      expect(history.slice(-2)).toMatchObject([
        { version: 8, event: "forget", batch: "b2", rows: null },
        { version: 9, event: "forget", batch: "b6", rows: null },
      ]);
      expect((await call("GET", "/norms/forgetful/batches/b2")).status).toBe(404);
      expect((await train("forgetful", { ...sevenths[2], batch: "b2" })).replayed).toBeUndefined();
    });

    it("are kept version by version beyond the copies in KV and past snapshots", async () => {
      for (let i = 0; i < 40; i++) await train("long", part(5 * i, 5 * i + 5));
      await train("short", part(0, 15));
      const x = { a: [0.3], b: [-0.2] };
      const [, , third] = (await call("GET", "/norms/long/history")).body.history;
      const old = (await call("POST", "/norms/long/predict", { x, version: 3 })).body;
      expect(old.version).toBe(3);
      await call("PUT", "/norms/short", { columns: ["a", "b"], lambda: third.lambda });
      expect(relativeError(old.y, (await call("POST", "/norms/short/predict", { x })).body.y)).toBeLessThan(SAME);
    });
  });

  describe("lags", () => {
    const specification = { columns: ["T_out"], lags: { T_out: [0, 1, 3] }, lambda: 0 };
    const T_out = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3];
    // y = 1 + 2·T(t) − T(t−1) + 3·T(t−3), known from the fourth row on.
    const y = T_out.map((now, t) => 1 + 2 * now - (T_out[t - 1] ?? 0) + 3 * (T_out[t - 3] ?? 0));
    const rows = (from: number, to: number) => ({ x: { T_out: T_out.slice(from, to) }, y: y.slice(from, to) });

    it("continue where the last train ended", async () => {
      expect((await call("PUT", "/norms/lagged", specification)).status).toBe(201);
      expect((await train("lagged", rows(0, 2))).rows).toEqual({ received: 2, used: 0, skipped: 2 });
      expect((await call("POST", "/norms/lagged/predict", { x: { T_out: [1] } })).body.code).toBe("not_trained");
      expect((await train("lagged", rows(2, 7))).rows).toEqual({ received: 5, used: 4, skipped: 1 });
      expect((await train("lagged", rows(7, 14))).rows).toEqual({ received: 7, used: 7, skipped: 0 });
      expect(worstRelativeError(await numbersOf("lagged"), [1, 2, -1, 3])).toBeLessThan(SAME);
      const predicted = (await call("POST", "/norms/lagged/predict", { x: { T_out: T_out.slice(14) } })).body.y;
      expect(relativeError(predicted, y.slice(14))).toBeLessThan(SAME);
    });

    it("begin anew with continues: false", async () => {
      const predicted = (
        await call("POST", "/norms/lagged/predict", { x: { T_out: T_out.slice(8, 12) }, continues: false })
      ).body.y;
      expect(predicted.slice(0, 3)).toEqual([null, null, null]);
      expect(Math.abs(predicted[3] - (y[11] as number))).toBeLessThan(SAME);
      expect((await train("lagged", { ...rows(0, 5), continues: false })).rows).toEqual({
        received: 5,
        used: 2,
        skipped: 3,
      });
    });

    it("continue from the batch before a forgotten one", async () => {
      await call("PUT", "/norms/retold", specification);
      await train("retold", rows(0, 9));
      await train("retold", { x: { T_out: [100, 100, 100] }, y: [0, 0, 0], batch: "wrong" });
      await call("DELETE", "/norms/retold/batches/wrong");
      await train("retold", rows(9, 14));
      expect(worstRelativeError(await numbersOf("retold"), [1, 2, -1, 3])).toBeLessThan(SAME);
    });
  });

  describe("a batch that is sent twice", () => {
    const batch = {
      x: [
        [1, 2],
        [3, 4],
        [5, 7],
      ],
      y: [1, 2, 4],
      batch: "2016-W03",
    };

    it("counts once and is answered as the first time", async () => {
      const first = await train("twice", batch);
      const again = await train("twice", { batch: "2016-W03", y: [1.0, 2, 4], x: { x2: [2, 4, 7], x1: [1, 3, 5] } });
      expect(again).toEqual({ ...first, replayed: true });
      expect((await read("twice")).rows).toBe(3);
    });

    it("can be named by the header Idempotency-Key", async () => {
      const { batch: name, ...unnamed } = batch;
      const again = await call("POST", "/norms/twice/train", unnamed, { "idempotency-key": `"${name}"` });
      expect(again.body.replayed).toBe(true);
    });

    it("is refused with other content", async () => {
      const { status, body } = await call("POST", "/norms/twice/train", { ...batch, y: [1, 2, 5] });
      expect([status, body.code]).toEqual([409, "conflict"]);
    });
  });

  describe("data that say little", () => {
    it.each([
      ["one row", { x: { a: [1] }, y: [2] }, 0],
      ["a constant y", { x: { a: [1, 2, 3, 4] }, y: [5, 5, 5, 5] }, 0],
      ["a nearly constant y", { x: { a: [1, 2, 3, 4] }, y: [0.1, 0.1, 0.1 + 1e-17, 0.1] }, 0],
      ["a constant column", { x: { a: [1, 2, 3, 4], b: [7, 7, 7, 7] }, y: [1, 2, 3, 5] }, 1],
      ["two identical columns", { x: { a: [1, 2, 3, 4], b: [1, 2, 3, 4] }, y: [1, 2, 3, 5] }, 1],
      ["fewer rows than columns", { x: [[1, 2, 3, 4]], y: [1] }, 1],
      ["a y of zeros", { x: { a: [1, 2, 3] }, y: [0, 0, 0] }, 0],
      ["huge values", { x: { a: [1e30, -1e30, 3e29] }, y: [1e30, 2e29, -1e30] }, 0],
      ["tiny values", { x: { a: [1e-30, 2e-30, 5e-30] }, y: [1e-30, 0, 1e-30] }, 0],
      [
        "huge and tiny values",
        {
          x: { a: [...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((i) => i * 1e-30), 1e30] },
          y: [9e29, 8e29, -7e29, 1e29, 2, 3, 1e-30, 4e29, 5, 6, 7, 8e29, 9e29],
        },
        0,
      ],
    ])("%s: an answer with numbers and nulls only, at λ = 0, 1 and auto", async (name, body, warnings) => {
      for (const lambda of [0, 1, "auto"]) {
        const norm = `little-${name.replaceAll(" ", "-")}-${lambda}`;
        const columns = Array.isArray(body.x) ? ["x1", "x2", "x3", "x4"] : Object.keys(body.x);
        await call("PUT", `/norms/${norm}`, { columns, lambda });
        const answer = await train(norm, body);
        expect(answer.warnings.length).toBeGreaterThanOrEqual(warnings);
        expect(answer.error.rmse).toBeTypeOf("number");
        const predicted = await call("POST", `/norms/${norm}/predict`, { x: body.x });
        expect(predicted.status).toBe(200);
        for (const value of predicted.body.y) expect(value).toBeTypeOf("number");
        const whole = await read(norm);
        expect(whole.coefficients.every(({ value }: { value: unknown }) => typeof value === "number")).toBe(true);
      }
    });

    it("names the collinear columns at λ = 0", async () => {
      await call("PUT", "/norms/collinear", { columns: ["a", "b", "c"], lambda: 0 });
      const { warnings } = await train("collinear", {
        x: { a: [1, 2, 3, 5, 8], b: [3, 1, 4, 1, 5], c: [2, 4, 6, 10, 16] },
        y: [1, 2, 4, 5, 9],
      });
      expect(warnings.join()).toMatch(/Collinear: a, c; .* the coefficients of least norm/);
    });
  });

  describe("a specification", () => {
    it("creates, repeats and changes; λ alone makes a new version", async () => {
      const first = await call("PUT", "/norms/spec", { columns: ["a"] });
      expect(first.status).toBe(201);
      expect(first.body).toMatchObject({
        version: 0,
        rows: 0,
        coefficients: [],
        spec: { columns: ["a"], lags: {}, lambda: "auto", continues: true },
      });
      expect((await call("PUT", "/norms/spec", { columns: ["a", "b"] })).status).toBe(200);
      await train("spec", { x: { a: [1, 2, 4], b: [3, 1, 5] }, y: [1, 2, 4] });
      const same = await call("PUT", "/norms/spec", { columns: ["a", "b"] });
      expect(same.body.version).toBe(1);
      const heavier = await call("PUT", "/norms/spec", { columns: ["a", "b"], lambda: 50 });
      expect(heavier.body).toMatchObject({ version: 2, lambda: 50, rows: 3 });
      const refused = await call("PUT", "/norms/spec", { columns: ["a"], lambda: 50 });
      expect([refused.status, refused.body.code]).toEqual([409, "conflict"]);
    });

    it("is free again once every batch is forgotten", async () => {
      await train("freed", { x: { a: [1, 2, 4] }, y: [1, 2, 4], batch: "only" });
      expect((await call("DELETE", "/norms/freed/batches/only")).body).toMatchObject({
        version: 2,
        rows: 0,
        lambda: null,
        cv: null,
      });
      expect((await call("POST", "/norms/freed/predict", { x: { a: [1] } })).status).toBe(409);
      expect((await call("PUT", "/norms/freed", { columns: ["b"], lags: { b: [1] } })).status).toBe(200);
      expect((await train("freed", { x: { b: [1, 2, 4, 9] }, y: [1, 2, 4, 8] })).rows.used).toBe(3);
      expect((await call("POST", "/norms/freed/predict", { x: { b: [1] } })).body.version).toBe(3);
    });
  });

  it("pages its lists", async () => {
    for (let i = 0; i < 5; i++) await train("paged", { x: { a: [i, 2 * i + 1] }, y: [i, 1], batch: `b${i}` });
    const first = (await call("GET", "/norms/paged/batches?limit=3")).body;
    expect([first.batches.map(({ batch }: { batch: string }) => batch), first.next]).toEqual([["b0", "b1", "b2"], 3]);
    const second = (await call("GET", `/norms/paged/batches?limit=3&after=${first.next}`)).body;
    expect([second.batches.length, second.next]).toEqual([2, null]);
    expect((await call("GET", "/norms/paged/history?after=4")).body.history).toMatchObject([
      { version: 5, batch: "b4" },
    ]);
    const { norms, next } = (await call("GET", "/norms?limit=1&after=paged")).body;
    expect(norms.length === 1 ? next : null).toBe(norms[0]?.norm ?? null);
  });

  it("deletes a norm with every copy; the name begins anew", async () => {
    await train("gone", { x: { a: [1, 2, 3] }, y: [1, 2, 4] });
    expect((await call("DELETE", "/norms/gone")).status).toBe(204);
    for (const path of ["/norms/gone", "/norms/gone/history", "/norms/gone/batches"])
      expect((await call("GET", path)).status).toBe(404);
    expect((await train("gone", { x: { b: [1, 2, 3] }, y: [3, 2, 1] })).version).toBe(1);
    const predicted = (await call("POST", "/norms/gone/predict", { x: { b: [2] } })).body.y[0];
    expect(predicted).toBeCloseTo(2, 10);
  });
});
