// How appliances.csv was made: `node example/make-slice.ts energydata_complete.csv.gz`. Hour by hour, the appliances' six
// ten-minute energies are added up. The weather is what stands at the full hour: between full hours the file only has straight
// lines to the next one, so a mean over the hour would look ahead and tell nothing more.
import { readFileSync, writeFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

const WEATHER = ["T_out", "RH_out", "Windspeed", "Press_mm_hg", "Visibility", "Tdewpoint"];
const AT_FULL_HOUR = [...WEATHER, "rv1"];
const ROWS_PER_HOUR = 6;

const source = process.argv[2];
if (source === undefined) throw new Error("Cannot make the slice: give the path of energydata_complete.csv.gz");

const [header = [], ...rows] = gunzipSync(readFileSync(source)).toString().trim().split(/\r?\n/).map(fields);
const text = (row: string[], column: string) => row[header.indexOf(column)] ?? "";
const number = (row: string[], column: string) => {
  const field = text(row, column);
  const value = Number(field);
  if (field === "" || !Number.isFinite(value)) throw new Error(`Cannot read ${column} at ${row[0]}: "${field}"`);
  return value;
};

const hours = Map.groupBy(rows, (row) => text(row, "date").slice(0, "yyyy-mm-dd hh".length));
const lines = [...hours]
  .filter(([, members]) => members.length === ROWS_PER_HOUR)
  .map(([hour, members]) => {
    const atFullHour = members.find((row) => text(row, "date") === `${hour}:00:00`);
    if (atFullHour === undefined) throw new Error(`Cannot make the slice: nothing stands at ${hour}:00:00`);
    if (members.some((row) => text(row, "rv1") !== text(row, "rv2"))) throw new Error(`rv1 and rv2 differ at ${hour}`);
    const energy = members.reduce((sum, row) => sum + number(row, "Appliances"), 0);
    return [`${hour}:00`, energy, ...AT_FULL_HOUR.map((column) => number(atFullHour, column))].join();
  });
writeFileSync(
  new URL("appliances.csv", import.meta.url),
  `${["date", "Appliances", ...AT_FULL_HOUR].join()}\n${lines.join("\n")}\n`,
);

/** Every field is quoted, padded with blanks, and free of quotes and commas. */
function fields(line: string): string[] {
  return line.split(",").map((field) => field.replaceAll('"', "").trim());
}
