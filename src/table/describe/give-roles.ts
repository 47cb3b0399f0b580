// What each column is taken for, and why: what is said counts first, then names, then what stands in it.
import type { Frame } from "../../platform/form/frame.ts";
import { INDEX_NAME } from "../../platform/form/frame.ts";
import { requireColumn } from "../../platform/form/frame-times.ts";
import { pathOf } from "../../platform/form/records.ts";
import type { DescribeQuery } from "../schema/describe-query.ts";
import type { TableColumn } from "../schema/table-answer.ts";
import type { Looked } from "./look-at-columns.ts";
import { ID_NAMES, rankOf, TARGET_NAMES } from "./target-names.ts";

export type Role = Pick<TableColumn, "role" | "reason">;

/** By the place of a column. `time`: that of the times, with the reason. */
export function giveRoles(
  frame: Frame,
  looked: readonly Looked[],
  { query, time }: { query: DescribeQuery; time: { column: number; reason: string } | null },
): Role[] {
  const { target, weight, columns } = query;
  const own = looked.map((column, j) => ownRole(frame, column, { query, isTime: j === time?.column }));
  const weighs = weight === undefined ? -1 : requireColumn(frame, weight, "weight");
  const mayBe = (j: number) => {
    const { name } = looked[j] as Looked;
    return j !== time?.column && j !== weighs && !query.ignore?.includes(name);
  };
  // What columns= names is x, unless nothing else could be y.
  const isFree = (j: number) => mayBe(j) && !columns?.includes((looked[j] as Looked).name);
  const isFeature = (j: number) => isFree(j) && own[j]?.role === "feature";
  const found =
    target === undefined ? (byName(looked, isFree) ?? lastOf(looked, isFeature) ?? byName(looked, mayBe)) : null;
  const y = target === undefined ? (found?.column ?? -1) : requireColumn(frame, target, "target");
  return looked.map(({ name }, j): Role => {
    if (j === y) return { role: "target", reason: found?.reason ?? "target= says so" };
    if (j === weighs) return { role: "weight", reason: "weight= says so" };
    if (j === time?.column) return { role: "time", reason: time.reason };
    if (columns !== undefined && !columns.includes(name)) return { role: "none", reason: "columns= does not name it" };
    return own[j] as Role;
  });
}

/** Of a column that is neither target nor time. */
function ownRole(
  frame: Frame,
  { name, type, missing, distinct, misfits, values, min, max }: Looked,
  { query: { columns, ignore }, isTime }: { query: DescribeQuery; isTime: boolean },
): Role {
  const none = (reason: string): Role => ({ role: "none", reason });
  if (ignore?.includes(name)) return none("ignore= names it");
  if (isTime) return none("times");
  if (columns?.includes(name)) return { role: "feature", reason: "columns= names it" };
  const [misfit] = misfits;
  if (misfit !== undefined) return none(`${pathOf(frame.placeOf(misfit.row), name)}: ${misfit.message}`);
  if (missing === values.length) return none("no row has a value");
  if (frame.hasIndex && name === INDEX_NAME) return none("the index of a data frame");
  if (type === "time") return none("times too; one column is that of the rows");
  if (distinct === 1) return none("the same value in every row");
  if (type === "text") return none("nearly another text in each row, or long ones: no categories");
  const wholes = type === "number" && min !== null && max !== null && namesRows(name, values);
  if (wholes) return none("another whole number in each row, as names of rows have it");
  return { role: "feature", reason: REASONS[type] };
}

const REASONS: Record<TableColumn["type"], string> = {
  number: "numbers",
  category: "few levels",
  boolean: "true and false",
  time: "times",
  text: "text",
};

/** Counts the rows, or has a name of ids and never the same number twice. */
function namesRows(name: string, values: Looked["values"]): boolean {
  if (!(values instanceof Float64Array) || values.length < 2 || !values.every(Number.isInteger)) return false;
  const [first] = values;
  if ((first === 0 || first === 1) && values.every((value, row) => value === first + row)) return true;
  return rankOf(name, ID_NAMES) < Number.POSITIVE_INFINITY && new Set(values).size === values.length;
}

interface Guess {
  column: number;
  reason: string;
}

/** By its name, whatever stands in it. */
function byName(looked: readonly Looked[], mayBe: (column: number) => boolean): Guess | null {
  const [best] = [...looked.keys()]
    .filter((j) => mayBe(j) && looked[j]?.type !== "time")
    .map((column) => ({ column, rank: rankOf(looked[column]?.name as string, TARGET_NAMES) }))
    .filter(({ rank }) => rank < Number.POSITIVE_INFINITY)
    .sort((a, b) => a.rank - b.rank);
  return best === undefined ? null : { column: best.column, reason: "by its name" };
}

function lastOf(looked: readonly Looked[], mayBe: (column: number) => boolean): Guess | null {
  const last = [...looked.keys()].findLast(mayBe);
  return last === undefined
    ? null
    : { column: last, reason: "the last column that is neither times nor a name of rows" };
}

// As many as people tell apart by hand.
const CLASSES_MOST = 100;
const CLASS_NAMES = ["label", "class", "klasse", "classe", "clase"];

/** What is learned of a column. */
export function problemOf({ name, type, distinct, min, max, values }: Looked): "regression" | "classification" {
  if (type !== "number" || !(values instanceof Float64Array))
    return type === "number" ? "regression" : "classification";
  const areWholes = values.every((value) => Number.isNaN(value) || Number.isInteger(value));
  const isNamed = rankOf(name, CLASS_NAMES) < Number.POSITIVE_INFINITY;
  const areTruths = distinct === 2 && (max === (min as number) + 1 || (min === -1 && max === 1));
  const isFew = areTruths || (isNamed && distinct !== null && distinct <= CLASSES_MOST);
  return areWholes && isFew ? "classification" : "regression";
}
