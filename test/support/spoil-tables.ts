// Reads spoilt files in great number, and prints whatever is neither a table nor a refusal. A process of its own, whose heap is bounded:
// node --max-old-space-size=300 test/support/spoil-tables.ts parquet 10000
import { readdirSync, readFileSync } from "node:fs";
import { uniform } from "../../src/engine/math/random.ts";
import { AppError } from "../../src/error.ts";
import { readArrow } from "../../src/platform/form/arrow/read-arrow.ts";
import { readParquet } from "../../src/platform/form/parquet/read-parquet.ts";

const filesOf = (folder: string) => {
  const golden = new URL(`../golden/${folder}/`, import.meta.url);
  return readdirSync(golden).map((name) => new Uint8Array(readFileSync(new URL(name, golden))));
};
const isArrow = process.argv[2] === "arrow";
const files = filesOf(isArrow ? "arrow" : "parquet");
const read = isArrow ? readArrow : readParquet;
// Without those that hold lists and times of day.
const isWanted = (name: string) => !["list", "struct", "time", "binary"].includes(name) || whole(20) === 0;
const random = uniform(2026);
const whole = (below: number) => Math.floor(random() * below);

// What numbers of Thrift and of runs are at their largest.
const HUGE = [
  [255, 255, 255, 255, 15],
  [254, 255, 255, 255, 255, 255, 255, 255, 127],
];

function spoil(file: Uint8Array): Uint8Array {
  const bytes = file.slice();
  const footer = isArrow ? 0 : bytes.length - 8 - new DataView(bytes.buffer).getUint32(bytes.length - 8, true);
  // What a file tells of itself is short beside what it holds: of Parquet it stands at the end, of Arrow before each batch.
  const place = () => (random() < 0.5 ? footer + whole(bytes.length - footer) : whole(footer || bytes.length / 3));
  for (let count = 1 + whole(4); count > 0; count--) {
    const at = place();
    const change = whole(4);
    if (change === 0) bytes[at] = (bytes[at] as number) ^ (1 << whole(8));
    else if (change === 1) bytes[at] = whole(256);
    else if (change === 2) bytes.set((HUGE[whole(2)] as number[]).slice(0, bytes.length - at), at);
    else bytes.copyWithin(place(), at, at + whole(40));
  }
  return whole(12) === 0 ? bytes.slice(0, whole(bytes.length)) : bytes;
}

const told = { read: 0, refused: 0, slowestCpuMs: 0, wrong: [] as string[] };
for (let n = Number(process.argv[3]); n > 0; n--) {
  const file = spoil(files[whole(files.length)] as Uint8Array);
  const before = process.cpuUsage();
  try {
    const { values, rowCount } = await read(file, isWanted);
    if (values.some(({ length }) => length !== rowCount)) told.wrong.push("columns of several lengths");
    told.read++;
  } catch (error) {
    if (error instanceof AppError) told.refused++;
    else told.wrong.push(String((error as Error).stack));
  }
  const { user, system } = process.cpuUsage(before);
  told.slowestCpuMs = Math.max(told.slowestCpuMs, (user + system) / 1000);
}
console.log(JSON.stringify(told));
