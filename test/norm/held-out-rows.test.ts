// Single rows of real meters lie within their intervals at every hour of the day and whatever is expected of them, in months that were
// held back: every fourth, four times over.
import { afterAll, describe, expect, it } from "vitest";
import { monthOf } from "../../src/engine/time/month-grid.ts";
import { predictNorm } from "../../src/norm/answer/predict-norm.ts";
import { specifyNorm } from "../../src/norm/learn/specify-norm.ts";
import { trainNorm } from "../../src/norm/learn/train-norm.ts";
import { PredictRequest, TrainRequest } from "../../src/norm/schema/norm-request.ts";
import { NormSpecification } from "../../src/norm/schema/norm-specification.ts";
import { parse } from "../../src/platform/schema/parse.ts";
import { openContext } from "../support/context.ts";
import { eemeterFolder, type Row, readBritishMeters, TIMEZONE } from "../support/eemeter.ts";
import { printTable } from "../support/print-table.ts";

const ROTATIONS = 4;
const MONTHS_LEAST = 6;
const LEVEL = 0.9;
const POINTS = 0.03;

interface Shares {
  hours: number[][];
  quarters: number[][];
}

const specification = parse(NormSpecification, {
  columns: ["T_out"],
  timezone: TIMEZONE,
  calendar: ["hour_of_week"],
  piecewise: { T_out: { knots: 6 } },
});

const meters = eemeterFolder === undefined ? [] : readBritishMeters(eemeterFolder);
const context = openContext(1e9);
afterAll(() => context.close());

describe.skipIf(eemeterFolder === undefined)("hours of months held back", () => {
  it("lie within their intervals in nine of ten, by hour and by quarter of what is expected", async () => {
    const shares: Shares = {
      hours: Array.from({ length: 24 }, () => []),
      quarters: Array.from({ length: 4 }, () => []),
    };
    for (const { name, hours, startMs, endMs } of meters) {
      for (const side of [
        hours.filter(({ localMs }) => localMs < startMs),
        hours.filter(({ localMs }) => localMs >= endMs),
      ]) {
        const months = [...new Set(side.map(({ localMs }) => monthOf(localMs)))];
        if (months.length < MONTHS_LEAST) continue;
        for (let rotation = 0; rotation < ROTATIONS; rotation++) {
          const isHeldOut = ({ localMs }: Row) => months.indexOf(monthOf(localMs)) % ROTATIONS === rotation;
          const norm = `${name}-${months[0]}-${rotation}`;
          await count(
            norm,
            side.filter((row) => !isHeldOut(row)),
            side.filter(isHeldOut),
            shares,
          );
        }
      }
    }
    const mean = (of: number[]) => of.reduce((sum, value) => sum + value, 0) / of.length;
    const told = (of: number[][]) => of.map((each) => (100 * mean(each)).toFixed(1));
    printTable(["quarter of what is expected", "1", "2", "3", "4"], [["within, %", ...told(shares.quarters)]]);
    printTable(["hour", ...shares.hours.keys()].map(String), [["within, %", ...told(shares.hours)]]);
    for (const [what, of] of Object.entries(shares)) {
      of.forEach((each: number[], i: number) => {
        expect.soft(Math.abs(mean(each) - LEVEL), `${what} ${i}: ${mean(each)}`).toBeLessThan(POINTS);
      });
    }
  }, 600_000);
});

/** Learns some rows; of others notes, by their hour and the quarter of what is expected of them, whether they are within. */
async function count(name: string, learned: Row[], asked: Row[], { hours, quarters }: Shares): Promise<void> {
  const norm = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]/g, "-")
    .slice(0, 60);
  await specifyNorm(context, norm, specification);
  await trainNorm(context, norm, parse(TrainRequest, { ...toRequest(learned), y: learned.map(({ y }) => y) }));
  const answer = await predictNorm(context, norm, parse(PredictRequest, { ...toRequest(asked), level: LEVEL }));
  const expected = answer.y as number[];
  const sorted = expected.toSorted((a, b) => a - b);
  asked.forEach(({ localMs, y }, i) => {
    const isWithin = Number(y >= (answer.lower[i] as number) && y <= (answer.upper[i] as number));
    const below = sorted.findIndex((value) => value >= (expected[i] as number));
    (hours[new Date(localMs).getUTCHours()] as number[]).push(isWithin);
    (quarters[Math.min(3, Math.floor((4 * below) / sorted.length))] as number[]).push(isWithin);
  });
}

function toRequest(rows: Row[]): object {
  return { t: rows.map(({ t }) => t), x: { T_out: rows.map(({ temperature }) => temperature) } };
}
