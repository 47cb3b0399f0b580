// Where nothing was done nothing was saved: the uncertainty of a saving holds on real meters, which no formula made.
import { afterAll, describe, expect, it } from "vitest";
import { countSavings } from "../../src/norm/answer/count-savings.ts";
import { specifyNorm } from "../../src/norm/learn/specify-norm.ts";
import { trainNorm } from "../../src/norm/learn/train-norm.ts";
import { SavingsRequest, TrainRequest } from "../../src/norm/schema/norm-request.ts";
import { NormSpecification } from "../../src/norm/schema/norm-specification.ts";
import { parse } from "../../src/platform/schema/parse.ts";
import { openContext, type TestContext } from "../support/context.ts";
import { eemeterFolder, type Row, readBritishMeters, TIMEZONE, toDays } from "../support/eemeter.ts";
import { COMPARED_MONTHS, type Placebo, placebos } from "../support/placebo-windows.ts";
import { printTable } from "../support/print-table.ts";

const LEVEL = 0.9;

/** Per number of months: how many windows there are, and the least share of them in which 0 is within the uncertainty. */
const BARS = new Map([
  [1, { windows: 100, share: 0.88 }],
  // Fewer windows, which share most of their months: a share of 0.9 scatters by more.
  [3, { windows: 72, share: 0.82 }],
  [6, { windows: 39, share: 0.82 }],
]);

const common = { columns: ["T_out"], timezone: TIMEZONE, piecewise: { T_out: { knots: 6 } } };
const kinds = [
  { by: "hours", rowsPerDay: 24, rowsOf: (hours: Row[]) => hours, calendar: ["hour_of_week"] },
  { by: "days", rowsPerDay: 1, rowsOf: toDays, calendar: ["weekend"] },
];

const meters = eemeterFolder === undefined ? [] : readBritishMeters(eemeterFolder);
const lines: string[][] = [];
afterAll(() => {
  if (lines.length > 0)
    printTable(["by", "months", "windows", "0 within, %", "half width, % of expected", "significant, %"], lines);
});

describe.skipIf(eemeterFolder === undefined).each(kinds)(
  "by $by, savings where nothing was done",
  ({ by, rowsPerDay, rowsOf, calendar }) => {
    it("are 0 within their uncertainty about as often as it says", async () => {
      const found = new Map<number, Counted[]>(COMPARED_MONTHS.map((months) => [months, []]));
      const context = openContext(1e9);
      try {
        const all = meters.flatMap((meter) => placebos(meter, rowsOf(meter.hours), rowsPerDay));
        for (const [i, placebo] of all.entries()) {
          const counted = await count(context, `placebo-${i}`, { ...common, calendar }, placebo);
          for (const [months, saving] of counted) found.get(months)?.push(saving);
        }
      } finally {
        context.close();
      }
      const shares = new Map([...found].map(([months, of]) => [months, shareWithin(of)]));
      for (const [months, of] of found) lines.push([by, `${months}`, ...show(of)]);
      for (const [months, { windows, share }] of BARS) {
        expect(found.get(months)?.length).toBe(windows);
        expect.soft(shares.get(months), `${by}, ${months} months`).toBeGreaterThanOrEqual(share);
      }
    }, 600_000);
  },
);

interface Counted {
  isWithin: boolean;
  isSignificant: boolean;
  /** Uncertainty over expected. */
  halfWidth: number;
}

/** The savings of each number of months, from one norm. */
async function count(
  context: TestContext,
  name: string,
  specification: object,
  { baseline, compared }: Placebo,
): Promise<Map<number, Counted>> {
  await specifyNorm(context, name, parse(NormSpecification, specification));
  await trainNorm(context, name, parse(TrainRequest, toRequest(baseline)));
  const counted = new Map<number, Counted>();
  for (const [months, rows] of compared) {
    const request = parse(SavingsRequest, { ...toRequest(rows), level: LEVEL });
    const { saving, uncertainty, expected, is_significant } = (await countSavings(context, name, request)).total;
    counted.set(months, {
      isWithin: uncertainty !== null && Math.abs(saving) <= uncertainty,
      isSignificant: is_significant === true,
      halfWidth: (uncertainty ?? Number.NaN) / expected,
    });
  }
  return counted;
}

function toRequest(rows: Row[]): object {
  return {
    t: rows.map(({ t }) => t),
    x: { T_out: rows.map(({ temperature }) => temperature) },
    y: rows.map(({ y }) => y),
  };
}

function shareWithin(of: Counted[]): number {
  return of.filter(({ isWithin }) => isWithin).length / of.length;
}

function show(of: Counted[]): string[] {
  const percent = (share: number) => (100 * share).toFixed(1);
  const significant = of.filter(({ isSignificant }) => isSignificant).length / of.length;
  const widths = of.map(({ halfWidth }) => halfWidth).toSorted((a, b) => a - b);
  const median = widths[Math.floor(widths.length / 2)] ?? Number.NaN;
  return [`${of.length}`, percent(shareWithin(of)), percent(median), percent(significant)];
}
