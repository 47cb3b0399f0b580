// Differences from the norm by the clock, more orange and less blue: whether they are of certain hours, days or weeks.
import { useMemo } from "preact/hooks";
import { HeatMap } from "../../../chart/heat-map.tsx";
import { Card } from "../../../part/card.tsx";
import { day } from "../../../part/format.ts";
import { clock as words } from "../../../words/norm.ts";
import { type ByClock, foldByClock } from "../fold/by-clock.ts";
import { residualsOf, type Shown } from "../fold/shown.ts";

// More days of the month are too many names.
const DAYS_NAMED = 35;
const DAY_MS = 86_400_000;

export function Heat({
  norm,
  unit,
  shown,
  zone,
  interval,
}: {
  norm: string;
  unit: string | null;
  shown: Shown & { t: number[] };
  zone: string;
  interval: "hourly" | "daily" | "monthly";
}) {
  const folded = useMemo(() => foldByClock(shown.t, residualsOf(shown), { zone, interval }), [shown, zone, interval]);
  const title = { hour: words.titleHour, weekday: words.titleDay, year: words.titleMonth }[folded.down];
  return (
    <Card
      width={7}
      title={title}
      line={
        <>
          <b class="over">{words.more}</b>
          {words.or}
          <b class="under">{words.less}</b>
          {words.line(words.each[`${folded.down}-${folded.across}`] ?? "", zone, unit)}
        </>
      }
    >
      <HeatMap
        name={title}
        file={`${norm}-by-clock`}
        rows={folded.rows.map((row) => rowName(folded, row))}
        columns={folded.columns.map((column) => columnName(folded, column))}
        ticks={folded.columns.map((column, i) => tickOf(folded, column, folded.columns[i - 1]))}
        cells={folded.cells.map(({ row, column, value }) => ({
          row: rowName(folded, row),
          column: columnName(folded, column),
          value,
          ...(folded.down === "weekday" &&
            folded.across === "week" && { label: `${rowName(folded, row)}, ${day(column + row * DAY_MS, "UTC")}` }),
        }))}
        columnsLabel={words.across[folded.across]}
        rowsLabel={words.down[folded.down]}
        colour="both"
        hasNumbers={false}
        height={folded.down === "hour" ? 12 : 22}
      />
    </Card>
  );
}

function rowName({ down }: ByClock, row: number): string {
  if (down === "weekday") return words.weekdays[row] ?? "";
  return down === "hour" ? `${String(row).padStart(2, "0")}:00` : String(row);
}

// The wall's own clock is UTC by now.
function columnName({ across }: ByClock, column: number): string {
  return across === "month-of-year" ? (words.months[column] ?? "") : day(column, "UTC");
}

/** The month where it begins, and with the year where that does; of a few days each day of the month. */
function tickOf({ across, columns }: ByClock, column: number, before: number | undefined): string {
  if (across === "month-of-year") return words.months[column] ?? "";
  const date = new Date(column);
  const [month, year] = [words.months[date.getUTCMonth()] ?? "", date.getUTCFullYear()];
  const last = before === undefined ? undefined : new Date(before);
  if (last?.getUTCFullYear() !== year) return `${month} ${year}`;
  if (last.getUTCMonth() !== date.getUTCMonth()) return month;
  return across === "day" && columns.length <= DAYS_NAMED ? String(date.getUTCDate()) : "";
}
