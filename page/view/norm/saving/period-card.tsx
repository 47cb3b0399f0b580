// The period of a report, chosen on a chart of all that is kept or by two dates; how sure, by which version, in which unit, for whom.
import { useMemo } from "preact/hooks";
import { changeQuery } from "../../../address.ts";
import { answerOf, edgefit, useAnswer } from "../../../api.ts";
import { Series } from "../../../chart/series.tsx";
import type { SeriesData } from "../../../chart/series-data.ts";
import { Asked } from "../../../part/asked.tsx";
import { Card } from "../../../part/card.tsx";
import { Field, Select } from "../../../part/field.tsx";
import { period as words } from "../../../words/norm-savings.ts";
import { zoneOf } from "../act-head.tsx";
import type { Batch, KeptRows, Norm } from "../shapes.ts";
import { addDays, dateOf, type Period, usualPeriod, yearsOf } from "./period.ts";

// As many as a screen has dots across.
const POINTS = 1500;
const VERSIONS_SHOWN = 200;

export function PeriodCard({
  norm,
  batches,
  query,
  period,
  version,
  before,
}: {
  norm: Norm;
  batches: Batch[];
  query: URLSearchParams;
  period: Period | undefined;
  /** By which it is reported. */
  version: number;
  /** The last before the period; null where there is none. */
  before: number | null;
}) {
  const zone = zoneOf(norm);
  const kept = useAnswer(
    async (signal) => {
      const params = {
        path: { norm: norm.norm },
        query: { points: String(POINTS), version: String(version) } as never,
      };
      return (await answerOf(edgefit().GET("/norms/{norm}/rows", { params, signal }))) as KeptRows;
    },
    [norm.norm, norm.version, version],
  );
  const choose = (chosen: Period | undefined) =>
    chosen !== undefined && changeQuery({ ...chosen, zoom: null, version: null }, { isStep: true });
  const presets: [string, Period | undefined][] = [
    ...yearsOf(norm.rows_kept, zone).map((year): [string, Period] => [words.year(year.from.slice(0, 4)), year]),
    [words.newest, batches.length > 1 ? usualPeriod(batches, norm.rows_kept, zone) : undefined],
    [words.all, usualPeriod([], norm.rows_kept, zone)],
  ];
  return (
    <Card title={words.title} line={words.line(zone)} width={9}>
      <Asked of={kept} isEmpty={({ t }) => t === null || t.length === 0} empty={words.noRows}>
        {(rows) => <Choosing norm={norm.norm} unit={norm.unit ?? ""} rows={rows} period={period} onChoose={choose} />}
      </Asked>
      <div class="line">
        {presets.map(
          ([name, preset]) =>
            preset !== undefined && (
              <button
                key={name}
                type="button"
                aria-pressed={preset.from === period?.from && preset.to === period.to}
                onClick={() => choose(preset)}
              >
                {name}
              </button>
            ),
        )}
      </div>
      <div class="line">
        <Day
          label={words.from}
          value={period?.from}
          onDay={(from) => period !== undefined && from < period.to && choose({ ...period, from })}
        />
        <Day
          label={words.to}
          value={period && addDays(period.to, -1)}
          onDay={(last) => period !== undefined && last >= period.from && choose({ ...period, to: addDays(last, 1) })}
        />
        <Ways norm={norm} batches={batches} query={query} before={before} />
      </div>
      {before !== null && <p class="quiet">{words.rule}</p>}
      <p class="quiet">{words.local}</p>
    </Card>
  );
}

/** How sure, by which version, in which unit, for whom: of a file, too. */
export function Ways({
  norm,
  batches,
  query,
  before,
}: {
  norm: Norm;
  batches: Batch[];
  query: URLSearchParams;
  /** The last version before the period; null where there is none, left out of a file. */
  before?: number | null;
}) {
  const learned = batches.slice(-VERSIONS_SHOWN).toReversed();
  const asked = query.get("version");
  const hasAsked = asked === null || learned.some(({ version }) => String(version) === asked);
  return (
    <>
      <Select
        label={words.level}
        value={query.get("level") ?? "0.9"}
        options={words.levels}
        onChange={(level) => changeQuery({ level })}
      />
      <Select
        label={words.version}
        value={asked ?? ""}
        options={[
          ["", usualName(norm, batches, before)] as const,
          ...(hasAsked ? [] : [[asked, `version ${asked}`] as const]),
          ...learned.map(({ version, batch }) => [String(version), words.versionOf(version, batch)] as const),
          ...(before === undefined || learned.some(({ version }) => version === norm.version)
            ? []
            : [[String(norm.version), words.newestVersion(norm.version)] as const]),
        ]}
        onChange={(version) => changeQuery({ version: version || null })}
      />
      <Said label={words.unit} hint={words.unitHint} name="unit" usual={norm.unit} query={query} size={8} />
      <Said label={words.forWhom} hint={words.forHint} name="for" query={query} size={28} />
    </>
  );
}

/** What is asked where nothing was chosen. */
function usualName({ version }: Norm, batches: Batch[], before: number | null | undefined): string {
  if (before === undefined) return words.newestVersion(version);
  if (before === null) return words.noneBefore(version);
  return words.unasked(before, batches.findLast((batch) => batch.version <= before)?.batch ?? "");
}

/** A text of the address. */
function Said(of: {
  label: string;
  hint: string;
  name: string;
  /** What it is where the address says nothing. */
  usual?: string | null;
  query: URLSearchParams;
  size: number;
}) {
  return (
    <Field label={of.label}>
      {(field) => (
        <input
          {...field}
          size={of.size}
          placeholder={of.hint}
          value={of.query.get(of.name) ?? of.usual ?? ""}
          onChange={({ currentTarget }) => changeQuery({ [of.name]: currentTarget.value || null })}
        />
      )}
    </Field>
  );
}

function Day({ label, value, onDay }: { label: string; value: string | undefined; onDay: (day: string) => void }) {
  return (
    <Field label={label}>
      {(field) => (
        <input
          {...field}
          type="date"
          size={12}
          value={value ?? ""}
          onChange={({ currentTarget }) => currentTarget.value !== "" && onDay(currentTarget.value)}
        />
      )}
    </Field>
  );
}

function Choosing({
  norm,
  unit,
  rows,
  period,
  onChoose,
}: {
  norm: string;
  unit: string;
  rows: KeptRows;
  period: Period | undefined;
  onChoose: (period: Period) => void;
}) {
  const { timezone: zone } = rows;
  const data = useMemo((): SeriesData => {
    const t = (rows.t ?? []).map(Date.parse);
    const isInside = t.map((time) => {
      const day = dateOf(time, zone);
      return period !== undefined && day >= period.from && day < period.to;
    });
    const only = (inside: boolean) => rows.actual.map((value, i) => (isInside[i] === inside ? value : null));
    return {
      t,
      lines: [
        { name: words.outside, values: only(false), colour: "--faint", kind: "dots" },
        { name: words.inside, values: only(true), colour: "--ink", kind: "dots" },
        { name: words.norm, values: rows.expected, colour: "--norm", kind: "line" },
      ],
      unit,
      zone,
    };
  }, [rows, zone, unit, period?.from, period?.to]);
  return (
    <Series
      name={words.chart}
      file={`${norm}-kept`}
      data={data}
      isChoosing
      height={180}
      onWindow={(window) =>
        window !== undefined && onChoose({ from: dateOf(window[0], zone), to: addDays(dateOf(window[1], zone), 1) })
      }
    />
  );
}
