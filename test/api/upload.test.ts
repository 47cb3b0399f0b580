// Files that nobody downloaded: each is refused, or makes a model that answers finite numbers, and none takes more than it says.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UNIT_BYTES_MAX } from "../../src/platform/schema/limit.ts";
import { toPlain } from "../../src/registry/schema/plain.ts";
import type { Client } from "../support/client.ts";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";
import { forestFile, packNodes, ridgeFile, STUMP, svmFile } from "../support/model-file.ts";
import { normal, uniform } from "../support/numbers.ts";
import { HOW, spoil, VALUES } from "../support/spoil-file.ts";

const upload = (call: Client, file: unknown) => call("POST", "/api/ml_models/upload", file);

/** As svmFile's, of so many classes: a machine of each pair rests on so many rows, `share` says on which. */
function manyMachines(
  classCount: number,
  rowCount: number,
  columnCount: number,
  share: (row: number, k: number) => boolean,
) {
  const pairs = Array.from({ length: classCount }, (_, a) => a).flatMap((a) =>
    Array.from({ length: classCount - a - 1 }, (_, i) => [a, a + 1 + i] as const),
  );
  const machines = pairs.map(([a, b]) => {
    const rows = Uint32Array.from({ length: rowCount }, (_, row) => row).filter(
      (row) => share(row, a) || share(row, b),
    );
    return { rows, weights: new Float64Array(rows.length).fill(1), bias: 0 };
  });
  const supports = Array.from({ length: columnCount }, () => new Float64Array(rowCount).fill(1));
  const scaling = { means: new Float64Array(columnCount), deviations: new Float64Array(columnCount).fill(1) };
  const kernel = { kind: "rbf", gamma: 1, coef0: 0, degree: 3 };
  return {
    ...{ format: 1, problem: "classification", name: "SVM", params: {}, unit_count: 1, calibration: null },
    columns: supports.map((_, j) => `c${j}`),
    classes: Array.from({ length: classCount }, (_, k) => k),
    units: [toPlain({ converged: true, scaling, kernel, supports, machines })],
  };
}

/** svmFile with a machine that rests on its one row so often. */
function oneRow(times: number) {
  const file = svmFile() as unknown as { units: { machines: object[] }[] };
  const machine = { rows: new Uint32Array(times), weights: new Float64Array(times).fill(1), bias: 1 };
  (file.units[0] as { machines: object[] }).machines = [toPlain(machine) as object];
  return file;
}

function classForest(leaves: number[]) {
  const file = forestFile({ nodes: packNodes(STUMP), leaves: Float64Array.from(leaves) });
  return { ...file, problem: "classification", classes: ["no", "yes"] };
}

/** What is wrong; the file; where, and what is said. */
const refused: [string, () => unknown, string, RegExp][] = [
  [
    "a machine that rests on one row 300,000 times",
    () => oneRow(300_000),
    "units[0]",
    /machine 0 rests on row 0 twice/,
  ],
  [
    "machines that all rest on all rows, 30 times what the file holds",
    () => manyMachines(30, 300, 64, () => true),
    "units",
    new RegExp(`they take ${435 * 300 * 65 * 8} bytes; at most ${UNIT_BYTES_MAX} are accepted`),
  ],
  [
    "more classes than a support vector machine takes",
    () => manyMachines(31, 31, 1, (row, k) => row === k),
    "classes",
    /31 classes are 465 machines/,
  ],
  ["a share below 0", () => classForest([1, 0, 1.5, -0.5]), "units[0].leaves", /leaf 1 has a share of 1.5/],
  ["shares that are more than all", () => classForest([1, 0, 1, 1]), "units[0].leaves", /leaf 1 sum to 2/],
  [
    "a mean that no y has",
    () => forestFile({ leaves: Float64Array.of(1, 1e300) }),
    "units[0].leaves",
    /leaf 1 is 1e\+300/,
  ],
  [
    "a coefficient that is too large",
    () => ridgeFile({ coefficients: Float64Array.of(1e151) }),
    "units[0].coefficients",
    /1e\+150/,
  ],
  [
    "more units than params tell",
    () => ({ ...ridgeFile(), units: Array(1_000).fill(0) }),
    "units",
    /1000 units, and 1 told; 1 follow/,
  ],
  [
    "features tried that there are not",
    () => ({ ...forestFile(), params: { n_estimators: 1, max_features: 2 } }),
    "params.max_features",
    /2 of 1 columns/,
  ],
];

const ROWS = 40;
const random = normal(uniform(4));
const X = Object.fromEntries(["a", "b", "c"].map((name) => [name, Array.from({ length: ROWS }, random)]));
const measured = (X.a as number[]).map((a, i) => a + 0.5 * (X.b?.[i] as number));
const named = measured.map((value) => (value < -0.5 ? "low" : value < 0.5 ? "mid" : "high"));

