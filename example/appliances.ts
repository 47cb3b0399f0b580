// `npm run example`: a norm of one house's appliances, in Wh per hour, learned week by week from the weather and the hour of day,
// then put to the test on the last week, which it has not seen. The house's own consumption is the target, never an input.
import { readFileSync } from "node:fs";
import { scoreRegression } from "../src/model/score.ts";
import type { NormError, PredictAnswer, TrainAnswer } from "../src/schema/norm-answer.ts";
import { startWorker } from "../test/support/server.ts";

interface Week {
  monday: string;
  x: Record<string, number[]>;
  y: number[];
}

const HOURS_PER_WEEK = 7 * 24;
const HOURS_BACK = [0, 1, 3, 6, 12, 24]; // A house is slow to answer the weather: up to a day.
const HARMONICS = [1, 2, 3]; // Of the day. Without them RMSE before training is 8 % higher over the weeks but the last.

const weeks = readWeeks();
const last = weeks.pop() as Week;
const server = await startWorker();
try {
  const lags = { T_out: HOURS_BACK, RH_out: HOURS_BACK };
  await send("PUT", "/norms/appliances", { columns: Object.keys(last.x), lags });
  console.log("                         before training     after training");
  console.log("week of     rows      λ   RMSE  CV(RMSE)     RMSE  CV(RMSE)");
  for (const { monday, x, y } of weeks) {
    const { rows, lambda, error_before, error } = await send<TrainAnswer>("POST", "/norms/appliances/train", {
      batch: monday,
      x,
      y,
    });
    const cells = [monday, pad(rows.used, 6), pad(lambda?.toFixed(1), 7), figures(error_before), "  ", figures(error)];
    console.log(cells.join(""));
  }
  const answer = await send<PredictAnswer>("POST", "/norms/appliances/predict", { x: last.x });
  report(
    last,
    Float64Array.from(answer.y, (value) => value ?? Number.NaN),
  );
} finally {
  await server.stop();
}

/** Whole weeks, Monday to Sunday, oldest first: the days before the first Monday 0:00 and after the last Sunday make none. */
function readWeeks(): Week[] {
  const text = readFileSync(new URL("appliances.csv", import.meta.url), "utf8");
  const [header = [], ...rows] = text
    .trim()
    .split("\n")
    .map((line) => line.split(","));
  const number = (row: string[], column: string) => Number(row[header.indexOf(column)]);
  return [...Map.groupBy(rows, ([stamp = ""]) => mondayOf(stamp))]
    .filter(([, hours]) => hours.length === HOURS_PER_WEEK)
    .map(([monday, hours]) => {
      const column = (name: string) => hours.map((row) => number(row, name));
      const x: Week["x"] = { T_out: column("T_out"), RH_out: column("RH_out") };
      for (const k of HARMONICS) {
        const angles = hours.map(([stamp = ""]) => (2 * Math.PI * k * Number(stamp.slice(11, 13))) / 24);
        x[`sin_${k}`] = angles.map(Math.sin);
        x[`cos_${k}`] = angles.map(Math.cos);
      }
      return { monday, x, y: column("Appliances") };
    });
}

function mondayOf(stamp: string): string {
  const day = new Date(`${stamp.slice(0, 10)}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
  return day.toISOString().slice(0, 10);
}

async function send<Answer>(method: string, path: string, body: unknown): Promise<Answer> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(server.origin + path, { method, headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`Cannot ${method} ${path}: ${await response.text()}`);
  return (await response.json()) as Answer;
}

function report({ monday, y }: Week, predicted: Float64Array): void {
  const score = scoreRegression(Float64Array.from(y), predicted);
  const kWh = (values: Iterable<number>) => ([...values].reduce((sum, value) => sum + value, 0) / 1000).toFixed(1);
  console.log(`
Held back, the week of ${monday}: ${kWh(y)} kWh measured, ${kWh(predicted)} kWh predicted
CV(RMSE) ${score?.cvrmse?.toFixed(1)} %   NMBE ${score?.nmbe?.toFixed(1)} %
CV(RMSE) is the typical error of one hour, NMBE that of the week's total (−: too much predicted), in % of the measured mean.`);
}

function figures(error: NormError | null): string {
  return pad(error?.rmse.toFixed(0), 7) + pad(error && `${error.cvrmse?.toFixed(1)} %`, 10);
}

function pad(value: unknown, width: number): string {
  return String(value ?? "–").padStart(width);
}
