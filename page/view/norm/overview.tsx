// What a norm says: how good it is, what was used beside what should have been, where the two part, and what moves it.
import { useMemo } from "preact/hooks";
import { changeQuery, hrefOf } from "../../address.ts";
import { Asked, Loading, Refused } from "../../part/asked.tsx";
import { Card, Head } from "../../part/card.tsx";
import { count } from "../../part/format.ts";
import { sumUnit } from "../../part/quantity.ts";
import { consumption, head } from "../../words/norm.ts";
import { useNorm } from "./act-head.tsx";
import { cut, type Shown, splice } from "./fold/shown.ts";
import type { OfNorm } from "./of-norm.ts";
import { AddedUp } from "./overview/added-up.tsx";
import { useAll, useAsOf, useBatches, useCoarse, useFine, useSaved } from "./overview/asks.ts";
import { Choices } from "./overview/choices.tsx";
import { Coefficients } from "./overview/coefficients.tsx";
import { Consumption } from "./overview/consumption.tsx";
import { Heat } from "./overview/heat.tsx";
import { NoRows } from "./overview/no-rows.tsx";
import { NormFigures, rowOf } from "./overview/norm-figures.tsx";
import { NormHead } from "./overview/norm-head.tsx";
import { OutOfBand } from "./overview/out-of-band.tsx";
import { Reasons } from "./overview/reasons.tsx";
import { Residuals, Scattering } from "./overview/residuals.tsx";
import { readSight, showWindow } from "./overview/sight.ts";
import { Against } from "./overview/temperature.tsx";
import type { Batch, Norm } from "./shapes.ts";

// Of more, each answer would carry what is not looked at; any can be chosen.
const COLUMNS_ASKED = 8;

export function NormOverview({ norm, query }: OfNorm) {
  const asked = useNorm(norm);
  const batches = useBatches(norm);
  if (asked.refusal !== undefined)
    return (
      <>
        <Head title={norm} line={<a href={hrefOf(["norms"])}>{head.toNorms}</a>} />
        <Refused refusal={asked.refusal} tryAgain={asked.askAgain} />
      </>
    );
  return <Asked of={asked}>{(told) => <Overview norm={told} batches={batches.data?.batches} query={query} />}</Asked>;
}

