// `npm run example`: a norm of one house's appliances, in Wh per hour, learned week by week from the weather and the clock; then
// left to choose what of the weather it needs, and put to the test on the last week, which it has not seen. The house's own
// consumption is the target, never an input.
import { readFileSync } from "node:fs";
import type { LambdaPath, Selection } from "../src/norm/schema/choice-answer.ts";
import type { PredictAnswer, TrainAnswer } from "../src/norm/schema/norm-answer.ts";
import type { NormError } from "../src/norm/schema/norm-figure.ts";
import { startWorker } from "../test/support/server.ts";

interface Week {
  t: string[];
  x: Record<string, number[]>;
  y: number[];
}

const HOURS_PER_WEEK = 7 * 24;
const LAMBDAS_SHOWN = 5;
const COLUMNS = ["T_out", "RH_out", "Windspeed", "Press_mm_hg", "Visibility", "Tdewpoint", "rv1", "rv2"];
const PAST = [0, "1h", "3h", "6h", "12h", "24h"]; // A house is slow to answer the weather: up to a day.

// All has to prove itself. rv1 and rv2 are chance: they should not be able to.
const SPECIFICATION = {
  columns: COLUMNS,
  calendar: [{ daily: 4 }, "weekend"],
  lags: { T_out: PAST, RH_out: PAST },
  rolling: [{ column: "T_out", window: "24h", statistic: "mean" }],
  interactions: [["weekend", "daily"]],
  candidates: ["daily", "weekend", "weekend:daily", ...COLUMNS, "rolling(T_out)"],
};

const weeks = readWeeks();
const last = weeks.pop() as Week;
const server = await startWorker();
try {
  await send("PUT", "", SPECIFICATION);
  await learn();
  await choose();
  await showLambdas();
  await test();
} finally {
  await server.stop();
}

async function learn(): Promise<void> {
  console.log("                              before training            after training");
  console.log("week of     rows    λ   RMSE  CV(RMSE)    NMBE    RMSE  CV(RMSE)    NMBE  drift");
  for (const { t, x, y } of weeks) {
    const monday = (t[0] as string).slice(0, 10);
    const { rows, lambda, error_before, error, drift } = await send<TrainAnswer>("POST", "/train", {
      batch: monday,
      t,
      x,
      y,
    });
    const flag = drift && (drift.flagged ? "yes" : "no");
    const cells = [monday, pad(rows.used, 6), pad(lambda?.toFixed(0), 5), figures(error_before), " ", figures(error)];
    console.log(cells.join("") + pad(flag, 7));
  }
}

async function choose(): Promise<void> {
  const { path, least_step, chosen_step, chosen, left_out } = await send<Selection>("POST", "/selection", {});
  console.log("\nstep  entered                 CV RMSE ± std. error   best of those left out");
  for (const { step, entered, cv_rmse, cv_rmse_std_error, left_out } of path) {
    const [best] = Object.entries(left_out).sort(([, a], [, b]) => a - b);
    const mark = step === chosen_step ? "*" : step === least_step ? "-" : " ";
    const error = `${pad(cv_rmse.toFixed(2), 7)} ± ${cv_rmse_std_error.toFixed(2)}`;
    const told = best === undefined ? "" : `${best[0]} ${best[1].toFixed(2)}`;
    console.log(`${mark}${pad(step, 3)}  ${(entered ?? "(the mean alone)").padEnd(24)}${error.padEnd(21)}  ${told}`);
  }
  console.log("- least error   * the first step within one standard error of it: what the norm goes by from now on");
  console.log(`chosen: ${chosen.join(", ") || "nothing"}\nleft out: ${left_out.join(", ")}`);
}

async function showLambdas(): Promise<void> {
  const { lambda, path } = await send<LambdaPath>("GET", "/lambda");
  console.log("\n      λ   degrees of freedom   CV RMSE");
  const every = Math.ceil(path.length / LAMBDAS_SHOWN);
  for (const point of path.filter((point, i) => i % every === 0 || point.lambda === lambda)) {
    const mark = point.lambda === lambda ? "  in use" : "";
    const cells = [point.lambda.toPrecision(3).padStart(7), point.degrees_of_freedom.toFixed(1).padStart(21)];
    console.log(cells.join("") + pad(point.cv?.rmse.toFixed(2), 10) + mark);
  }
}

async function test(): Promise<void> {
  const { t, x, y } = last;
  const { y: predicted, lower, upper } = await send<PredictAnswer>("POST", "/predict", { t, x });
  const inside = y.filter((value, i) => value >= (lower[i] as number) && value <= (upper[i] as number)).length;
  const kWh = (values: (number | null)[]) =>
    (values.reduce<number>((sum, value) => sum + (value ?? 0), 0) / 1000).toFixed(1);
  // What a batch is scored before it is learned is what a test is: so it is learned, asked about, and the norm thrown away.
  const { error_before: error } = await send<TrainAnswer>("POST", "/train", { t, x, y });
  console.log(`
Held back, the week of ${t[0]?.slice(0, 10)}: ${kWh(y)} kWh measured, ${kWh(predicted)} kWh predicted
CV(RMSE) ${error?.cvrmse?.toFixed(1)} %   NMBE ${error?.nmbe?.toFixed(1)} %   within the 90 % interval: ${((100 * inside) / y.length).toFixed(1)} % of the hours
ASHRAE Guideline 14, ${error?.gate?.interval}: ${error?.gate?.passed ? "passed" : "failed"} (${error?.gate?.reason})
CV(RMSE) is the typical error of one hour, NMBE that of the week's total (−: too much predicted), in % of the measured mean.`);
}

/** Whole weeks, Monday to Sunday, oldest first: the days before the first Monday 0:00 and after the last Sunday make none. */
function readWeeks(): Week[] {
  const text = readFileSync(new URL("appliances.csv", import.meta.url), "utf8");
  const [header = [], ...rows] = text
    .trim()
    .split("\n")
    .map((line) => line.split(","));
  return [...Map.groupBy(rows, ([stamp = ""]) => mondayOf(stamp)).values()]
    .filter((hours) => hours.length === HOURS_PER_WEEK)
    .map((hours) => {
      const column = (name: string) => hours.map((row) => Number(row[header.indexOf(name)]));
      // The original has rv1 twice, under two names.
      const x = Object.fromEntries(COLUMNS.map((name) => [name, column(name === "rv2" ? "rv1" : name)]));
      return { t: hours.map(([stamp = ""]) => stamp), x, y: column("Appliances") };
    });
}

function mondayOf(stamp: string): string {
  const day = new Date(`${stamp.slice(0, 10)}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
  return day.toISOString().slice(0, 10);
}

async function send<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  const url = `${server.origin}/norms/appliances${path}`;
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
  if (!response.ok) throw new Error(`Cannot ${method} ${url}: ${await response.text()}`);
  return (await response.json()) as Answer;
}

function figures(error: NormError | null): string {
  const percent = (value: number | null | undefined) => value && `${(Math.round(10 * value) / 10 || 0).toFixed(1)} %`;
  return pad(error?.rmse.toFixed(0), 7) + pad(percent(error?.cvrmse), 10) + pad(percent(error?.nmbe), 8);
}

function pad(value: unknown, width: number): string {
  return String(value ?? "–").padStart(width);
}
