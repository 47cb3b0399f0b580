// Columns of text, truths and dates from outside: what is learned from them, kept of them and told of them, for each family.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { families, PROBLEMS } from "../../src/engine/model/families.ts";
import type { Client } from "../support/client.ts";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";
import { uniform } from "../support/numbers.ts";

const ROWS = 60;
const PORTS = ["Bari", "Cork", "Dover"];
const TYPES = { port: "category", crew: "category", left: "date", fare: "number", deck: "number" };

/** Ships by port, crew, day, fare (with a decimal comma) and deck (some are missing); what is learned follows from port and crew. */
function ships() {
  const random = uniform(7);
  const rows = Array.from({ length: ROWS }, (_, i) => ({
    port: PORTS[i % 3] as string,
    crew: random() < 0.5,
    left: `2025-${String(1 + (i % 12)).padStart(2, "0")}-${String(1 + (i % 28)).padStart(2, "0")}`,
    fare: `${Math.floor(90 * random())},${i % 10}`,
    deck: i % 9 === 0 ? null : Math.floor(4 * random()),
  }));
  const names = ["port", "crew", "left", "fare", "deck"] as const;
  return {
    X: Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])])),
    byRow: rows.map((row) => names.map((name) => row[name])),
    y: rows.map(({ port, crew }) => 10 * PORTS.indexOf(port) + 3 * Number(crew)),
    labels: rows.map(({ port, crew }) => port !== "Bari" && crew),
  };
}

async function train(call: Client, body: object) {
  const answer = await call("POST", "/api/ml_models", { h_tune: false, ...body });
  return { ...answer, path: `/api/ml_models/${answer.body.id}` };
}

const lives = PROBLEMS.flatMap((problem) => families.map(({ name }) => ({ problem, name })));
const ridge = { problem: "regression", name: "Ridge" };
const forest = { problem: "regression", name: "Random Forest" };

