// The report of savings: what a period used against what the norm says, on the screen and on two sheets of paper.
import { useMemo, useState } from "preact/hooks";
import { hrefOf } from "../../address.ts";
import { useAnswer } from "../../api.ts";
import { Asked } from "../../part/asked.tsx";
import { day } from "../../part/format.ts";
import { sumUnit } from "../../part/quantity.ts";
import { pages } from "../../words/norm-acts.ts";
import { period as ofPeriod, savings as words } from "../../words/norm-savings.ts";
import { ActHead, useNorm, zoneOf } from "./act-head.tsx";
import type { OfNorm } from "./of-norm.ts";
import { type Compared, FileCard } from "./saving/file-card.tsx";
import { Grounds } from "./saving/grounds.tsx";
import { Months } from "./saving/months.tsx";
import {
  addDays,
  aroundStart,
  batchesIn,
  dateOf,
  type Period,
  periodOf,
  readPeriod,
  usualPeriod,
} from "./saving/period.ts";
import { PeriodCard, Ways } from "./saving/period-card.tsx";
import { type Report, reportOfFile, reportOfKept } from "./saving/report.ts";
import { AddedUp, Consumption } from "./saving/report-charts.tsx";
import { ReportFigures, sentenceOf, untoldOf } from "./saving/report-figures.tsx";
import { useBatches } from "./saving/use-batches.ts";
import { useTitle } from "./saving/use-title.ts";
import { useVersionBefore } from "./saving/use-version-before.ts";
import type { Batch, Norm } from "./shapes.ts";

const LEVEL = 0.9;

export function NormSavings({ norm, query }: OfNorm) {
  const asked = useNorm(norm);
  return (
    <>
      <div class="no-print">
        <ActHead
          norm={norm}
          title={asked.data?.title}
          page="savings"
          line={words.line}
          actions={
            <button type="button" class="main" onClick={() => print()}>
              {words.print}
            </button>
          }
        />
      </div>
      <Asked of={asked}>
        {(data) =>
          data.version === 0 || data.spec === null ? (
            <div class="card empty">
              <p>{pages.notTrained}</p>
              <a class="button main" href={hrefOf(["norms", norm, "batches"], { add: "open" })}>
                {pages.addData}
              </a>
            </div>
          ) : (
            <OfBatches norm={data} query={query} />
          )
        }
      </Asked>
    </>
  );
}

function OfBatches({ norm, query }: { norm: Norm; query: URLSearchParams }) {
  const batches = useBatches(norm);
  return <Asked of={batches}>{(batches) => <Reporting norm={norm} batches={batches} query={query} />}</Asked>;
}

function Reporting({ norm, batches, query }: { norm: Norm; batches: Batch[]; query: URLSearchParams }) {
  const zone = zoneOf(norm);
  const period = readPeriod(query) ?? usualPeriod(batches, norm.rows_kept, zone);
  const before = useVersionBefore(norm, batches, period, zone);
  return (
    <Asked of={before}>
      {(before) => <Reported norm={norm} batches={batches} query={query} period={period} usual={before} />}
    </Asked>
  );
}