const ORDERS = [
  ["Ridge", {}],
  ["Random Forest", { n_estimators: 3 }],
  ["SVM", {}],
  ["SVM", { kernel: "linear" }],
] as const;

// The same chance in each run, so that a failure can be looked at.
const RUNS = { seed: 20261129, numRuns: 25 };
const spoilings = fc.array(
  fc.record({ place: fc.nat(), how: fc.constantFrom(...HOW), at: fc.nat(), to: fc.constantFrom(...VALUES) }),
  { minLength: 1, maxLength: 3 },
);

describeOnEachRuntime("an uploaded file", (call) => {
  it.each(refused)("with %s is refused, and says why", async (_, file, at, message) => {
    const { status, body } = await upload(call, file());
    expect(status, JSON.stringify(body)).toBe(422);
    expect(body.errors.map(({ path }: { path: string }) => path)).toContain(at);
    expect(body.detail).toMatch(message);
  });

  it("of many machines that share rows, each of its own classes', is taken and answers", async () => {
    // 900 rows of 30 classes: each is a support of 29 machines.
    const { status, body } = await upload(
      call,
      manyMachines(30, 900, 8, (row, k) => row % 30 === k),
    );
    expect(status, JSON.stringify(body)).toBe(201);
    const answer = await call("POST", `/api/ml_models/${body.id}/predict`, { X: [Array(8).fill(0.5)] });
    expect([answer.status, answer.body.y]).toEqual([200, [0]]);
  });

  it("whose rows do not ascend, as those of a second machine, answers as the one whose rows do", async () => {
    const answers = [];
    for (const order of [
      [0, 1],
      [1, 0],
    ]) {
      const file = manyMachines(2, 2, 1, () => true) as { units: { machines: object[] }[] };
      const machine = { rows: Uint32Array.from(order), weights: Float64Array.of(2, 2), bias: -1 };
      (file.units[0] as { machines: object[] }).machines = [toPlain(machine) as object];
      const { body } = await upload(call, file);
      answers.push((await call("POST", `/api/ml_models/${body.id}/predict`, { X: [[1], [9]] })).body.y);
    }
    // 2 + 2 − 1 speaks for the first class, and where no row is near −1 speaks for the second.
    expect(answers).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });

  describe.each(ORDERS)("of %s %j", (name, params) => {
    it.each(["regression", "classification"])(
      "that chance has spoiled, %s, is refused or answers finite numbers",
      async (problem) => {
        const y = problem === "regression" ? measured : named;
        const order = { problem, name, h_tune: false, params, X, y };
        const { body: trained } = await call("POST", "/api/ml_models", order);
        const { body: file } = await call("GET", `/api/ml_models/${trained.id}/download`);
        let taken = 0;
        await fc.assert(
          fc.asyncProperty(spoilings, async (changes) => {
            const { status, headers, body, text } = await upload(call, spoil(file, changes));
            if (status !== 201) {
              expect([400, 413, 422], text.slice(0, 300)).toContain(status);
              expect(headers.get("content-type")).toBe("application/problem+json");
              return;
            }
            taken++;
            await expectFinite(call, body);
          }),
          RUNS,
        );
        // Some changes are none, or of what may be anything.
        expect(taken).toBeGreaterThan(0);
        expect(taken).toBeLessThan(RUNS.numRuns);
      },
    );
  });
});

/** Every row is answered by numbers, and by labels of the model; or is refused where a polynomial comes to too much. */
async function expectFinite(call: Client, { id, problem }: { id: number; problem: string }): Promise<void> {
  const { columns, classes } = (await call("GET", `/api/ml_models/${id}/download`)).body;
  const asked = Object.fromEntries(columns.map((column: string) => [column, [0, 0.5, -3, 1e30]]));
  const { status, body, text } = await call("POST", `/api/ml_models/${id}/predict`, { X: asked });
  expect([200, 422], text.slice(0, 300)).toContain(status);
  if (status === 200) {
    expect(body.y).toHaveLength(4);
    const isTold = (y: unknown) => (problem === "regression" ? Number.isFinite(y) : classes.includes(y));
    expect(body.y.every(isTold), text.slice(0, 300)).toBe(true);
    for (const shares of body.probability ?? []) {
      expect(
        shares.every((share: unknown) => Number.isFinite(share)),
        text.slice(0, 300),
      ).toBe(true);
      expect(shares.reduce((sum: number, share: number) => sum + share, 0)).toBeCloseTo(1, 6);
    }
  }
  expect((await call("DELETE", `/api/ml_models/${id}`)).status).toBeLessThan(300);
}
