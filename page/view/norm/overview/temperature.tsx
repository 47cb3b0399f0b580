// What was used over a column, temperature where there is one, with what is expected there.
import { useMemo } from "preact/hooks";
import { changeQuery } from "../../../address.ts";
import { type Point, Scatter } from "../../../chart/scatter.tsx";
import { Card } from "../../../part/card.tsx";
import { Select } from "../../../part/field.tsx";
import { minute } from "../../../part/format.ts";
import { against as words } from "../../../words/norm.ts";
import { guessColumn, lineOver } from "../fold/against.ts";
import { placeAt, type Shown } from "../fold/shown.ts";
import type { Norm } from "./asks.ts";

export function Against({
  norm: { norm, spec },
  shown,
  columns,
  chosen,
  step,
  isMeans,
  zone,
}: {
  norm: Pick<Norm, "norm" | "spec">;
  shown: Shown;
  /** Those of numbers. */
  columns: string[];
  chosen: string | null;
  step: string | null;
  isMeans: boolean;
  zone: string;
}) {
  const known = columns.filter((name) => shown.columns[name] !== undefined);
  const column = known.find((name) => name === chosen) ?? guessColumn(known, shown);
  const isOfIt = !isMeans && isFunctionOf(spec, column);
  const { points, said } = useMemo(() => {
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
    return { points, said: lineOver(x, shown, isOfIt) };
  }, [shown, column, isOfIt, zone]);
  if (column === undefined) return null;
  return (
    <Card
      width={5}
      title={words.title(column)}
      line={
        <>
          {words.line(isMeans && step !== null ? words.mean(step) : "")}
          <b class="norm">{words.norm}</b>
          {isOfIt ? words.exact : words.binned}
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
        y={words.actual}
        points={points}
        said={said}
      />
    </Card>
  );
}

/** Whether rows of the same value of a column are expected alike, whatever else is so. */
function isFunctionOf(spec: Norm["spec"], column: string | undefined): boolean {
  if (spec === null || spec === undefined || spec.columns.length !== 1 || spec.columns[0] !== column) return false;
  const lags = Object.values(spec.lags ?? {}).flat();
  const looksAtTime = [spec.calendar, spec.rolling, spec.interactions].some((list) => (list ?? []).length > 0);
  return !looksAtTime && lags.every((lag) => lag === 0) && Object.keys(spec.difference ?? {}).length === 0;
}
