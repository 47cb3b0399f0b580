// What the search of the hyperparameters tried, and what it chose.
import { useState } from "preact/hooks";
import { Curves } from "../../../chart/curve.tsx";
import { HeatMap } from "../../../chart/heat-map.tsx";
import { Intervals } from "../../../chart/intervals.tsx";
import { Card as Box } from "../../../part/card.tsx";
import { count, number } from "../../../part/format.ts";
import { Table } from "../../../part/table.tsx";
import { search as words } from "../../../words/model-card.ts";
import type { Card } from "../of-model.ts";
import { type FoldedGrid, foldGrid, written } from "./fold-grid.ts";

type Cell = NonNullable<Card["grid"]>[number];

export function Search({ card }: { card: Card }) {
  const grid = card.grid ?? card.origin?.grid ?? null;
  const [isOpen, setOpen] = useState(false);
  if (grid === null || grid.length === 0 || card.version === null) return null;
  const folded = foldGrid<Cell>(grid, card.params);
  const others = folded.names.slice(2).map((name) => `${name} ${written(folded.chosen?.params[name])}`);
  const metric = card.metric ?? card.origin?.metric ?? "";
  const line = words.line(metric);
  return (
    <Box title={words.title} line={others.length > 0 ? `${line} ${words.others(others.join(", "))}` : line} width={7}>
      <Drawn folded={folded} metric={metric} file={`model-${card.id}-search`} />
      <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary class="quiet">{words.all(count(grid.length))}</summary>
        {isOpen && (
          <Table
            caption={words.caption}
            file={`model-${card.id}-grid`}
            rows={grid}
            columns={[
              ...folded.names.map((name) => ({
                name,
                value: ({ params }: Cell) => (typeof params[name] === "number" ? params[name] : written(params[name])),
              })),
              { name: words.mean, value: ({ mean }: Cell) => mean, format: (value) => number(value, 4) },
              { name: words.std, value: ({ std }: Cell) => std, format: (value) => number(value, 2) },
              { name: words.seconds, value: ({ seconds }: Cell) => seconds, format: (value) => number(value, 2) },
              { name: "", value: (cell: Cell) => (cell === folded.chosen ? words.chosen : null) },
            ]}
          />
        )}
      </details>
    </Box>
  );
}

function Drawn({
  folded: { names, values, cells },
  metric,
  file,
}: {
  folded: FoldedGrid<Cell>;
  metric: string;
  file: string;
}) {
  const [first = "", second] = names;
  if (second !== undefined)
    return (
      <HeatMap
        name={words.title}
        file={file}
        rows={values[0] ?? []}
        columns={values[1] ?? []}
        rowsLabel={first}
        columnsLabel={second}
        cells={cells.map(({ at: [row = "", column = ""], cell, isChosen }) => ({
          row,
          column,
          value: cell.mean,
          isChosen,
        }))}
        colour={metric === "RMSE" ? "less" : "one"}
        height={40}
      />
    );
  const spreadOf = ({ mean, std, scores }: Cell) => {
    if (mean === null || std === null) return {};
    const error = std / Math.sqrt(Math.max(1, scores.length - 1));
    return { lower: mean - error, upper: mean + error };
  };
  const known = cells.filter(({ cell }) => cell.mean !== null);
  const xs = known.map(({ cell }) => cell.params[first]);
  if (xs.length > 1 && xs.every((x) => typeof x === "number")) {
    const least = Math.min(...xs);
    const isLog = least > 0 && Math.max(...xs) / least >= 100;
    return (
      <Curves
        name={words.title}
        file={file}
        x={{ label: first, isLog }}
        y={{ label: metric }}
        curves={[
          {
            name: first,
            hasDots: true,
            points: known.map(({ cell, isChosen }) => ({
              x: Number(cell.params[first]),
              y: cell.mean ?? 0,
              ...spreadOf(cell),
              isChosen,
            })),
          },
        ]}
      />
    );
  }
  return (
    <Intervals
      name={words.title}
      file={file}
      unit={metric}
      intervals={known.map(({ at, cell, isChosen }) => ({
        name: at[0] ?? "",
        value: cell.mean ?? 0,
        ...spreadOf(cell),
        note: isChosen ? `● ${words.chosen}` : "",
        isChosen,
      }))}
    />
  );
}