function Reported({
  norm,
  batches,
  query,
  period,
  usual,
}: {
  norm: Norm;
  batches: Batch[];
  query: URLSearchParams;
  period: Period | undefined;
  /** The last version before the period. */
  usual: number | null;
}) {
  const [file, setFile] = useState<Compared>();
  const zone = zoneOf(norm);
  const level = Number(query.get("level") ?? LEVEL) || LEVEL;
  const before = file === undefined ? usual : null;
  const version = Number(query.get("version")) || (before ?? norm.version);
  const report = useAnswer(
    async (signal): Promise<Report | null> => {
      const question = { norm: norm.norm, zone, level, version };
      if (file !== undefined) return reportOfFile(question, file, signal);
      return period === undefined ? null : reportOfKept(question, period, signal);
    },
    [norm.norm, norm.version, zone, level, version, file, period?.from, period?.to],
  );
  // What the norm has learned from it expects as it was: there is no saving to be told.
  const ofFile = useMemo(() => file && periodOf(file.data.t, zone), [file, zone]);
  const compared = file === undefined ? period : ofFile;
  const isOwn = compared !== undefined && batchesIn(batches, compared, zone).some((batch) => batch.version <= version);
  const hasEarlier = compared !== undefined && aroundStart(batches, compared, zone) !== undefined;
  const unit = query.get("unit") ?? norm.unit ?? "";
  const ofSum = sumUnit(unit, norm.inferred?.step) ?? "";
  const seen = { norm: norm.norm, zone, query };
  return (
    <>
      <div class="row no-print">
        {file === undefined && norm.rows_kept.from !== null && (
          <PeriodCard norm={norm} batches={batches} query={query} period={period} version={version} before={usual} />
        )}
        {norm.rows_kept.from === null && file === undefined && (
          <div class="card empty">
            <p>{ofPeriod.noRows}</p>
            <p>{ofPeriod.noRowsDo}</p>
          </div>
        )}
        <FileCard norm={norm} compared={file} onCompared={setFile}>
          <Ways norm={norm} batches={batches} query={query} />
        </FileCard>
      </div>
      <Asked of={report} isEmpty={(data) => data !== null && data.savings.rows.used === 0} empty={ofPeriod.noneIn}>
        {(data) =>
          data !== null && (
            <article class="report" aria-label={pages.savings}>
              <Sentence norm={norm} report={data} query={query} unit={ofSum} isOwn={isOwn} />
              {isOwn && (
                <p class="card warn">
                  {ofPeriod.own} {hasEarlier ? ofPeriod.ownEarlier : ofPeriod.ownAlone}
                </p>
              )}
              <ReportFigures savings={data.savings} unit={ofSum} isOwn={isOwn} />
              {data.t !== null && (
                <div class="row">
                  <Consumption {...seen} unit={unit} report={data} />
                  {!isOwn && <AddedUp {...seen} unit={ofSum} report={data} />}
                </div>
              )}
              {data.t !== null && !isOwn && (
                <div class="row second-page">
                  <Months {...seen} unit={ofSum} months={data.months} savings={data.savings} />
                </div>
              )}
              <Grounds norm={norm} batches={batches} savings={data.savings} />
            </article>
          )
        }
      </Asked>
    </>
  );
}

function Sentence({
  norm,
  report: { savings, t, period },
  query,
  unit,
  isOwn,
}: {
  norm: Norm;
  report: Report;
  query: URLSearchParams;
  unit: string;
  /** Whether the norm has learned from the period itself. */
  isOwn: boolean;
}) {
  const zone = zoneOf(norm);
  const name = norm.title ?? norm.norm;
  const [first, last] = daysOf(period, t, zone);
  const [from, to] = [first, last].map((date) => (date === null ? null : day(`${date}T00:00:00Z`))) as Days;
  useTitle(words.paper(name, first, last));
  const said = { name, from, to, unit };
  const beyond = Object.keys(savings.extrapolated);
  const forWhom = query.get("for");
  return (
    <div class="sentence">
      {forWhom && <p class="quiet">{words.forWhom(forWhom)}</p>}
      <h2>{isOwn ? untoldOf(savings, said) : sentenceOf(savings, said)}</h2>
      {beyond.length > 0 && <p class="warn">{words.beyond(beyond.join(", "))}</p>}
      <p class="quiet">{words.made(day(Date.now(), zone), zone)}</p>
    </div>
  );
}

type Days = [string | null, string | null];

/** The first and last day of a report; null of rows without times. */
function daysOf(period: Report["period"], t: Report["t"], zone: string): Days {
  if (period !== undefined) return [period.from, addDays(period.to, -1)];
  const [first, last] = [t?.[0], t?.at(-1)];
  return first === undefined || last === undefined ? [null, null] : [dateOf(first, zone), dateOf(last, zone)];
}
