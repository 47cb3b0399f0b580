// A file that is learned from chunk by chunk makes the norm that its rows make as one batch, and as several with the same borders.
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { countSavings } from "../../src/norm/answer/count-savings.ts";
import { predictNorm } from "../../src/norm/answer/predict-norm.ts";
import { readNorm } from "../../src/norm/answer/read-norm.ts";
import { specifyNorm } from "../../src/norm/learn/specify-norm.ts";
import { trainNorm } from "../../src/norm/learn/train-norm.ts";
import { PredictRequest, SavingsRequest, TrainRequest } from "../../src/norm/schema/norm-request.ts";
import { NormSpecification } from "../../src/norm/schema/norm-specification.ts";
import { findNorm, type NormRow } from "../../src/norm/store/norms.ts";
import { readPast } from "../../src/norm/store/standing.ts";
import { parse } from "../../src/platform/schema/parse.ts";
import { openContext } from "../support/context.ts";
import { normal, relativeError, uniform } from "../support/numbers.ts";
import { csvOf, sendCsv } from "../support/send-csv.ts";

// Merges in another order.
const ROUNDING = 1e-9;

const context = openContext(10);
afterAll(() => context.close());

const HOUR_MS = 6 * 3_600_000;
const ROWS = 240;
const KINDS = ["office", "shop", "store"];

type Columns = Record<string, (string | number | null)[]>;
interface Rows {
  t: string[] | undefined;
  x: Columns;
  y: (number | null)[];
  weights: number[];
}

/** A building every six hours; one row in thirty has a missing value, and weeks are left out here and there. */
function rowsOf(seed: number, isTimed: boolean): Rows {
  const draw = uniform(seed);
  const noise = normal(draw);
  const missing = <T>(value: T) => (draw() < 1 / 30 ? null : value);
  const [t, T, kind, y, weights]: [string[], (number | null)[], string[], (number | null)[], number[]] = [
    [],
    [],
    [],
    [],
    [],
  ];
  for (let i = 0, at = 0; i < ROWS; i++, at += draw() < 0.02 ? 28 : 1) {
    const temperature = 10 - 8 * Math.cos((2 * Math.PI * at) / 1461) + 3 * noise();
    const of = Math.floor(3 * draw());
    t.push(new Date(Date.UTC(2025, 0, 1) + at * HOUR_MS).toISOString());
    T.push(missing(temperature));
    kind.push(KINDS[of] as string);
    y.push(missing(40 + 5 * of + 2 * Math.max(15 - temperature, 0) + noise()));
    weights.push(1 + Math.floor(3 * draw()));
  }
  return { t: isTimed ? t : undefined, x: { T, kind }, y, weights };
}

function slice({ t, x, y, weights }: Rows, from: number, to: number): Rows {
  const cut = (column: (string | number | null)[]) => column.slice(from, to);
  return {
    t: t?.slice(from, to),
    x: Object.fromEntries(Object.entries(x).map(([name, column]) => [name, cut(column)])),
    y: y.slice(from, to),
    weights: weights.slice(from, to),
  };
}

/** What a case is of: its features, and which columns are sent. */
interface Kind {
  specification: object;
  isTimed: boolean;
  isWeighted?: boolean;
}

const CASES: [string, Kind][] = [
  [
    "lags, windows and the calendar",
    {
      isTimed: true,
      specification: {
        columns: ["T"],
        lags: { T: [0, 1, 3] },
        rolling: [{ column: "T", window: "24h", statistic: "mean", min_coverage: 0.5 }],
        calendar: ["hour_of_day", "weekend"],
        timezone: "Europe/Brussels",
      },
    },
  ],
  [
    "knots that the rows place",
    {
      isTimed: true,
      specification: {
        columns: ["T"],
        piecewise: { T: { knots: 4 } },
        interactions: [["weekend", "piecewise(T)"]],
        calendar: ["weekend"],
      },
    },
  ],
  [
    "categories, with knots",
    { isTimed: true, specification: { columns: ["T", "kind"], categories: ["kind"], piecewise: { T: { knots: 3 } } } },
  ],
  [
    "a half-life by days",
    { isTimed: true, specification: { columns: ["T"], lags: { T: [0, 1] }, forget: { half_life: "20d" } } },
  ],
  [
    "a half-life by months",
    { isTimed: true, specification: { columns: ["T", "kind"], categories: ["kind"], forget: { half_life: "70d" } } },
  ],
  ["a window", { isTimed: true, specification: { columns: ["T"], forget: { window: "30d" } } }],
  ["no times, lags", { isTimed: false, specification: { columns: ["T"], lags: { T: [0, 1] } } }],
  ["no times, categories", { isTimed: false, specification: { columns: ["T", "kind"], categories: ["kind"] } }],
  ["weights", { isTimed: true, isWeighted: true, specification: { columns: ["T"], lags: { T: [0, 2] } } }],
];

/** The columns that a norm knows. */
function columnsOf({ t, x }: Rows, { specification }: Kind) {
  const { columns } = specification as { columns: string[] };
  return { t, columns: Object.fromEntries(columns.map((name) => [name, x[name] as Columns[string]])) };
}

function requestOf(rows: Rows, kind: Kind) {
  const { t, columns } = columnsOf(rows, kind);
  const weights = kind.isWeighted && { sample_weight: rows.weights };
  return parse(TrainRequest, { ...(t && { t }), x: columns, y: rows.y, ...weights });
}

