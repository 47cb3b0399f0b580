// Why a point was expected to be as it is: what each part of the norm added to it or took from it.
import { changeQuery } from "../../../address.ts";
import { answerOf, edgefit, useAnswer } from "../../../api.ts";
import { Intervals } from "../../../chart/intervals.tsx";
import { Asked } from "../../../part/asked.tsx";
import { Card } from "../../../part/card.tsx";
import { count, day, minute, number } from "../../../part/format.ts";
import { inUnit, withUnit } from "../../../part/quantity.ts";
import { reasons as words } from "../../../words/norm-told.ts";
import { durationOf, lookBackOf } from "../fold/look-back.ts";
import { type Reason, reasonOf } from "../fold/reason.ts";
import { type Place, placeAt, type Shown } from "../fold/shown.ts";
import type { Norm } from "../shapes.ts";
import { readRows } from "./asks.ts";
import type { Sight } from "./sight.ts";

const ROWS_MAX = 50_000;

export function Reasons({
  norm,
  sight,
  shown,
  time,
  columns,
  zone,
}: {
  norm: Norm;
  sight: Sight;
  shown: Shown & { t: number[] };
  /** When the point begins. */
  time: number;
  columns: string[];
  zone: string;
}) {
  const at = shown.t.findLastIndex((t) => t <= time);
  const from = shown.t[at];
  const until = shown.t[at + 1] ?? (from ?? 0) + ((from ?? 0) - (shown.t[at - 1] ?? (from ?? 0) - 1));
  const isOfCategories = (norm.spec?.categories ?? []).length > 0;
  const asked = useAnswer(
    async (signal) =>
      from === undefined || isOfCategories
        ? null
        : readReason({ norm, sight: { ...sight, from, to: until }, columns }, signal),
    [norm.norm, sight.version, from, until, columns.join()],
  );
  if (from === undefined) return null;
  const told = norm.inferred?.interval === "hourly" ? minute(from, zone) : day(from, zone);
  return (
    <Card
      title={words.title(withUnit(number(shown.expected[at]), norm.unit), told)}
      line={verdictOf(shown, at, norm.unit)}
      actions={
        <button type="button" onClick={() => changeQuery({ day: null })}>
          {words.close}
        </button>
      }
    >
      {isOfCategories ? (
        <p>{words.categories}</p>
      ) : (
        <Asked of={asked} isEmpty={(reason) => reason === null} empty={words.none}>
          {(reason) =>
            reason !== null && (
              <>
                <p class="quiet">
                  {words.base(withUnit(number(reason.base), norm.unit))}
                  {reason.rows > 1 && words.mean(count(reason.rows))}
                </p>
                <Intervals
                  name={words.name(told)}
                  file={`${norm.norm}-reasons`}
                  unit={inUnit(words.unit, norm.unit)}
                  isBar
                  intervals={reason.parts.map(({ name, value, was }) => ({
                    name: was === undefined ? name : words.valueOf(name, number(was)),
                    value,
                    note: number(value),
                  }))}
                />
              </>
            )
          }
        </Asked>
      )}
    </Card>
  );
}

function verdictOf(shown: Shown, at: number, unit: string | null): string {
  const [actual, expected] = [shown.actual[at], shown.expected[at]];
  const place: Place | null = typeof shown.upper[at] === "number" ? placeAt(shown, at) : null;
  const verdict = {
    over: () => words.over(withUnit(number((actual ?? 0) - (shown.upper[at] ?? 0)), unit)),
    under: () => words.under(withUnit(number((shown.lower[at] ?? 0) - (actual ?? 0)), unit)),
    within: () => words.within,
  }[place ?? "within"]();
  return words.line(
    withUnit(number(actual), unit),
    withUnit(number(expected), unit),
    place === null ? words.unknown : verdict,
  );
}

/** Of the rows from one time to another, the past that the norm looks back at sent along; null where nothing is known of them. */
async function readReason(
  { norm, sight, columns }: { norm: Norm; sight: Sight & { from: number }; columns: string[] },
  signal: AbortSignal,
): Promise<Reason | null> {
  const stepMs = durationOf(norm.inferred?.step ?? "") || (sight.to ?? sight.from) - sight.from;
  const past = norm.spec === null ? 0 : lookBackOf(norm.spec, stepMs);
  const { shown } = await readRows({ ...sight, from: sight.from - past }, { points: ROWS_MAX, columns }, signal);
  const rows = [...shown.rows.keys()].filter((row) => (shown.rows[row] ?? 0) > 0);
  const time = (row: number) => shown.t?.[row] as number;
  const body = {
    t: rows.map((row) => new Date(time(row)).toISOString()),
    x: Object.fromEntries(columns.map((name) => [name, rows.map((row) => shown.columns[name]?.[row] ?? null)])),
    ...(sight.version !== undefined && { version: sight.version }),
  };
  if (rows.length === 0) return null;
  const { explanation, y } = await answerOf(
    edgefit().POST("/norms/{norm}/predict", {
      params: { path: { norm: norm.norm }, query: { explain: "true" as never } },
      body,
      signal,
    }),
  );
  const wanted = rows.flatMap((row, i) => (time(row) >= sight.from && typeof y[i] === "number" ? [i] : []));
  return explanation === undefined || wanted.length === 0 ? null : reasonOf(explanation, wanted, body.x);
}
