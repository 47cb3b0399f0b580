// How well the norm knew each batch before and after it learned it, version by version, and what made each version.
import { changeQuery } from "../../../address.ts";
import { useAnswer } from "../../../api.ts";
import { type CurvePoint, Curves } from "../../../chart/curve.tsx";
import { Asked } from "../../../part/asked.tsx";
import { Card, Chip } from "../../../part/card.tsx";
import { count, fixed, minute, number, percent } from "../../../part/format.ts";
import { type Column, Table } from "../../../part/table.tsx";
import { history as words } from "../../../words/norm-batches.ts";
import { zoneOf } from "../act-head.tsx";
import type { Norm, NormVersion } from "../shapes.ts";
import { driftOf } from "./batch-table.tsx";
import { readVersions } from "./read-versions.ts";

// Five pages of the service's; a curve of more shows no single one.
const VERSIONS_MAX = 500;
const TEN_ROWS = 10;

export function HistoryCard({ norm, query }: { norm: Norm; query: URLSearchParams }) {
  const isDrifted = query.get("drifted") === "true";
  const after = Math.max(0, norm.version - VERSIONS_MAX);
  const asked = useAnswer(
    (signal) => readVersions(norm.norm, { after, isDrifted }, signal),
    [norm.norm, norm.version, isDrifted],
  );
  return (
    <Card
      title={words.title}
      line={words.line}
      actions={
        <label class="ticked">
          <input
            type="checkbox"
            checked={isDrifted}
            onChange={() => changeQuery({ drifted: isDrifted ? null : "true" })}
          />
          <span>{words.only}</span>
        </label>
      }
    >
      <Asked
        of={asked}
        isEmpty={(versions) => versions.length === 0}
        empty={isDrifted ? words.emptyDrifted : words.empty}
      >
        {(versions) => (
          <>
            {after > 0 && <p class="quiet">{words.last(VERSIONS_MAX)}</p>}
            {versions.filter(({ error }) => error?.cvrmse).length > 1 && (
              <Errors norm={norm.norm} versions={versions} />
            )}
            <Table
              caption={words.caption}
              file={`${norm.norm}-versions`}
              columns={columnsOf(zoneOf(norm))}
              rows={versions.toReversed()}
              keyOf={({ version }) => version}
              rowsAPage={TEN_ROWS}
            />
          </>
        )}
      </Asked>
    </Card>
  );
}

function Errors({ norm, versions }: { norm: string; versions: NormVersion[] }) {
  const points = (of: "error" | "error_before"): CurvePoint[] =>
    versions.flatMap((version) => {
      const y = version[of]?.cvrmse;
      if (typeof y !== "number") return [];
      const isWarned = of === "error_before" && version.drift?.flagged === true;
      const label = [version.batch ?? "", isWarned ? driftOf(version) : ""].filter(Boolean).join(", ");
      return [{ x: version.version, y, label, isWarned }];
    });
  return (
    <Curves
      name={words.chart}
      file={`${norm}-errors`}
      x={{ label: words.version, format: (value) => (Number.isInteger(value) ? count(value) : "") }}
      y={{ label: words.error, format: (value) => fixed(value, 1) }}
      curves={[
        { name: words.before, points: points("error_before"), isDashed: true, hasDots: true },
        { name: words.after, points: points("error"), hasDots: true },
      ]}
    />
  );
}

function columnsOf(zone: string): Column<NormVersion>[] {
  return [
    { name: words.version, value: ({ version }) => version },
    { name: words.event, value: ({ event }) => words.events[event] },
    { name: words.time, value: ({ time }) => time, show: ({ time }) => minute(time, zone) },
    { name: words.batch, value: ({ batch }) => batch },
    { name: words.rows, value: ({ rows }) => rows?.used ?? null, show: ({ rows }) => count(rows?.used) },
    { name: words.lambda, value: ({ lambda }) => lambda, show: ({ lambda }) => number(lambda) },
    {
      name: words.before,
      value: ({ error_before }) => error_before?.cvrmse ?? null,
      show: ({ error_before }) => percent(error_before?.cvrmse),
    },
    {
      name: words.after,
      value: ({ error }) => error?.cvrmse ?? null,
      show: ({ error }) => percent(error?.cvrmse),
    },
    {
      name: words.cv,
      value: ({ cv }) => cv?.rmse ?? null,
      show: ({ cv }) => (cv === null ? "–" : `${number(cv.rmse)} ± ${number(cv.rmse_std_error, 2)}`),
    },
    {
      name: words.drift,
      value: (version) => (version.event === "train" ? driftOf(version) : null),
      show: (version) =>
        version.event === "train" ? (
          <Chip {...(version.drift?.flagged && { tone: "warn" as const })}>{driftOf(version)}</Chip>
        ) : (
          "–"
        ),
    },
  ];
}
