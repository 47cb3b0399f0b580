// Cells of two things: more or less by colour, and by the number in or behind each.

import { useState } from "preact/hooks";
import { number } from "../part/format.ts";
import { Drawing } from "./drawing.tsx";
import { Chart } from "./figure.tsx";
import { CHARACTER_PX, cut, within } from "./text.ts";
import { useRoom } from "./use-room.ts";

export interface Cell {
  row: string;
  column: string;
  value: number | null;
  /** What it is of, where row and column do not say it. */
  label?: string;
  /** Whether it is the one that was chosen. */
  isChosen?: boolean;
}

// Below this there is no room for a number in a cell.
const NUMBER_PX = 34;
// From there on a number is read in the colour of the card.
const STRONG = 0.55;
const TICK_CHARACTERS_MAX = 16;
// Of differences, two cells in a hundred are as dark as can be: one that is far off would leave all others pale.
const FULL = 0.98;
const CELL_PX_MAX = 96;
const NAME_PX_MIN = 40;

export function HeatMap({
  name,
  file,
  rows,
  columns,
  ticks,
  cells,
  columnsLabel,
  rowsLabel,
  colour = "one",
  format = number,
  height: rowPx = 22,
  hasNumbers = true,
}: {
  name: string;
  file: string;
  /** In the order in which they are seen. */
  rows: string[];
  columns: string[];
  /** What stands over each column, where it is not its name; empty where nothing does. */
  ticks?: string[];
  cells: Cell[];
  columnsLabel: string;
  rowsLabel: string;
  /** "both": orange above zero, blue below. "one": the more, the more teal; "less": the less. "errors": orange off the diagonal. */
  colour?: "one" | "less" | "both" | "errors";
  format?: (value: number) => string;
  /** Of a row, in pixels. */
  height?: number;
  /** Whether the value stands in a cell, where there is room. */
  hasNumbers?: boolean;
}) {
  const room = useRoom();
  const { width } = room;
  const [at, setAt] = useState<Cell>();
  const longest = Math.max(...rows.map(({ length }) => length), 1);
  const left = Math.min(width * 0.34, Math.max(NAME_PX_MIN, longest * CHARACTER_PX + 14));
  const cellPx = Math.min(CELL_PX_MAX, (width - left) / Math.max(1, columns.length));
  const bottom = rows.length * rowPx + 18;
  const height = bottom + 20;
  const caption = `${columnsLabel} (rows: ${rowsLabel})`;
  // What would be cut at the edge is not written.
  const isInside = (text: string, i: number) =>
    left + (i + 0.5) * cellPx + Math.min(text.length * CHARACTER_PX, cellPx * every) / 2 <= width + CHARACTER_PX;
  const longestTick = Math.min(TICK_CHARACTERS_MAX, Math.max(...columns.map(({ length }) => length), 1));
  const every = Math.ceil((longestTick * CHARACTER_PX + 6) / cellPx);
  const rowAt = new Map(rows.map((row, i) => [row, i]));
  const columnAt = new Map(columns.map((column, i) => [column, i]));
  const values = cells.map(({ value }) => value).filter((value) => value !== null);
  const [least, largest] = [Math.min(...values), Math.max(...values)];
  const sizes = values.map(Math.abs).sort((a, b) => a - b);
  const most = (colour === "both" ? sizes[Math.floor(FULL * (sizes.length - 1))] : sizes.at(-1)) || 1;
  const shade = ({ row, column, value }: Cell): { fill: string; opacity: number } => {
    if (value === null) return { fill: "var(--sunken)", opacity: 1 };
    if (colour === "both")
      return { fill: value > 0 ? "var(--over)" : "var(--under)", opacity: Math.min(1, Math.abs(value) / most) };
    if (colour === "errors") return { fill: row === column ? "var(--norm)" : "var(--over)", opacity: value / most };
    const share = largest > least ? (value - least) / (largest - least) : 0.5;
    return { fill: "var(--norm)", opacity: 0.08 + 0.6 * (colour === "less" ? 1 - share : share) };
  };
  return (
    <Chart
      name={name}
      file={file}
      columns={[
        { name: rowsLabel, value: (cell: Cell) => cell.row },
        { name: columnsLabel, value: (cell: Cell) => cell.column },
        { name: "value", value: (cell: Cell) => cell.value, format },
      ]}
      rows={cells}
      hover={
        at === undefined
          ? ""
          : `${at.label ?? `${at.row}, ${at.column}`}: ${at.value === null ? "–" : format(at.value)}`
      }
    >
      {(svg) => (
        <Drawing name={name} description={caption} svg={svg} room={room} height={height}>
          {rows.map((row, i) => (
            <text key={row} x={left - 8} y={i * rowPx + rowPx / 2 + 22} text-anchor="end">
              {cut(row, left - 8)}
            </text>
          ))}
          {ticks !== undefined &&
            spacedOut(ticks, cellPx).map(([i, tick]) => (
              <text key={i} x={left + i * cellPx} y={12}>
                {tick}
              </text>
            ))}
          {ticks === undefined &&
            columns.map((column, i) =>
              i % every === 0 && isInside(column, i) ? (
                <text key={column} x={left + (i + 0.5) * cellPx} y={12} text-anchor="middle">
                  {cut(column, cellPx * every)}
                </text>
              ) : null,
            )}
          {cells.map((cell) => {
            const [i, j] = [rowAt.get(cell.row) ?? 0, columnAt.get(cell.column) ?? 0];
            const { fill, opacity } = shade(cell);
            return (
              <g
                key={`${cell.row}|${cell.column}`}
                transform={`translate(${left + j * cellPx} ${18 + i * rowPx})`}
                onPointerEnter={() => setAt(cell)}
              >
                <rect width={Math.max(1, cellPx - 2)} height={rowPx - 2} rx={cellPx > 8 ? 3 : 0} fill="var(--sunken)" />
                <rect
                  width={Math.max(1, cellPx - 2)}
                  height={rowPx - 2}
                  rx={cellPx > 8 ? 3 : 0}
                  fill={fill}
                  opacity={opacity}
                />
                {hasNumbers && cellPx > NUMBER_PX && cell.value !== null && (
                  <text
                    x={cellPx / 2 - 1}
                    y={rowPx / 2 + 3}
                    text-anchor="middle"
                    class={opacity > STRONG ? "label on-colour" : "label"}
                  >
                    {format(cell.value)}
                    {cell.isChosen ? " ●" : ""}
                  </text>
                )}
              </g>
            );
          })}
          <text x={within(caption, left + (columns.length * cellPx) / 2, width)} y={height - 4} text-anchor="middle">
            {caption}
          </text>
        </Drawing>
      )}
    </Chart>
  );
}

/** Those that do not reach into the one before, nor beyond the last column. */
function spacedOut(ticks: string[], cellPx: number): [number, string][] {
  let free = 0;
  return [...ticks.entries()].filter(([i, tick]) => {
    const end = i * cellPx + (tick.length + 1) * CHARACTER_PX;
    if (tick === "" || i * cellPx < free || end - CHARACTER_PX > ticks.length * cellPx) return false;
    free = end;
    return true;
  });
}
