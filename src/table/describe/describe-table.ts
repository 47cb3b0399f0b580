// What is found in a table before it is used, with what would be made of it; nothing is stored.

import { showNames } from "../../engine/parameter/show.ts";
import type { Context } from "../../platform/context/context.ts";
import type { Frame } from "../../platform/form/frame.ts";
import { requireColumn } from "../../platform/form/frame-times.ts";
import { type Warning, warn } from "../../warning.ts";
import type { DescribeQuery } from "../schema/describe-query.ts";
import type { TableColumn, TableDescription } from "../schema/table-answer.ts";
import { suggest } from "../suggest/suggest.ts";
import { findLeftOut } from "./find-left-out.ts";
import { type FoundTime, findTime } from "./find-time.ts";
import { giveRoles, problemOf, type Role } from "./give-roles.ts";
import { type Looked, lookAtColumns } from "./look-at-columns.ts";
import { tableData } from "./table-data.ts";

/** A table as it was sent. */
export interface SentFrame {
  frame: Frame;
  /** Of the whole table, of which the frame may be the first rows. */
  rowCount: number;
  form: TableDescription["form"];
  details: TableDescription["details"];
  /** Of a row and a column the cell as it stands in the file; undefined where that is not known. */
  asWritten(row: number, name: string): string | undefined;
  /** Why a norm, or a model, would not take the body as it came. */
  refused: { norm?: string | undefined; model?: string | undefined };
}

/** AppError "invalid" where the query names what is not there. */
export async function describeTable(
  context: Context,
  sent: SentFrame,
  query: DescribeQuery,
): Promise<TableDescription> {
  const { frame, rowCount, form, details } = sent;
  requireNamed(frame, query);
  context.cpu.spend(SECONDS_A_VALUE * frame.rowCount * frame.columns.length, "to describe a table");
  const looked = lookAtColumns(frame, query.types ?? {}, sent.asWritten);
  const time = findTime(frame, looked, query);
  const roles = giveRoles(frame, looked, { query, time });
  const named = (role: Role["role"]) => looked.filter((_, j) => roles[j]?.role === role);
  const [target = null] = named("target");
  const problem = target && problemOf(target);
  const suggested = await suggest(context, frame, query, {
    target: target?.name ?? null,
    time: time && (frame.columns[time.column] as string),
    format: time?.told.format ?? null,
    features: named("feature").map(({ name }) => name),
    problem,
    refused: sent.refused,
  });
  const data = query.data
    ? tableData(frame, { wanted: query.columns, textOf: time?.textOf ?? null, isAll: frame.rowCount === rowCount })
    : undefined;
  return {
    ...{ form, details, rows: rowCount, described: frame.rowCount },
    columns: looked.map((column, j) => toldColumn(column, roles[j] as Role)),
    ...{ target: target?.name ?? null, problem, time: time?.told ?? null },
    suggestions: { norm: suggested.norm, model: suggested.model },
    ...findLeftOut(frame, looked, roles),
    warnings: [...warningsOf(sent, looked, { time, roles }), ...suggested.warnings],
    ...(data && { data }),
  };
}

// Measured of a file of times and numbers, on one core.
const SECONDS_A_VALUE = 2e-7;

function requireNamed(frame: Frame, { columns, ignore, target, weight, time }: DescribeQuery): void {
  const all = { columns, ignore, target, weight, time };
  for (const [parameter, names] of Object.entries(all))
    for (const name of [names ?? []].flat()) requireColumn(frame, name, parameter);
}

function toldColumn({ misfits: _misfits, values: _values, ...told }: Looked, role: Role): TableColumn {
  return { ...told, ...role };
}

const COLUMNS_TOLD = 5;

function warningsOf(
  { frame, rowCount }: SentFrame,
  looked: readonly Looked[],
  { time, roles }: { time: FoundTime | null; roles: readonly Role[] },
): Warning[] {
  const broken = looked.filter(({ misfits }, j) => misfits.length > 0 && roles[j]?.role === "none");
  return [
    ...(frame.rowCount < rowCount
      ? [warn("First rows only", `${frame.rowCount} of ${rowCount} are described; a norm learns from all.`)]
      : []),
    ...(time === null ? [] : warningsOfTime(time)),
    ...broken
      .slice(0, COLUMNS_TOLD)
      .map(({ name }) => warn("Column left out", `${roles[frame.columns.indexOf(name)]?.reason}.`)),
  ];
}

function warningsOfTime({ told, others }: FoundTime): Warning[] {
  const { column, format, formats, clock, timezone, twice, never } = told;
  const choice =
    formats.length > 0 ? `may be read as ${formats.slice(0, 2).join(" or ")}` : "are of no format that is known";
  return [
    ...(format === null ? [warn("Time not told", `the times of ${column} ${choice}: time_format= says which.`)] : []),
    ...(others.length > 0
      ? [warn("Other times", `${showNames(others)} hold times too; time= says which are those of the rows.`)]
      : []),
    ...(clock === "local" && timezone === null && twice.count > 0
      ? [
          warn(
            "Zone not told",
            `the clock of ${column} is put back at ${twice.first[0]?.place}; timezone= says of which zone it is.`,
          ),
        ]
      : []),
    ...(never.count > 0
      ? [
          warn(
            "Zone not told",
            `${never.first[0]?.time} is never on the clock in ${timezone}; timezone= may be another.`,
          ),
        ]
      : []),
  ];
}
