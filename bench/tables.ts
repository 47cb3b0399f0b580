// Tables that models are tried on; most are read from ../shared/data, where that is beside this folder.
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

export interface Table {
  columns: Float64Array[];
  target: Float64Array;
  classCount: number;
}

const shared = new URL("../../shared/data/", import.meta.url);

export interface Layout {
  /** Lines of heading. */
  skip: number;
  y: number;
  /** Columns that tell y, or nothing. */
  without?: number[];
  /** Of more, every so manieth is taken; all unless given. */
  rowsMax?: number;
}

/** null where it is not here. Words are numbered in the order of the alphabet. */
export function fromFile(path: string, { skip, y, without = [], rowsMax = Infinity }: Layout): Table | null {
  const file = new URL(path, shared);
  if (!existsSync(file)) return null;
  const bytes = readFileSync(file);
  const lines = (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString().trim().split(/\r?\n/).slice(skip);
  const cells = lines.map((line) => line.split(",").map((cell) => cell.replaceAll('"', "").trim()));
  const known = cells.filter((row) => row[y] !== "" && row[y] !== "NA");
  const step = Math.max(1, Math.ceil(known.length / rowsMax));
  const rows = known.filter((_, row) => row % step === 0);
  const column = (j: number) => numbersOf(rows.map((row) => row[j] as string));
  const used = (rows[0] as string[]).flatMap((_, j) => (j === y || without.includes(j) ? [] : [j]));
  return { columns: used.map(column), target: column(y), classCount: 0 };
}

function numbersOf(texts: string[]): Float64Array {
  const isMissing = (text: string) => text === "" || text === "NA";
  const words = [...new Set(texts.filter((text) => !isMissing(text) && Number.isNaN(Number(text))))].sort();
  return Float64Array.from(texts, (text) =>
    isMissing(text) ? Number.NaN : words.length > 0 ? words.indexOf(text) : Number(text),
  );
}

export function classesOf(table: Table | null): Table | null {
  return table && { ...table, classCount: Math.max(...table.target) + 1 };
}

export function fromGolden(name: string): Table {
  const golden = JSON.parse(readFileSync(new URL("../test/golden/ridge.json", import.meta.url), "utf8"))[name];
  const x = golden.x as number[][];
  const columns = (x[0] as number[]).map((_, j) => Float64Array.from(x, (row) => row[j] as number));
  return { columns, target: Float64Array.from(golden.y as number[]), classCount: 0 };
}
