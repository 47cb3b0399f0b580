// Columns of categories: what is sent → places among levels, first among those of the rows themselves, then among those that a model knows.

import type { Label, Levels, Table } from "../../engine/feature/table.ts";
import { show } from "../../engine/parameter/show.ts";
import { AppError, type Fault } from "../../error.ts";
import { FAULT_COUNT_MAX } from "../../platform/schema/limit.ts";
import { numberFaults } from "../../platform/schema/number-fault.ts";
import { formatPath } from "../../platform/schema/parse.ts";
import type { NormModel } from "../schema/norm-model.ts";
import type { NormSpecification } from "../schema/norm-specification.ts";

/** A table whose categories are places among the levels that its rows have. `columns`: those that are wanted; others are left alone. */
export function codeLevels(
  { categories = [] }: Pick<NormSpecification, "categories">,
  x: Table,
  columns: readonly string[],
): Table {
  if (categories.length === 0 && x.labels === undefined) return x;
  const faults: Fault[] = [];
  const values = [...x.values];
  const levels = new Map<string, Levels>();
  for (const column of columns) {
    const j = x.columns.indexOf(column);
    if (j < 0) continue;
    const fault = (row: number, message: string) => {
      const path = formatPath(x.isNamed ? ["x", column, row] : ["x", row, j]);
      return faults.push({ path, message }) <= FAULT_COUNT_MAX;
    };
    const labels = x.labels?.get(j);
    if (categories.includes(column)) {
      const coded = code(labels ?? (x.values[j] as Float64Array), fault);
      values[j] = coded.places;
      levels.set(column, { names: coded.names, shares: null });
    } else if (labels !== undefined) refuseLabels(labels, fault);
  }
  refuse(faults);
  return { ...x, values, levels };
}

/** By column of categories the rows that have a level which a model does not know, and those levels. */
export type Unseen = ReadonlyMap<string, { rows: number[]; names: string[] }>;

/** Such a table with places among a model's levels; a row of another one has none, or (`hasMean`) as much of each as all rows had. */
export function codeAsModel(x: Table, known: NormModel["levels"], hasMean: boolean): { x: Table; unseen: Unseen } {
  if (x.levels === undefined) return { x, unseen: new Map() };
  const unseen = unseenIn(x, known);
  const values = [...x.values];
  const levels = new Map<string, Levels>();
  for (const [column, { names: own }] of x.levels) {
    const j = x.columns.indexOf(column);
    const { names = [], shares = [] } = known[column] ?? {};
    const places = own.map((name) => names.indexOf(name));
    values[j] = (x.values[j] as Float64Array).map((place) => {
      const at = Number.isNaN(place) ? Number.NaN : (places[place] as number);
      return at < 0 && !hasMean ? Number.NaN : at;
    });
    levels.set(column, { names, shares: hasMean ? shares : null });
  }
  return { x: { ...x, values, levels }, unseen };
}

/** `x`: of places among its own levels. */
export function unseenIn(x: Table, known: NormModel["levels"]): Unseen {
  const unseen = new Map<string, { rows: number[]; names: string[] }>();
  for (const [column, { names }] of x.levels ?? []) {
    const isKnown = new Set(known[column]?.names);
    const others = names.map((name) => !isKnown.has(name));
    const values = x.values[x.columns.indexOf(column)] as Float64Array;
    const rows = [...values.keys()].filter((row) => others[values[row] as number]);
    if (rows.length > 0) unseen.set(column, { rows, names: names.filter((_, place) => others[place]) });
  }
  return unseen;
}

type AddFault = (row: number, message: string) => boolean;

// As pandas and spreadsheets write truths.
const SPELT = new Map<Label, string>([
  ["True", "true"],
  ["TRUE", "true"],
  ["False", "false"],
  ["FALSE", "false"],
]);

/** 1 and "1" are one level, as true, "true" and "True" are: a file of text does not tell them apart. */
function code(column: readonly Label[] | Float64Array, fault: AddFault): { places: Float64Array; names: string[] } {
  const texts = new Map<Label, string | null>();
  for (let row = 0; row < column.length; row++) {
    const value = column[row] as Label;
    if (texts.has(value)) continue;
    const isMissing = value === null || Number.isNaN(value);
    const isLabel = isMissing || typeof value !== "number" || Number.isSafeInteger(value);
    if (!isLabel && !fault(row, `${show(value)} is no label: text, true or false, or a whole number`)) break;
    texts.set(value, isMissing ? null : (SPELT.get(value) ?? String(value)));
  }
  const names = [...new Set(texts.values())].filter((text) => text !== null).sort();
  const places = new Map(names.map((name, place) => [name, place]));
  const placeOf = new Map([...texts].map(([value, text]) => [value, places.get(text ?? "") ?? Number.NaN]));
  return { places: Float64Array.from(column as ArrayLike<Label>, (value) => placeOf.get(value) as number), names };
}

/** A column of numbers that holds more. */
function refuseLabels(labels: readonly Label[], fault: AddFault): void {
  for (const { row, message } of numberFaults(labels)) if (!fault(row, message)) break;
}

function refuse(faults: Fault[]): void {
  const [first] = faults;
  if (first === undefined) return;
  const more = faults.length > FAULT_COUNT_MAX ? ` (the first ${FAULT_COUNT_MAX} faults are told; there are more)` : "";
  throw new AppError("invalid", `Cannot use the request body: ${first.path}: ${first.message}${more}`, faults);
}
