// The rows out of band, one by one: each leads to its time on the chart.
import { useMemo } from "preact/hooks";
import { hrefOf } from "../../../address.ts";
import { Card } from "../../../part/card.tsx";
import { count, day, minute, number } from "../../../part/format.ts";
import { inUnit } from "../../../part/quantity.ts";
import { type Column, Table } from "../../../part/table.tsx";
import { outOfBand as words } from "../../../words/norm-told.ts";
import { type OutRow, outRowsOf, type Shown } from "../fold/shown.ts";

const A_PAGE = 10;
// To both sides of a row, as many as are told apart at once.
const STEPS_AROUND = 10;

export function OutOfBand({
  norm,
  unit,
  shown,
  row,
  zone,
  query,
}: {
  norm: string;
  unit: string | null;
  /** Rows, and no means. */
  shown: Shown & { t: number[] };
  /** What a row is. */
  row: keyof typeof words.rows;
  zone: string;
  query: URLSearchParams;
}) {
  const rows = useMemo(() => outRowsOf(shown), [shown]);
  const [first, last] = [shown.t[0] ?? 0, shown.t.at(-1) ?? 0];
  const stepMs = (last - first) / Math.max(1, shown.t.length - 1);
  const toChart = (t: number) => {
    const time = (ms: number) => new Date(ms).toISOString();
    const from = Math.max(first, t - STEPS_AROUND * stepMs);
    const to = Math.min(last, t + STEPS_AROUND * stepMs) + stepMs;
    const window = stepMs > 0 && { from: time(from), to: time(to) };
    return hrefOf(["norms", norm], { ...Object.fromEntries(query), ...window, day: time(t) });
  };
  return (
    <Card title={words.title(words.rows[row])} line={words.line(count(rows.length))}>
      {rows.length === 0 ? (
        <p class="empty">{words.none}</p>
      ) : (
        <Table
          caption={words.title(words.rows[row])}
          file={`${norm}-out-of-band`}
          rows={rows}
          keyOf={({ t }) => t}
          rowsAPage={A_PAGE}
          columns={columnsOf({ unit, zone, isHourly: row === "hour" || row === "row", toChart })}
        />
      )}
    </Card>
  );
}

function columnsOf({
  unit,
  zone,
  isHourly,
  toChart,
}: {
  unit: string | null;
  zone: string;
  isHourly: boolean;
  toChart: (t: number) => string;
}): Column<OutRow>[] {
  const stamp = new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    dateStyle: "short",
    ...(isHourly && { timeStyle: "short" }),
  });
  const told = isHourly ? minute : day;
  return [
    {
      name: words.time,
      value: ({ t }) => stamp.format(t),
      show: ({ t }) => (
        <a href={toChart(t)} onClick={() => scrollTo({ top: 0 })}>
          {told(t, zone)}
        </a>
      ),
    },
    { name: inUnit(words.actual, unit), value: ({ actual }) => actual, show: ({ actual }) => number(actual) },
    { name: inUnit(words.expected, unit), value: ({ expected }) => expected, show: ({ expected }) => number(expected) },
    {
      name: inUnit(words.difference, unit),
      value: ({ actual, expected }) => actual - expected,
      show: ({ actual, expected, place }) => (
        <span class={place}>
          {actual > expected ? "+" : ""}
          {number(actual - expected)}
        </span>
      ),
    },
    { name: words.place, value: ({ place }) => words[place], show: ({ place }) => words[place] },
  ];
}
