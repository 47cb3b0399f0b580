import { readFileSync } from "node:fs";

/** Columns of the example's slice of the UCI appliances data, the target `Appliances` (Wh) last. */
export function readAppliances(columns: string[]): Float64Array[] {
  const text = readFileSync(new URL("../../example/appliances.csv", import.meta.url), "utf8");
  const [head = [], ...rows] = text
    .trim()
    .split("\n")
    .map((line) => line.split(","));
  return [...columns, "Appliances"].map((name) => Float64Array.from(rows, (row) => Number(row[head.indexOf(name)])));
}
