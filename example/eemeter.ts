// `npm run example:eemeter -- <folder>`: what a measure saved, counted on OpenEEmeter's sample meters. Each norm learns the year
// before the measure and says what the year after it would have used; the days of the measure itself (blackout) are in neither.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { TrainAnswer } from "../src/norm/schema/norm-answer.ts";
import type { SavingsAnswer } from "../src/norm/schema/savings-answer.ts";
import { startWorker } from "../test/support/server.ts";

/** An entry of metadata.json. */
interface Sample {
  meter_data_filename: string;
  temperature_filename: string;
  freq: "hourly" | "daily" | "billing_monthly" | "billing_bimonthly";
  unit: string;
  blackout_start_date: string;
  blackout_end_date: string;
  annual_baseline_total_load: number;
  annual_reporting_total_load: number;
  baseline_heating_balance_point?: number;
  baseline_cooling_balance_point?: number;
}

interface Rows {
  t: string[];
  x: { T_out: number[] };
  y: number[];
}

const YEAR_DAYS = 365;
const DAY_MS = 86_400_000;
const COLUMNS = ["sample", "norm", "rows", "unit", "CV(RMSE)", "NMBE", "gate", "expected", "actual", "saving"];
COLUMNS.push("saving %", "truth %", "inside");

const folder = process.argv[2];
if (folder === undefined) {
  console.log(
    "Give the folder opendsm/eemeter/samples of https://github.com/openeemeter/eemeter (OpenEEmeter, Apache-2.0)",
  );
} else {
  await countAll(folder);
}

async function countAll(folder: string): Promise<void> {
  const metadata = JSON.parse(readFileSync(join(folder, "metadata.json"), "utf8")) as Record<string, Sample>;
  const metered = Object.entries(metadata).filter(([, { freq }]) => freq === "hourly" || freq === "daily");
  const server = await startWorker();
  const lines = [COLUMNS];
  try {
    for (const [name, sample] of metered) {
      const rows = readRows(folder, sample);
      const baseline = between(rows, daysAfter(sample.blackout_start_date, -YEAR_DAYS), sample.blackout_start_date);
      const reporting = between(rows, sample.blackout_end_date, daysAfter(sample.blackout_end_date, YEAR_DAYS));
      if (dayCount(baseline) < YEAR_DAYS) {
        console.log(`${name} is left out: meter and temperature share ${dayCount(baseline)} days of the baseline year`);
        continue;
      }
      for (const [norm, specification] of specifications(name, sample)) {
        const url = `${server.origin}/norms/${name}-${norm.toLowerCase().replace(" ", "-")}`;
        await send("PUT", url, specification);
        const trained = await send<TrainAnswer>("POST", `${url}/train`, baseline);
        const saved = await send<SavingsAnswer>("POST", `${url}/savings`, reporting);
        lines.push([
          name,
          norm,
          ...figures(trained, saved, sample.unit),
          ...compare(saved, isSimulated(name) ? sample : null),
        ]);
      }
    }
  } finally {
    await server.stop();
  }
  print(lines);
}

/** TOWT: time of week and temperature (Mathieu et al. 2011). Degree days are counted from the balance points of the simulation. */
function specifications(name: string, sample: Sample): [string, object][] {
  const timezone = isSimulated(name) ? "America/Chicago" : "Europe/London";
  const bent = { columns: ["T_out"], timezone, piecewise: { T_out: { knots: 6 } } };
  const { baseline_heating_balance_point: heating, baseline_cooling_balance_point: cooling } = sample;
  const all: [string, object][] =
    sample.freq === "hourly" ? [["TOWT", { ...bent, calendar: ["hour_of_week"] }]] : [["piecewise", bent]];
  if (heating === undefined && cooling === undefined) return all;
  return [
    ...all,
    ["degree days", { columns: ["T_out"], timezone, degree_days: { column: "T_out", heating, cooling } }],
  ];
}

