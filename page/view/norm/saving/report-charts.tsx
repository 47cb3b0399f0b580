// The charts of a report: each row against its band, and the saving added up.
import { useMemo } from "preact/hooks";
import { changeQuery } from "../../../address.ts";
import type { SeriesData } from "../../../chart/series-data.ts";
import { Card } from "../../../part/card.tsx";
import { charts as words } from "../../../words/norm-savings.ts";
import type { KeptRows } from "../shapes.ts";
import { cumulate, halvesAt } from "./cumulate.ts";
import { type Report, ROWS_SEEN_MAX } from "./report.ts";
import { SeenSeries } from "./seen-series.tsx";

interface ChartOf {
  norm: string;
  zone: string;
  unit: string;
  report: Report;
  query: URLSearchParams;
}

export function Consumption({ norm, zone, unit, report, query }: ChartOf) {
  const window = readWindow(query);
  const { t, means } = report;
  const rows = window === undefined ? (t ?? []) : (t ?? []).filter((time) => time >= window[0] && time <= window[1]);
  const seen = rows.length > ROWS_SEEN_MAX ? means : undefined;
  const data = useMemo(
    () => (seen === undefined ? consumption(report, { zone, unit }) : meansOf(seen, unit)),
    [report, zone, unit, seen],
  );
  const said = words.usedLine(words.share(report.savings.level));
  return (
    <Card
      title={words.used}
      line={
        seen?.step ? (
          <>
            {words.meansLine(seen.step).before}
            <b class="norm">{words.meansLine(seen.step).norm}</b>
            {words.meansLine(seen.step).after}
            {words.inUnit(unit)} <span class="no-print">{words.meansLine(seen.step).zoom}</span>
          </>
        ) : (
          <>
            {said.before}
            <b class="over">{said.over}</b>
            {said.and}
            <b class="under">{said.under}</b>
            {said.band}
            <b class="norm">{said.norm}</b>
            {words.inUnit(unit)}
          </>
        )
      }
    >
      <SeenSeries
        name={words.used}
        file={`${norm}-${words.file}`}
        data={data}
        window={window}
        onWindow={keepWindow}
        height={260}
      />
    </Card>
  );
}

export function AddedUp({ norm, zone, unit, report, query }: ChartOf) {
  const data = useMemo(() => addedUp(report, { zone, unit }), [report, zone, unit]);
  return (
    <Card title={words.added} line={words.addedLine + words.inUnit(unit)}>
      <SeenSeries
        name={words.added}
        file={`${norm}-added-up`}
        data={data}
        window={readWindow(query)}
        onWindow={keepWindow}
        height={240}
      />
    </Card>
  );
}

function consumption({ savings, t, actual }: Report, { zone, unit }: { zone: string; unit: string }): SeriesData {
  const { expected, lower, upper, out_of_band } = savings;
  const beyond = (consumption: "over" | "under") => {
    const rows = new Set(out_of_band.filter((row) => row.consumption === consumption).map(({ row }) => row));
    return actual.map((value, row) => (rows.has(row) ? value : null));
  };
  const [over, under] = [beyond("over"), beyond("under")];
  const within = actual.map((value, row) => (over[row] === null && under[row] === null ? value : null));
  return {
    t: t ?? [],
    lines: [
      { name: words.actual, values: within, colour: "--ink", kind: "dots" },
      { name: words.over, values: over, colour: "--over", kind: "dots" },
      { name: words.under, values: under, colour: "--under", kind: "dots" },
      { name: words.expected, values: expected, colour: "--norm", kind: "line" },
    ],
    band: { name: words.band, lower, upper, colour: "--band" },
    unit,
    zone,
  };
}

/** Of so many rows what each step has in the mean, with the ± of the mean. */
function meansOf({ t, actual, expected, lower, upper, timezone }: KeptRows, unit: string): SeriesData {
  return {
    t: (t ?? []).map((time) => Date.parse(time)),
    lines: [
      { name: words.actual, values: actual, colour: "--ink", kind: "dots" },
      { name: words.expected, values: expected, colour: "--norm", kind: "line" },
    ],
    band: { name: words.band, lower, upper, colour: "--band" },
    unit,
    zone: timezone,
  };
}

function addedUp({ savings, t, known }: Report, { zone, unit }: { zone: string; unit: string }): SeriesData {
  const sums = cumulate(savings.saving);
  const halves = halvesAt(t ?? [], known);
  const ends = (sign: 1 | -1) =>
    sums.map((sum, row) => (halves[row] === null ? null : sum + sign * (halves[row] ?? 0)));
  const isLess = savings.total.saving >= 0;
  return {
    t: t ?? [],
    lines: [{ name: words.addedName, values: sums, colour: isLess ? "--under" : "--over", kind: "line" }],
    ...(known.length > 0 && {
      band: { name: words.addedBand, lower: ends(-1), upper: ends(1), colour: isLess ? "--under-band" : "--band" },
    }),
    unit,
    zone,
  };
}

/** What is seen of the period, by the address: two times with a ~ between them. */
function readWindow(query: URLSearchParams): [number, number] | undefined {
  const [from, to] = (query.get("zoom") ?? "").split("~").map(Number);
  return from !== undefined && to !== undefined && from < to ? [from, to] : undefined;
}

const keepWindow = (window: [number, number] | undefined) =>
  changeQuery({ zoom: window === undefined ? null : window.map(Math.round).join("~") });