describeOnEachRuntime("a table of text, truths and dates", (call) => {
  const predict = async (path: string, X: unknown) => (await call("POST", `${path}/predict`, { X })).body;

  it.each(lives)("goes through the life of $name for $problem", async ({ problem, name }) => {
    const { X, byRow, y, labels } = ships();
    const isClasses = problem === "classification";
    const order = { problem, name, X, y: isClasses ? labels : y };
    const { status, body: made, path } = await train(call, order);
    expect(status, JSON.stringify(made)).toBe(201);
    expect(made).toMatchObject({ status: "ready", rows: ROWS, columns: 5, types: TYPES });
    const listed = (await call("GET", "/api/ml_models")).body[1].find(({ id }: { id: number }) => id === made.id);
    const { types: _, ...rest } = made;
    expect(listed).toEqual(rest);

    const own = await predict(path, X);
    expect(own).toMatchObject({ columns: Object.keys(X), warnings: [] });
    expect(own.y.map((value: unknown) => typeof value)).toEqual(order.y.map((value) => typeof value));
    if (isClasses) expect(own.classes).toEqual([false, true]);
    // Rows have no names, so the order in which the columns were learned tells them.
    expect(await predict(path, byRow)).toEqual(own);
    const started = (await call("GET", path)).body;
    expect((await call("GET", `/results/${started.split(" ").at(-1)}`)).body).toEqual(own.y);

    const { data, importance, types } = (await call("GET", `${path}/card`)).body;
    expect(types).toEqual(TYPES);
    expect(data.columns).toEqual(Object.keys(X));
    expect(data.inputs).toEqual([
      { column: "port", type: "category", missing: 0, level_count: 3, levels: PORTS, parts: null },
      { column: "crew", type: "category", missing: 0, level_count: 2, levels: [false, true], parts: null },
      {
        ...{ column: "left", type: "date", missing: 0, level_count: null, levels: null },
        parts: ["month", "weekday", "year_sin", "year_cos", "trend"],
      },
      { column: "fare", type: "number", missing: 0, level_count: null, levels: null, parts: null },
      { column: "deck", type: "number", missing: 7, level_count: null, levels: null, parts: null },
    ]);
    expect(data).toMatchObject({ missing_values: 7, might_be_categories: ["deck"], is_weighted: false });
    for (const weights of Object.values(importance) as object[])
      expect(Object.keys(weights)).toEqual([
        "port",
        "crew",
        "left.month",
        "left.weekday",
        "left.year_sin",
        "left.year_cos",
        "left.trend",
        "fare",
        "deck",
      ]);

    const { body: file } = await call("GET", `${path}/download`);
    expect([file.format, file.inputs.length]).toEqual([2, 5]);
    const copy = await call("POST", "/api/ml_models/upload", file);
    expect(copy.status, copy.text).toBe(201);
    const twin = `/api/ml_models/${copy.body.id}`;
    const asked = { ...X, port: X.port?.map((port, i) => (i < 5 ? "Ålesund" : port)) };
    const answer = await predict(path, asked);
    expect(answer.warnings).toEqual([
      'Unseen levels: column port has levels never seen in training ("Ålesund") in 5 rows, taken as other.',
    ]);
    expect(await predict(twin, asked)).toEqual({ ...answer, model_id: copy.body.id });
    expect((await call("GET", `${twin}/download`)).body).toEqual(file);

    // On the stored table again, and on another.
    const again = await call("PUT", path, { problem, name });
    expect(again.body).toMatchObject({ version: 2, types: TYPES });
    expect((await predict(path, X)).y).toEqual(own.y);
    const told = await call("PUT", path, { ...order, types: { deck: "category", left: "category" } });
    expect(told.body).toMatchObject({ version: 3, types: { ...TYPES, deck: "category", left: "category" } });
    const rolled = await call("POST", `${path}/versions/1/activate`);
    expect(rolled.body.types).toEqual(TYPES);
    expect(await predict(path, X)).toEqual(own);
    for (const each of [path, twin]) expect((await call("DELETE", each)).status).toBe(204);
  });

  it("tells what a forest learned of its levels", async () => {
    // No order of the ports tells Cork from the others by one threshold.
    const port = Array.from({ length: ROWS }, (_, i) => PORTS[i % 3]);
    const { path } = await train(call, {
      ...forest,
      params: { max_features: "all" },
      X: { port },
      y: port.map((each) => Number(each === "Cork")),
    });
    expect((await predict(path, { port: PORTS })).y).toEqual([0, 1, 0]);
    await call("DELETE", path);
  });

  it.each<[string, object, string, RegExp]>([
    [
      "a word among numbers",
      { X: { a: [1, 2, "#N/A", 4] } },
      "X.a[2]",
      /"#N\/A", but nearly all other values are numbers; send null/,
    ],
    ["thousands", { X: { a: ["1.234,5", "2,5", "3", "4"] } }, "X.a[0]", /separators of thousands/],
    [
      "a word where numbers are told",
      { X: { a: ["x", "1", "2", "y"] }, types: { a: "number" } },
      "X.a[0]",
      /"x" is no number/,
    ],
    ["a type of no column", { types: { b: "number" } }, "types.b", /no column of X; those are a/],
    [
      "a type that there is not",
      { types: { a: "text" } },
      "types.a",
      /"text" is no type of a column: number, category, date are/,
    ],
    ["types that are a list", { types: ["number"] }, "types", /is not an object/],
    ["a list in a column", { X: { a: [1, [2], 3, 4] } }, "X.a[1]", /nor text, true, false, or null/],
    ["weights of other rows", { sample_weight: [1, 2] }, "sample_weight", /length 2, but X has 4 rows/],
    [
      "a weight of 0",
      { sample_weight: [1, 0, 1, 1] },
      "sample_weight[1]",
      /0 is no weight: leave the row out; a row weighs 0.000001 to 1000000/,
    ],
    ["a weight below 0", { sample_weight: [1, 1, -1, 1] }, "sample_weight[2]", /-1 is no weight/],
    ["a weight that is null", { sample_weight: [1, 1, 1, null] }, "sample_weight[3]", /null is no weight/],
    ["a weight past all", { sample_weight: [1_000_001, 1, 1, 1] }, "sample_weight[0]", /1000001 is no weight/],
    ["weights that are a number", { sample_weight: 1 }, "sample_weight", /1 is not an array of numbers/],
    ["y with a point and a comma", { y: ["1.5", "2,5", "3", "4"] }, "y[1]", /decimal comma, but "1.5" a decimal point/],
    ["y that may be thousands", { y: ["1,234", "2", "3", "4"] }, "y[0]", /may be 1.234/],
    ["y without a value", { y: [1, "", 3, 4] }, "y[1]", /"" is no number/],
  ])("is refused with %s, and says why", async (_, body, path, message) => {
    const answer = await call("POST", "/api/ml_models", { ...ridge, X: { a: [1, 2, 3, 4] }, y: [1, 2, 3, 4], ...body });
    expect([answer.status, answer.body.errors?.[0].path], answer.text).toEqual([422, path]);
    expect(answer.body.errors[0].message).toMatch(message);
  });

  it("keeps weights at their limits, and what is stored when a retraining is refused", async () => {
    const { status, path, body } = await train(call, {
      ...ridge,
      X: [[1], [2], [3]],
      y: [1, 2, 3],
      sample_weight: [1e-6, 1e6, 1],
    });
    expect(status, JSON.stringify(body)).toBe(201);
    expect((await call("GET", `${path}/card`)).body.data.is_weighted).toBe(true);
    for (const alone of [{ types: { x1: "category" } }, { sample_weight: [1, 2, 3] }]) {
      const refused = await call("PUT", path, { ...ridge, ...alone });
      expect([refused.status, refused.body.errors[0].path]).toEqual([422, Object.keys(alone)[0]]);
    }
    expect((await call("GET", `${path}/card`)).body).toMatchObject({ version: 1, versions: [{ version: 1 }] });
    await call("DELETE", path);
  });

  it("makes a row of weight 2 two rows, and keeps that in a retraining", async () => {
    const X = [1, 2, 4, 7];
    const y = [3, 1, 4, 1];
    const weights = [1, 2, 1, 3];
    const twice = (values: number[]) => values.flatMap((value, i) => Array<number>(weights[i] as number).fill(value));
    const order = { ...ridge, params: { lambda: 1 } };
    const weighed = await train(call, { ...order, X: { a: X }, y, sample_weight: weights });
    const repeated = await train(call, { ...order, X: { a: twice(X) }, y: twice(y) });
    const asked = { a: [0, 3, 10] };
    const expected = (await predict(repeated.path, asked)).y;
    const rounded = (values: number[]) => values.map((value) => value.toFixed(9));
    const weighedAsked = await predict(weighed.path, asked);
    expect(rounded(weighedAsked.y)).toEqual(rounded(expected));
    await call("PUT", weighed.path, order);
    const { y: again, version } = await predict(weighed.path, asked);
    expect(version).toBe(2);
    expect(again).toEqual(weighedAsked.y);
    for (const { path } of [weighed, repeated]) await call("DELETE", path);
  });

  it("reads y as text where all of it is numbers", async () => {
    const { path, status } = await train(call, {
      ...ridge,
      params: { lambda: 0 },
      X: [[1], [2], [3]],
      y: ["1,5", "2,5", " 3,5 "],
    });
    expect(status).toBe(201);
    expect((await predict(path, [["4"]])).y[0]).toBeCloseTo(4.5, 9);
    await call("DELETE", path);
  });

  it("says classes true and false, and weighs them by name", async () => {
    const X = { a: [1, 2, 3, 4, 5, 6, 7, 8] };
    const y = [false, false, false, true, true, true, true, true];
    for (const { name } of families) {
      const { path, body } = await train(call, {
        problem: "classification",
        name,
        X,
        y,
        params: { class_weight: { true: 2 }, ...(name === "Gradient Boosting" && { min_samples_leaf: 1 }) },
      });
      expect(body.status, JSON.stringify(body)).toBe("ready");
      const answer = await predict(path, [[1], [8]]);
      expect([answer.y, answer.classes]).toEqual([
        [false, true],
        [false, true],
      ]);
      const file = (await call("GET", `${path}/download`)).body;
      expect([file.format, file.classes]).toEqual([2, [false, true]]);
      const copy = await call("POST", "/api/ml_models/upload", file);
      expect((await predict(`/api/ml_models/${copy.body.id}`, [[1], [8]])).y).toEqual([false, true]);
      for (const id of [body.id, copy.body.id]) await call("DELETE", `/api/ml_models/${id}`);
    }
  });

  it("keeps format 1 of models of numbers, whatever their columns are called", async () => {
    const columns = ["_proto_", "constructors", "a b", "ä", "types"];
    const X = Object.fromEntries(columns.map((name, j) => [name, [j, 1, 2, 3]]));
    const { path, body } = await train(call, { ...ridge, X, y: [1, 2, 3, 4] });
    expect(body.types).toEqual(Object.fromEntries(columns.map((name) => [name, "number"])));
    const { body: file } = await call("GET", `${path}/download`);
    expect([file.format, "inputs" in file]).toEqual([1, false]);
    await call("DELETE", path);
  });

  describe("of any values", () => {
    const words = [
      "a",
      "b ",
      "B",
      "",
      " ",
      "NA",
      "1",
      "2,5",
      "1.234,5",
      "007",
      "2025-01-01",
      "2025-06-01T10:00+02:00",
      "__proto__",
      "ä",
      "True",
      "\u0000",
    ];
    const cell = fc.oneof(
      fc.constantFrom<unknown>(...words, null, true, false, -0, 1, 2.5, 1e30),
      fc.string({ maxLength: 3 }),
    );
    const alike = fc.oneof(
      fc.constant(cell),
      fc.constantFrom(...words.map((word) => fc.constantFrom<unknown>(word, null))),
      fc.constant(fc.boolean()),
      fc.constant(fc.integer({ min: 0, max: 3 })),
    );
    const column = alike.chain((each) => fc.array(each as fc.Arbitrary<unknown>, { minLength: 12, maxLength: 12 }));
    const tables = fc.record({
      columns: fc.array(column, { minLength: 1, maxLength: 3 }),
      types: fc.dictionary(fc.constantFrom("x1", "x2"), fc.constantFrom("number", "category", "date"), { maxKeys: 1 }),
      family: fc.constantFrom("Random Forest", "Ridge", "SVM"),
    });
    // The same chance in each run, so that a failure can be looked at.
    const RUNS = { seed: 20261128, numRuns: 50 };

    it("answers by columns as by rows, and never fails", async () => {
      let trained = 0;
      const property = fc.asyncProperty(tables, async ({ columns, types, family }) => {
        const named = Object.fromEntries(columns.map((each, j) => [`x${j + 1}`, each]));
        const rows = (columns[0] as unknown[]).map((_, i) => columns.map((each) => each[i]));
        const params = family === "Random Forest" ? { n_estimators: 2 } : {};
        const y = rows.map((_, i) => i % 5);
        const order = { problem: "regression", name: family, params, y, types };
        const [byName, byRow] = [await train(call, { ...order, X: named }), await train(call, { ...order, X: rows })];
        expect([201, 422], byName.text).toContain(byName.status);
        expect(byRow.status).toBe(byName.status);
        if (byName.status === 422) {
          expect(byRow.body.errors).toEqual(byName.body.errors);
          return;
        }
        trained++;
        expect(byRow.body.types).toEqual(byName.body.types);
        const asked = { ...named, x1: [...(named.x1 as unknown[]).slice(1), "never seen"] };
        const answers = await Promise.all(
          [named, rows, asked].map((X) => call("POST", `${byName.path}/predict`, { X })),
        );
        const [first, second, third] = answers;
        expect(first?.status, first?.text).toBe(200);
        expect(second?.body).toEqual(first?.body);
        expect(first?.body.y.every(Number.isFinite)).toBe(true);
        expect([200, 422], third?.text).toContain(third?.status);
        const { body: twin } = await call("POST", `${byRow.path}/predict`, { X: rows });
        expect(twin).toEqual({ ...first?.body, model_id: byRow.body.id });
        for (const { path } of [byName, byRow]) await call("DELETE", path);
      });
      await fc.assert(property, RUNS);
      expect(trained).toBeGreaterThan(RUNS.numRuns / 4);
    }, 300_000);
  });
});
