// The saving month by month.
import { Card } from "../../../part/card.tsx";
import { count, percent } from "../../../part/format.ts";
import { type Column, Table } from "../../../part/table.tsx";
import { months as words } from "../../../words/norm-savings.ts";
import type { Savings } from "../shapes.ts";
import { MONTHS_MAX, type Month } from "./report.ts";
import { amount } from "./report-figures.tsx";

export function Months({
  norm,
  zone,
  unit,
  months,
  savings: { total, rows },
}: {
  norm: string;
  zone: string;
  unit: string;
  months: Month[] | null;
  savings: Savings;
}) {
  return (
    <Card title={words.title} line={words.line + words.inUnit(unit)}>
      {months === null ? (
        <p>{words.tooMany(MONTHS_MAX)}</p>
      ) : (
        <Table
          caption={words.caption}
          file={`${norm}-months`}
          columns={columnsOf(zone)}
          rows={months}
          keyOf={({ from }) => from}
          rowsAPage={MONTHS_MAX + 1}
          total={{
            name: words.total,
            row: { ...total, from: "", rows: rows.used, half: total.uncertainty },
          }}
        />
      )}
    </Card>
  );
}

function columnsOf(zone: string): Column<Month>[] {
  const name = new Intl.DateTimeFormat("en-GB", { month: "short", year: "numeric", timeZone: zone });
  const saving = ({ actual, expected }: Month) => expected - actual;
  const share = (month: Month) => (month.expected > 0 ? (100 * saving(month)) / month.expected : null);
  return [
    {
      name: words.month,
      value: ({ from }) => from,
      show: ({ from }) => <span class="whole">{name.format(new Date(from))}</span>,
    },
    { name: words.rows, value: ({ rows }) => rows, show: ({ rows }) => count(rows) },
    { name: words.actual, value: ({ actual }) => actual, show: ({ actual }) => amount(actual) },
    { name: words.expected, value: ({ expected }) => expected, show: ({ expected }) => amount(expected) },
    { name: words.saving, value: saving, show: (month) => amount(saving(month)) },
    { name: words.percent, value: share, show: (month) => percent(share(month)) },
    { name: words.spread, value: ({ half }) => half, show: ({ half }) => amount(half) },
    {
      name: words.verdict,
      value: verdictOf,
      show: (month) => <span class={toneOf(month)}>{verdictOf(month)}</span>,
    },
  ];
}

const isSaid = ({ actual, expected, half }: Month) => half !== null && Math.abs(expected - actual) > half;

function verdictOf(month: Month): string {
  if (!isSaid(month)) return words.chance;
  return month.expected > month.actual ? words.less : words.more;
}

function toneOf(month: Month): string {
  if (!isSaid(month)) return "quiet";
  return month.expected > month.actual ? "under" : "over";
}