function Overview({ norm, batches, query }: { norm: Norm; batches: Batch[] | undefined; query: URLSearchParams }) {
  const zone = norm.spec?.timezone ?? "UTC";
  const asked = readSight(norm.norm, query, zone);
  const sight = { ...asked, version: asked.version === norm.version ? undefined : asked.version };
  const chosen = query.get("x");
  const { columns = [], categories = [] } = norm.spec ?? {};
  const numbers = columns.filter((name) => !categories.includes(name));
  const asking = [...new Set([...numbers.filter((name) => name === chosen), ...numbers])].slice(0, COLUMNS_ASKED);
  const isTrained = norm.rows > 0;
  const coarse = useCoarse(sight, asking, isTrained);
  const fine = useFine(sight, asking);
  const asOf = useAsOf(sight);
  const learnedUntil = sight.version === undefined ? undefined : lastLearned(batches ?? [], sight.version);
  const since = learnedUntil === undefined ? undefined : Math.max(sight.from ?? 0, learnedUntil + 1);
  // Rows after all that it had learned from, in sight and kept.
  const keptTo = Date.parse(coarse.data?.told.rows_kept.to ?? "");
  const isCompared = since !== undefined && since < (sight.to ?? Number.POSITIVE_INFINITY) && since <= keptTo;
  const saved = useSaved({ ...sight, from: since }, isCompared);

  const told = coarse.data?.told;
  const isWindow = sight.from !== undefined || sight.to !== undefined;
  const spliced = useMemo(() => seriesOf(coarse.data?.shown, fine.data?.shown), [coarse.data, fine.data]);
  const seen: [number, number] | undefined =
    isWindow && spliced !== undefined
      ? [sight.from ?? (spliced.t[0] as number), sight.to ?? (spliced.t.at(-1) as number)]
      : undefined;
  const inSight = (isWindow ? fine.data : coarse.data) ?? coarse.data;
  const isMeans = inSight?.told.band === "means";
  // The first picture comes before the rows behind it.
  const all = useAll(sight, inSight);
  const rows = (isMeans ? all.data : inSight)?.shown;
  const isAllMeans = isMeans && all.data?.told.band === "means";
  const compared = useMemo(
    () => (rows && isCompared ? cut(rows, [since, Number.POSITIVE_INFINITY]) : rows),
    [rows, since, isCompared],
  );
  // Of more rows than are answered those that the chart shows are counted.
  const judged = useMemo(() => {
    if (!isAllMeans || inSight == null) return compared;
    return isCompared ? cut(inSight.shown, [since, Number.POSITIVE_INFINITY]) : inSight.shown;
  }, [isAllMeans, inSight, compared, since, isCompared]);
  const step = inSight?.told.step ?? null;
  const interval = norm.inferred?.interval ?? null;
  const as = asOf.data ?? norm;
  const hasRows = rows !== undefined && rows.actual.length > 0;
  const hasTimes = told === undefined ? interval !== null || norm.spec?.timezone !== undefined : told.t !== null;
  // Without what has times beside it, each takes half.
  const width = spliced === undefined ? 6 : 5;
  const onWindow = (window: [number, number] | undefined) =>
    spliced && showWindow(window, [spliced.t[0] as number, spliced.t.at(-1) as number]);
  return (
    <>
      <NormHead
        norm={norm}
        batches={batches && count(batches.length)}
        newest={told?.rows_kept.to}
        zone={hasTimes ? zone : undefined}
      />
      {!isTrained ? (
        <Card title={head.nothing}>
          <p class="empty">
            {head.nothingHint} <a href={hrefOf(["norms", norm.norm, "batches"])}>{head.addData}</a>
          </p>
        </Card>
      ) : (
        <NormFigures
          norm={as}
          unit={norm.unit}
          shown={hasRows ? judged : undefined}
          saved={saved.data}
          isCompared={isCompared}
          level={sight.level}
          means={isAllMeans ? step : null}
          row={rowOf(norm)}
          step={norm.inferred?.step ?? null}
          hasEarlier={batches?.some(({ version }) => version < norm.version) ?? false}
        />
      )}
      <div class="row">
        {isTrained && coarse.refusal !== undefined && <Refused refusal={coarse.refusal} tryAgain={coarse.askAgain} />}
        {isTrained && told === undefined && coarse.refusal === undefined && (
          <Card title={consumption.title}>
            <Loading />
          </Card>
        )}
        {told !== undefined && told.rows.length === 0 && <NoRows norm={norm.norm} told={told} />}
        {spliced !== undefined && (
          <Consumption
            norm={norm.norm}
            of={norm}
            shown={spliced}
            seen={seen}
            zone={zone}
            level={sight.level}
            step={step}
            isMeans={isMeans}
            learnedUntil={learnedUntil}
            onWindow={onWindow}
            onPick={(time) => changeQuery({ day: new Date(time).toISOString().replace(":00.000Z", "Z") })}
            actions={<Choices query={query} batches={batches} newest={norm.version} />}
          />
        )}
        {fine.refusal !== undefined && <Refused refusal={fine.refusal} tryAgain={fine.askAgain} />}
        {spliced !== undefined && query.get("day") !== null && (
          <Reasons
            norm={norm}
            sight={sight}
            shown={spliced}
            time={Date.parse(query.get("day") ?? "")}
            columns={numbers}
            zone={zone}
          />
        )}
        {isMeans && all.refusal !== undefined && <Refused refusal={all.refusal} tryAgain={all.askAgain} />}
        {saved.refusal !== undefined && <Refused refusal={saved.refusal} tryAgain={saved.askAgain} />}
        {compared?.t && hasRows && (
          <AddedUp
            norm={norm.norm}
            unit={sumUnit(norm.unit, norm.inferred?.step)}
            shown={compared}
            uncertainty={(isCompared && saved.data?.total.uncertainty) || null}
            isCompared={isCompared}
            zone={zone}
            level={sight.level}
            onWindow={onWindow}
          />
        )}
        {inSight !== undefined && inSight !== null && inSight.shown.actual.length > 0 && (
          <Against
            norm={norm}
            shown={inSight.shown}
            columns={numbers}
            chosen={chosen}
            step={step}
            isMeans={isMeans}
            version={sight.version}
            zone={zone}
            width={width}
          />
        )}
        {hasRows && isTimed(rows) && interval !== null && (
          <Heat norm={norm.norm} unit={norm.unit} shown={rows} zone={zone} interval={interval} />
        )}
        {isTrained && (told ?? coarse.refusal) !== undefined && (
          <Coefficients
            norm={norm.norm}
            unit={norm.unit}
            spec={norm.spec}
            coefficients={as.coefficients}
            leftOut={sight.version === undefined ? norm.left_out : []}
            query={query}
            width={width}
          />
        )}
        {inSight && hasRows && isTimed(inSight.shown) && (
          <Residuals
            norm={norm.norm}
            unit={norm.unit}
            shown={inSight.shown}
            zone={zone}
            step={step}
            isMeans={isMeans}
            onWindow={onWindow}
          />
        )}
        {hasRows && <Scattering norm={norm.norm} unit={norm.unit} shown={rows} width={width} />}
        {compared && hasRows && isTimed(compared) && !isAllMeans && (
          <OutOfBand norm={norm.norm} unit={norm.unit} shown={compared} row={rowOf(norm)} zone={zone} query={query} />
        )}
      </div>
    </>
  );
}

function seriesOf(coarse: Shown | undefined, fine: Shown | undefined): (Shown & { t: number[] }) | undefined {
  if (coarse === undefined || !isTimed(coarse) || coarse.t.length === 0) return undefined;
  const joined = splice(coarse, fine);
  return isTimed(joined) ? joined : undefined;
}

const isTimed = (shown: Shown): shown is Shown & { t: number[] } => shown.t !== null;

/** The last time that a version had learned from; undefined where it had learned from no row that is kept. */
function lastLearned(batches: readonly Batch[], version: number): number | undefined {
  const ends = batches
    .filter((batch) => batch.version <= version)
    .flatMap(({ rows_kept }) => (rows_kept?.to ? [Date.parse(rows_kept.to)] : []));
  return ends.length === 0 ? undefined : Math.max(...ends);
}
