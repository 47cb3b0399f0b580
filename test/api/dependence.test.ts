// The partial dependence of a model's card: what predictions of the same rows say, whatever cut the training was done in.
import { describe, expect, it } from "vitest";
import { spreadRows } from "../../src/engine/math/random.ts";
import type { Client } from "../support/client.ts";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";
import { forestFile } from "../support/model-file.ts";
import { normal, uniform } from "../support/numbers.ts";

const ROWS = 150;
// Six digits are told, and four places of probabilities.
const DIGITS = 2e-6;
const PLACES = 6e-5;

function table() {
  const random = uniform(3);
  const noise = normal(random);
  const list = (of: (i: number) => unknown) => Array.from({ length: ROWS }, (_, i) => of(i));
  const X: Record<string, unknown[]> = {
    warm: list(() => (random() < 0.05 ? null : noise())),
    port: list(() => ["Bari", "Cork", "Delft"][Math.floor(3 * random())]),
    left: list((i) => new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10)),
    dull: list(() => 4),
    noise: list(noise),
    crew: list(() => Math.floor(4 * random())),
  };
  const y = list((i) => 3 * Number(X.warm?.[i] ?? 0) + (X.port?.[i] === "Cork" ? 2 : 0) + 0.1 * noise()) as number[];
  return { X, y, labels: y.map((value) => (value < -1 ? "low" : value > 1 ? "high" : "middle")) };
}

const ORDERS = [
  { problem: "regression", name: "Random Forest" },
  { problem: "regression", name: "Ridge", params: { lambda: 1 } },
  { problem: "regression", name: "SVM" },
  { problem: "classification", name: "Random Forest" },
  { problem: "classification", name: "Ridge" },
  { problem: "classification", name: "SVM" },
  { problem: "regression", name: "Gradient Boosting" },
];

async function train(call: Client, order: object) {
  const { status, body } = await call("POST", "/api/ml_models", { h_tune: false, ...order });
  if (status === 201) return `/api/ml_models/${body.id}`;
  expect([status, body.detail]).toEqual([202, undefined]);
  for (;;) if ((await call("GET", `/results/${body.task_id}`)).status === 200) return `/api/ml_models/${body.id}`;
}

const known = new Map<string, unknown>();

const SERVICES = [
  { title: "the card", vars: { PUBLIC: "true" } },
  { title: "the card of trainings in small pieces", vars: { PUBLIC: "true", PIECE_SECONDS: "0.01" } },
];
for (const service of SERVICES)
  describeOnEachRuntime(service, (call) => {
    describe.each(ORDERS)("of $name for $problem", (order) => {
      it("tells what predictions say of the same rows, to the same bytes everywhere", async () => {
        const { X, y, labels } = table();
        const isClasses = order.problem === "classification";
        const path = await train(call, { ...order, X, y: isClasses ? labels : y });
        const { partial_dependence: told, importance } = (await call("GET", `${path}/card`)).body;
        const key = JSON.stringify(order);
        if (known.has(key)) expect(told).toEqual(known.get(key));
        known.set(key, told);
        expect(told.classes).toEqual(isClasses ? ["high", "low", "middle"] : undefined);
        expect(told.columns).toHaveLength(5);
        expect(told.averaged_rows).toBeGreaterThanOrEqual(5);
        expect(told.averaged_rows).toBeLessThanOrEqual(100);
        const names = told.columns.map(({ column }: { column: string }) => column);
        expect(names).not.toContain("dull");
        const measure: Record<string, number> | undefined = importance.permutation ?? Object.values(importance)[0];
        const strongest = Object.entries(measure ?? {}).sort(([, a], [, b]) => b - a);
        if (measure) expect(names[0]).toBe(strongest[0]?.[0]);

        const rows = [...spreadRows(ROWS, told.averaged_rows)];
        const single = spreadRows(rows.length, 20);
        for (const column of ["warm", "port"].filter((each) => names.includes(each))) {
          const { values, mean, rows: curves } = told.columns[names.indexOf(column)];
          expect(values).toEqual(column === "port" ? ["Bari", "Cork", "Delft"] : [...values].sort((a, b) => a - b));
          const at = Object.fromEntries(Object.entries(X).map(([name, all]) => [name, rows.map((row) => all[row])]));
          for (const i of [0, values.length - 1]) {
            // The value is told to six digits: what is said of it may be that of a neighbour where a forest parts just there.
            const asked = { X: { ...at, [column]: rows.map(() => values[i]) } };
            const said = (await call("POST", `${path}/predict`, asked)).body;
            const numbers: number[][] = isClasses ? said.probability : said.y.map((value: number) => [value]);
            const list = (curve: number[] | number[][], k: number) =>
              isClasses ? (curve[k] as number[]) : (curve as number[]);
            for (const k of isClasses ? [0, 1, 2] : [0]) {
              const right = numbers.reduce((sum, row) => sum + (row[k] as number), 0) / rows.length;
              expect(Math.abs((list(mean, k)[i] as number) - right)).toBeLessThan(
                isClasses ? PLACES : 10 * DIGITS * (1 + Math.abs(right)),
              );
              for (const [s, row] of single.entries())
                expect(Math.abs((list(curves[s], k)[i] as number) - (numbers[row]?.[k] as number))).toBeLessThan(
                  DIGITS * 100,
                );
            }
          }
        }
        expect(names).toContain("warm");
      });
    });
  });

describeOnEachRuntime("the card", (call) => {
  it("tells no partial dependence of a file", async () => {
    const { id } = (await call("POST", "/api/ml_models/upload", forestFile())).body;
    expect((await call("GET", `/api/ml_models/${id}/card`)).body.partial_dependence).toBe(null);
  });

  it("tells a line's slope", async () => {
    const a = Array.from({ length: 60 }, (_, i) => (i * 37) % 60);
    const b = Array.from({ length: 60 }, (_, i) => (i * 7) % 11);
    const y = a.map((value, i) => 2 * value - 3 * (b[i] as number) + 1);
    const path = await train(call, { problem: "regression", name: "Ridge", X: { a, b }, y, params: { lambda: 0 } });
    const { columns } = (await call("GET", `${path}/card`)).body.partial_dependence;
    expect(columns.map(({ column }: { column: string }) => column)).toEqual(["a", "b"]);
    for (const [{ values, mean, rows }, slope] of [
      [columns[0], 2],
      [columns[1], -3],
    ])
      for (const curve of [mean, ...rows])
        for (const [i, value] of values.entries())
          expect(curve[i] - curve[0]).toBeCloseTo(slope * (value - values[0]), 2);
  });
});
