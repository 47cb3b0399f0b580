// What was used over a column, temperature where there is one, with what is expected there.
import { useMemo } from "preact/hooks";
import { changeQuery } from "../../../address.ts";
import { answerOf, edgefit, useAnswer } from "../../../api.ts";
import { type Point, type Said, Scatter } from "../../../chart/scatter.tsx";
import { Card } from "../../../part/card.tsx";
import { Select } from "../../../part/field.tsx";
import { minute } from "../../../part/format.ts";
import { quantityName } from "../../../part/quantity.ts";
import { against as words } from "../../../words/norm.ts";
import { guessColumn, lineOver } from "../fold/against.ts";
import { DAY_MS } from "../fold/clock.ts";
import { placeAt, type Shown } from "../fold/shown.ts";
import type { Norm } from "../shapes.ts";

const GRID = 41;

export function Against({
  norm: { norm, spec, target, unit },
  shown,
  columns,
  chosen,
  step,
  isMeans,
  version,
  zone,
  width,
}: {
  norm: Pick<Norm, "norm" | "spec" | "target" | "unit">;
  shown: Shown;
  /** Those of numbers. */
  columns: string[];
  chosen: string | null;
  step: string | null;
  isMeans: boolean;
  version: number | undefined;
  zone: string;
  width: number;
}) {
  const known = columns.filter((name) => shown.columns[name] !== undefined);
  const column = known.find((name) => name === chosen) ?? guessColumn(known, shown);
  const isExact = !isMeans && isOfRowAlone(spec) && known.length === columns.length;
  const isOfIt = isExact && columns.length === 1;
  const grid = useGrid({ norm, version, shown, column, isWanted: isExact && !isOfIt });
  const { points, binned } = useMemo(() => {
    const x = shown.columns[column ?? ""] ?? [];
    const points = x.flatMap((value, i): Point[] => {
      const y = shown.actual[i];
      if (value === null || typeof y !== "number") return [];
      const place = placeAt(shown, i);
      return [
        {
          x: value,
          y,
          ...(shown.t && { label: `${minute(shown.t[i] as number, zone)}:` }),
          ...((place === "over" || place === "under") && { tone: `is-${place}` as const }),
        },
      ];
    });
    return { points, binned: lineOver(x, shown, isOfIt) };
  }, [shown, column, isOfIt, zone]);
  if (column === undefined) return null;
  return (
    <Card
      width={width}
      title={words.title(column)}
      line={
        <>
          {words.line(isMeans && step !== null ? words.mean(step) : "")}
          <b class="norm">{words.norm}</b>
          {isOfIt ? words.exact : grid.data ? words.grid : words.binned}
        </>
      }
      actions={
        known.length > 1 && (
          <Select
            label={words.column}
            isLabelHidden
            value={column}
            options={known.map((name) => [name, name] as const)}
            onChange={(x) => changeQuery({ x })}
          />
        )
      }
    >
      <Scatter
        name={words.title(column)}
        file={`${norm}-against`}
        x={column}
        y={words.axis(quantityName({ target, unit }))}
        points={points}
        said={grid.data ?? binned}
      />
    </Card>
  );
}

/** Whether a norm looks at the numbers of a row and at nothing else: no calendar, no past, no categories. */
function isOfRowAlone(spec: Norm["spec"]): boolean {
  if (spec === null || spec === undefined) return false;
  const lags = Object.values(spec.lags ?? {}).flat();
  const others = [spec.calendar, spec.rolling, spec.categories, Object.keys(spec.difference ?? {})];
  return others.every((list) => (list ?? []).length === 0) && lags.every((lag) => lag === 0);
}

interface Grid {
  norm: string;
  version: number | undefined;
  shown: Shown;
  column: string | undefined;
  isWanted: boolean;
}

/** What is expected over a column, the others at their means; null unless wanted. */
function useGrid({ norm, version, shown, column, isWanted }: Grid) {
  return useAnswer(
    async (signal): Promise<Said[] | null> => {
      const values = (shown.columns[column ?? ""] ?? []).filter((value) => value !== null);
      if (!isWanted || column === undefined || values.length === 0) return null;
      const { t, x } = gridOf(shown, column, values);
      const { y, lower, upper } = await answerOf(
        edgefit().POST("/norms/{norm}/predict", {
          params: { path: { norm } },
          body: { x, ...(t && { t }), ...(version !== undefined && { version }) },
          signal,
        }),
      );
      return (x[column] ?? []).flatMap((value, i): Said[] => {
        const [wanted, low, high] = [y[i], lower[i], upper[i]];
        if (typeof wanted !== "number") return [];
        return [
          {
            x: value,
            y: wanted,
            ...(typeof low === "number" && typeof high === "number" && { lower: low, upper: high }),
          },
        ];
      });
    },
    [norm, version, shown, column, isWanted],
  );
}

/** Times are asked for where rows have some; a norm that does not look at them takes any. */
function gridOf({ t, columns }: Shown, column: string, values: number[]) {
  const [least, largest] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
  const x = Object.fromEntries(
    Object.entries(columns).map(([name, of]) => {
      const known = of.filter((value) => value !== null);
      const mean = known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length);
      return [
        name,
        Array.from({ length: GRID }, (_, i) => (name === column ? least + ((largest - least) * i) / (GRID - 1) : mean)),
      ];
    }),
  );
  const last = t?.at(-1) ?? 0;
  return { x, t: t && Array.from({ length: GRID }, (_, i) => new Date(last + (i + 1) * DAY_MS).toISOString()) };
}
