// CSV into columns, beside what JSON of the same table takes to parse, and what it holds in memory as a stream.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { uniform } from "../src/engine/math/random.ts";
import { csvReader } from "../src/platform/form/csv/read-csv.ts";
import { readCsv } from "../src/platform/form/csv/read-whole-csv.ts";
import { wasmKernel } from "../test/support/kernels.ts";
import { type Bench, python, type Row, timeInTurns } from "./measure.ts";

const kernel = wasmKernel();
const BYTES = 10_000_000;
const ROUNDS = 15;
const LIMITS = { columnsMax: 100, rowsMax: Number.MAX_SAFE_INTEGER };
const MEGABYTE = 1e6;

export const csvBenches: Bench[] = [
  { name: "csv memory", run: memory },
  { name: "csv numbers", run: () => rates("10 columns of numbers", tableOf(false)) },
  { name: "csv text", run: () => rates("10 columns of numbers, 2 of quoted text", tableOf(true)) },
];

interface Table {
  csv: Uint8Array;
  json: string;
  ndjson: string;
  columns: string[];
}

/** Counts, temperatures, coordinates and measured values of 1 to 17 digits. */
function tableOf(hasText: boolean): Table {
  const random = uniform(1);
  const columns = ["id", "t", "flow", "p", "u", "v", "lat", "e", "n", "w", ...(hasText ? ["house", "note"] : [])];
  const rows: (number | string)[][] = [];
  const lines = [columns.join(",")];
  for (let bytes = 0; bytes < BYTES; bytes += (lines.at(-1) as string).length + 1) {
    const row = [
      ...[rows.length, round(60 * random() - 20, 1), round(100 * random(), 3), Math.floor(1e5 * random()), random()],
      ...[
        1e3 * random() - 500,
        round(40 + 10 * random(), 6),
        1e6 * random(),
        Math.floor(10 * random()),
        1e-3 * random(),
      ],
    ];
    const texts = hasText
      ? [`house ${Math.floor(40 * random())}, north`, `said "yes" ${Math.floor(1e3 * random())}`]
      : [];
    rows.push([...row, ...texts]);
    lines.push([...row, ...texts.map((text) => `"${text.replaceAll('"', '""')}"`)].join(","));
  }
  return {
    csv: new TextEncoder().encode(`${lines.join("\n")}\n`),
    json: JSON.stringify(Object.fromEntries(columns.map((name, i) => [name, rows.map((row) => row[i])]))),
    ndjson: rows.map((row) => JSON.stringify(Object.fromEntries(columns.map((name, i) => [name, row[i]])))).join("\n"),
    columns,
  };
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

function rates(what: string, { csv, json, ndjson, columns }: Table): Row[] {
  const times = timeInTurns(
    ROUNDS,
    () => readCsv(kernel, csv, LIMITS),
    () => JSON.parse(json),
    () => toColumns(JSON.parse(json)),
    () => linesToColumns(ndjson, columns),
  );
  const bytes = [csv.length, json.length, json.length, ndjson.length];
  const [ours = 0, ...others] = times.map((ms, i) => (bytes[i] as number) / ms / 1e3);
  const peers = [
    "JSON.parse of the same columns",
    "the same, to columns of doubles",
    "JSON.parse line by line, to columns",
  ];
  const rows = others.map((rate, i) => ({
    what: `${(csv.length / MEGABYTE).toFixed(0)} MB of CSV, ${what}`,
    ours: `${ours.toFixed(0)} MB/s`,
    peer: `${peers[i]}, ${rate.toFixed(0)} MB/s`,
    ratio: ours / rate,
    ...(i === 0 && columns.length === 10 && { bar: { atLeast: 2 } }),
  }));
  return [...rows, pandasRow(what, csv, ours)];
}

/** Columns of numbers as arrays of doubles, which JSON.parse does not make. */
function toColumns(table: Record<string, unknown[]>): unknown[] {
  return Object.values(table).map((column) =>
    typeof column[0] === "number" ? Float64Array.from(column as number[]) : column,
  );
}

function linesToColumns(text: string, names: string[]): unknown[] {
  const columns = names.map(() => [] as unknown[]);
  for (const line of text.split("\n")) {
    const record = JSON.parse(line);
    for (let i = 0; i < names.length; i++) columns[i]?.push(record[names[i] as string]);
  }
  return columns;
}

const PANDAS = `
import json, os, time
import pandas
times = []
for _ in range(5):
    start = time.perf_counter()
    pandas.read_csv(os.environ["CSV"], engine="c", float_precision="round_trip")
    times.append(time.perf_counter() - start)
print(json.dumps(sorted(times)[2]))
`;

function pandasRow(what: string, csv: Uint8Array, ours: number): Row {
  const folder = mkdtempSync(join(tmpdir(), "edgefit-csv-"));
  const file = join(folder, "table.csv");
  writeFileSync(file, csv);
  const seconds = python<number>(PANDAS, { CSV: file });
  rmSync(folder, { recursive: true });
  const row = { what: `${(csv.length / MEGABYTE).toFixed(0)} MB of CSV, ${what}`, ours: `${ours.toFixed(0)} MB/s` };
  if (seconds === undefined) return { ...row, peer: "pandas is not installed" };
  const rate = csv.length / seconds / MEGABYTE;
  return { ...row, peer: `pandas' C reader, exact to the last bit, ${rate.toFixed(0)} MB/s`, ratio: ours / rate };
}

// Ten times as much takes no more; the rest is what the garbage collector happens to leave.
const GROWTH_MAX = 1.5;

/** The same few rows again and again, each frame let go. */
function memory(): Row[] {
  const line = '17,21.5,0.8444218515250481,"house 7, north",2024-01-01T00:00:00Z\n';
  const piece = new TextEncoder().encode(line.repeat(1_000));
  const bare = held();
  const peaks = [1, 10, 100].map((megabytes) => ({ megabytes, peak: peakOf(piece, megabytes * MEGABYTE, bare) }));
  const [first] = peaks;
  return peaks.map(({ megabytes, peak }) => ({
    what: `${megabytes} MB of CSV as a stream: memory held`,
    ours: `${(peak / MEGABYTE).toFixed(1)} MB`,
    peer: `1 MB, ${((first?.peak ?? 0) / MEGABYTE).toFixed(1)} MB`,
    ratio: peak / (first?.peak ?? 1),
    bar: { atMost: GROWTH_MAX },
  }));
}

function peakOf(piece: Uint8Array, bytes: number, bare: number): number {
  let peak = 0;
  const reader = csvReader(kernel, LIMITS);
  reader.push(new TextEncoder().encode("n,t,v,house,at\n"));
  for (let sent = 0; sent < bytes; sent += piece.length) {
    const frames = reader.push(piece);
    if (frames.length > 0) peak = Math.max(peak, held() - bare);
  }
  reader.end();
  return peak;
}

/** Heap and buffers, garbage collected. */
function held(): number {
  (globalThis as { gc?: () => void }).gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