function figures({ rows, error }: TrainAnswer, { total }: SavingsAnswer, unit: string): string[] {
  const kept = [error?.cvrmse, error?.nmbe].map((value) =>
    ((Math.round(10 * (value ?? Number.NaN)) || 0) / 10).toFixed(1),
  );
  const saving = `${total.saving.toFixed(0)} ± ${total.uncertainty?.toFixed(0)}`;
  const sums = [total.expected.toFixed(0), total.actual.toFixed(0), saving];
  return [`${rows.used}`, unit, ...kept, error?.gate?.passed ? "passed" : "failed", ...sums];
}

/** The saving in % with its 90 % interval, what it is in truth, and whether that is inside. */
function compare({ total }: SavingsAnswer, known: Sample | null): string[] {
  const percent = total.saving_percent ?? Number.NaN;
  const margin = (100 * (total.uncertainty ?? Number.NaN)) / total.expected;
  const told = `${percent.toFixed(1)} ± ${margin.toFixed(1)}`;
  if (known === null) return [told, "–", "–"];
  const truth = 100 * (1 - known.annual_reporting_total_load / known.annual_baseline_total_load);
  return [told, truth.toFixed(0), Math.abs(percent - truth) <= margin ? "yes" : "no"];
}

/** The Illinois meters are. The British ones look real, and the loads that metadata.json gives them are not theirs. */
function isSimulated(name: string): boolean {
  return name.startsWith("il-");
}

/** What meter and temperature share: hour by hour, or day by day with the mean temperature of the local day. */
function readRows(folder: string, { meter_data_filename, temperature_filename, freq }: Sample): Rows {
  // Of the British files the meters say +00:00 and the temperatures nothing: they skip no hour in spring, so they mean the same.
  const key = ({ t }: { t: string }) => (freq === "daily" ? t.slice(0, 10) : t.replace("+00:00", ""));
  const temperatures = Map.groupBy(readSeries(join(folder, temperature_filename)), key);
  const mean = (of: { value: number }[]) => of.reduce((sum, { value }) => sum + value, 0) / of.length;
  const rows: Rows = { t: [], x: { T_out: [] }, y: [] };
  for (const measured of readSeries(join(folder, meter_data_filename))) {
    const beside = temperatures.get(key(measured));
    if (beside === undefined || Number.isNaN(measured.value)) continue; // The last day of a daily file only closes the one before.
    rows.t.push(measured.t);
    rows.x.T_out.push(mean(beside));
    rows.y.push(measured.value);
  }
  return rows;
}

/** The last two columns: some files number their rows first. */
function readSeries(path: string): { t: string; value: number }[] {
  const [, ...lines] = gunzipSync(readFileSync(path)).toString().trim().split("\n");
  return lines.map((line) => {
    const [t = "", value = ""] = line.split(",").slice(-2);
    return { t, value: value === "" ? Number.NaN : Number(value) };
  });
}

/** From the day `start` to the day before `end`, as the file's own clock has it. */
function between({ t, x, y }: Rows, start: string, end: string): Rows {
  const isWithin = (_: unknown, i: number) => (t[i] as string) >= start && (t[i] as string) < end;
  return { t: t.filter(isWithin), x: { T_out: x.T_out.filter(isWithin) }, y: y.filter(isWithin) };
}

function dayCount({ t }: Rows): number {
  return new Set(t.map((time) => time.slice(0, 10))).size;
}

function daysAfter(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);
}

async function send<Answer>(method: string, url: string, body: object): Promise<Answer> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method, headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`Cannot ${method} ${url}: ${await response.text()}`);
  return (await response.json()) as Answer;
}

/** As a Markdown table. */
function print([header = [], ...lines]: string[][]): void {
  const widths = header.map((title, i) => Math.max(title.length, ...lines.map((line) => (line[i] as string).length)));
  const rule = widths.map((width) => "-".repeat(width));
  for (const line of [header, rule, ...lines]) {
    console.log(`| ${line.map((cell, i) => cell.padEnd(widths[i] as number)).join(" | ")} |`);
  }
}
