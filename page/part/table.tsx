// A table that is paged, can be sorted by its headings, and saved as CSV. Where it is wider than its place, each row is a card.
// biome-ignore-all lint/a11y/noRedundantRoles: Safari forgets what is a table once its display is another.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { changeQuery } from "../address.ts";
import { table as words } from "../words/frame.ts";
import { count } from "./format.ts";
import { saveCsv } from "./save.ts";
import { useFit } from "./use-fit.ts";

export interface Column<Row> {
  name: string;
  /** What it is sorted by and what the CSV has; numbers stand right. */
  value: (row: Row) => string | number | null | undefined;
  /** How a number is written; as it is unless given. */
  format?: (value: number) => string;
  /** What is seen, where it is neither. */
  show?: (row: Row) => ComponentChildren;
}

interface Sorted {
  by: number;
  isDown: boolean;
}

const ROWS_A_PAGE = 20;

export function Table<Row>({
  caption,
  columns,
  rows,
  file,
  keyOf,
  actions,
  rowsAPage = ROWS_A_PAGE,
  total,
  sort,
  onSort,
}: {
  /** What it is, for who does not see it. */
  caption: string;
  /** The first one names the row. */
  columns: Column<Row>[];
  rows: Row[];
  /** Of the CSV, without its ending. */
  file: string;
  keyOf?: (row: Row, place: number) => string | number;
  /** At the end of each row. */
  actions?: (row: Row) => ComponentChildren;
  rowsAPage?: number;
  /** Under all rows: what they come to. */
  total?: { name: string; row: Row };
  /** By which column, where that stands in the address: its name, with a - before it from the largest down. */
  sort?: string | null;
  onSort?: (sort: string) => void;
}) {
  const [own, setOwn] = useState<Sorted>();
  const sorted = onSort === undefined ? own : sortedBy(columns, sort);
  const [page, setPage] = useState(0);
  const ordered = sorted === undefined ? rows : order(rows, columns[sorted.by], sorted.isDown);
  const pages = Math.max(1, Math.ceil(rows.length / rowsAPage));
  const at = Math.min(page, pages - 1);
  const place = useFit<HTMLDivElement>();
  const isNumber = columns.map(({ value }) => rows.some((row) => typeof value(row) === "number"));
  const turn = (by: number) => {
    const isDown = sorted?.by === by && !sorted.isDown;
    if (onSort === undefined) setOwn({ by, isDown });
    else onSort(`${isDown ? "-" : ""}${columns[by]?.name}`);
  };
  return (
    <div class="table">
      <div class="scroll" ref={place}>
        <table role="table">
          <caption class="unseen">{caption}</caption>
          <thead role="rowgroup">
            <tr role="row">
              {columns.map(({ name }, i) => (
                <th
                  key={name}
                  role="columnheader"
                  scope="col"
                  class={isNumber[i] ? "n" : undefined}
                  aria-sort={sorted?.by === i ? (sorted.isDown ? "descending" : "ascending") : undefined}
                >
                  <button type="button" class="plain" title={words.sortBy(name)} onClick={() => turn(i)}>
                    {name}
                  </button>
                </th>
              ))}
              {actions !== undefined && <td role="cell" />}
            </tr>
          </thead>
          <tbody role="rowgroup">
            {ordered.slice(at * rowsAPage, (at + 1) * rowsAPage).map((row, place) => (
              <TableRow
                key={keyOf?.(row, place) ?? place}
                columns={columns}
                row={row}
                isNumber={isNumber}
                actions={actions}
              />
            ))}
          </tbody>
          {total !== undefined && (
            <tfoot role="rowgroup">
              <TableRow columns={columns} row={total.row} isNumber={isNumber} name={total.name} />
            </tfoot>
          )}
        </table>
      </div>
      <div class="foot">
        {pages > 1 && (
          <>
            <button type="button" disabled={at === 0} onClick={() => setPage(at - 1)}>
              {words.before}
            </button>
            <span>{words.page(at + 1, pages, count(rows.length))}</span>
            <button type="button" disabled={at === pages - 1} onClick={() => setPage(at + 1)}>
              {words.next}
            </button>
          </>
        )}
        <button
          type="button"
          class="plain"
          onClick={() =>
            saveCsv(file, [
              columns.map(({ name }) => name),
              ...rows.map((row) => columns.map(({ value }) => value(row) ?? null)),
            ])
          }
        >
          {words.csv}
        </button>
      </div>
    </div>
  );
}

function TableRow<Row>({
  columns,
  row,
  isNumber,
  name: called,
  actions,
}: {
  columns: Column<Row>[];
  row: Row;
  /** Of each column. */
  isNumber: boolean[];
  /** In place of what names it by its column. */
  name?: string;
  actions?: ((row: Row) => ComponentChildren) | undefined;
}) {
  return (
    <tr role="row">
      {columns.map((column, i) => {
        const { name } = column;
        const as = isNumber[i] ? "n" : undefined;
        return i === 0 ? (
          <th key={name} role="rowheader" scope="row" data-name={called === undefined ? name : ""} class={as}>
            {called ?? seenOf(column, row)}
          </th>
        ) : (
          <td key={name} role="cell" data-name={name} class={as}>
            {seenOf(column, row)}
          </td>
        );
      })}
      {actions !== undefined && (
        <td role="cell" class="acts">
          {actions(row)}
        </td>
      )}
    </tr>
  );
}

function seenOf<Row>({ value, format, show }: Column<Row>, row: Row): ComponentChildren {
  if (show !== undefined) return show(row);
  const is = value(row);
  return format !== undefined && typeof is === "number" ? format(is) : (is ?? words.none);
}

function sortedBy<Row>(columns: Column<Row>[], sort: string | null | undefined): Sorted | undefined {
  const isDown = sort?.startsWith("-") ?? false;
  const by = columns.findIndex(({ name }) => name === (isDown ? sort?.slice(1) : sort));
  return by < 0 ? undefined : { by, isDown };
}

function order<Row>(rows: Row[], column: Column<Row> | undefined, isDown: boolean): Row[] {
  if (column === undefined) return rows;
  const sign = isDown ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [left, right] = [column.value(a) ?? null, column.value(b) ?? null];
    // What is missing comes last, either way.
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    if (typeof left === "number" && typeof right === "number") return sign * (left - right);
    return sign * String(left).localeCompare(String(right), "en", { numeric: true });
  });
}

/** To the next page of what the service tells page by page, and back to the first: `after` is in the address. */
export function Pager({
  after,
  next,
  first,
  following,
}: {
  /** What the page that is seen begins after; none on the first. */
  after: string | null | undefined;
  next: string | number | null | undefined;
  /** On the buttons. */
  first: string;
  following: string;
}) {
  const turn = (after: string | number | null) => changeQuery({ after }, { isStep: true });
  return (
    <div class="actions">
      {after != null && (
        <button type="button" onClick={() => turn(null)}>
          {first}
        </button>
      )}
      {next != null && (
        <button type="button" onClick={() => turn(next)}>
          {following}
        </button>
      )}
    </div>
  );
}