function fileOf(rows: Rows, kind: Kind): string {
  const { t, columns } = columnsOf(rows, kind);
  return csvOf({ ...(t && { when: t }), ...columns, y: rows.y, ...(kind.isWeighted && { w: rows.weights }) });
}

/** Where chunks of so many rows end: the last one has up to twice as many. */
function bordersOf(count: number, most: number): number[] {
  const borders = [0];
  while (count - (borders.at(-1) as number) >= 2 * most) borders.push((borders.at(-1) as number) + most);
  return [...borders, count];
}

let named = 0;

async function begin(kind: Kind): Promise<string> {
  const name = `n${named++}`;
  await specifyNorm(context, name, parse(NormSpecification, kind.specification));
  return name;
}

/** All that a norm says and holds of its rows. */
async function figuresOf(name: string, kind: Kind) {
  const norm = await readNorm(context, name);
  const { id, inferred } = (await findNorm(context.database, name)) as NormRow;
  const { tail, lastRow, endedAtMs } = await readPast(context.database, id, null);
  const asked = slice(rowsOf(99, kind.isTimed), 40, 80);
  const rows = {
    ...asked,
    t: asked.t?.map((time) => time.replace("2025", "2026")),
    x: { ...asked.x, T: asked.x.T?.map((T) => T ?? 5) as number[] },
  };
  const { t, columns } = columnsOf(rows, kind);
  const sent = { ...(t && { t }), x: columns };
  const { total } = await countSavings(context, name, parse(SavingsRequest, { ...sent, y: rows.y }));
  const { y } = await predictNorm(context, name, parse(PredictRequest, sent));
  return {
    numbers: [
      norm.intercept,
      ...norm.coefficients.flatMap(({ value, std_error }) => [value, std_error]),
      norm.lambda,
      norm.fit?.rmse,
      norm.fit?.autocorrelation,
      norm.fit?.residual_variance,
      norm.cv?.rmse,
      norm.cv?.rmse_std_error,
      total.uncertainty,
      total.uncertainty_ashrae,
      ...y,
    ].map((value) => value ?? -1),
    held: {
      names: norm.coefficients.map(({ feature }) => feature),
      folds: norm.cv?.folds,
      rows: norm.rows,
      inferred,
      tail: [[...tail.positions], ...tail.values.map((values) => [...values])],
      lastRow: lastRow && { ms: lastRow.ms, levels: lastRow.levels, y: lastRow.values.at(-1) },
      endedAtMs,
    },
  };
}

describe.each(CASES)("%s", (_, kind) => {
  it("in chunks is as one batch, and as batches with the same borders", { timeout: 300_000 }, async () => {
    const some = {
      seed: fc.integer({ min: 1, max: 1e6 }),
      most: fc.integer({ min: 5, max: 90 }),
      before: fc.constantFrom(0, 60),
    };
    await fc.assert(
      fc.asyncProperty(fc.record(some), async ({ seed, most, before }) => {
        const all = rowsOf(seed, kind.isTimed);
        const [streamed, whole, parted] = [await begin(kind), await begin(kind), await begin(kind)];
        if (before > 0)
          for (const name of [streamed, whole, parted])
            await trainNorm(context, name, requestOf(slice(all, 0, before), kind));
        const rest = slice(all, before, ROWS);
        const query = { ...(kind.isTimed && { time: "when" }), ...(kind.isWeighted && { weight: "w" }) };
        const told = await sendCsv(context, streamed, fileOf(rest, kind), { query, rowsMax: most });
        const told1 = await trainNorm(context, whole, requestOf(rest, kind));
        const borders = bordersOf(ROWS - before, most);
        for (const [i, to] of borders.slice(1).entries()) {
          const batch = slice(rest, borders[i] as number, to);
          const isEmpty = batch.y.every((y, row) => y === null || batch.x.T?.[row] === null);
          if (!isEmpty) await trainNorm(context, parted, requestOf(batch, kind));
        }
        const [a, b, c] = [
          await figuresOf(streamed, kind),
          await figuresOf(whole, kind),
          await figuresOf(parted, kind),
        ];
        expect(a.held).toEqual(b.held);
        expect(relativeError(a.numbers, b.numbers)).toBeLessThan(ROUNDING);
        expect(relativeError(a.numbers, c.numbers)).toBeLessThan(ROUNDING);
        expect(told.rows).toEqual(told1.rows);
        expect(told.error_before === null).toBe(told1.error_before === null);
        if (told.error_before && told1.error_before) {
          const { gate: _, pnrmse: __, ...own } = told.error_before;
          const { gate: ___, pnrmse: ____, ...theirs } = told1.error_before;
          expect(relativeError(Object.values(own) as number[], Object.values(theirs) as number[])).toBeLessThan(
            ROUNDING,
          );
        }
        if (!kind.isWeighted) {
          const figures = ({
            n,
            rmse,
            ddof,
            r_squared,
            r_squared_adj,
            cvrmse,
            cvrmse_adj,
          }: NonNullable<typeof told.error>) =>
            [n, rmse, ddof, r_squared, r_squared_adj, cvrmse, cvrmse_adj] as number[];
          const [own, theirs] = [told.error, told1.error] as [
            NonNullable<typeof told.error>,
            NonNullable<typeof told.error>,
          ];
          expect(relativeError(figures(own), figures(theirs))).toBeLessThan(ROUNDING);
          expect(own.nmbe).toBeCloseTo(theirs.nmbe as number, 9);
          expect(own.mae).toBeNull();
        }
      }),
      { numRuns: 6, seed: 7 },
    );
  });
});
