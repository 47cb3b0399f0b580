// The batches that a norm rests on, a page of the service's a time, each with how well the norm knew its rows before and after.
import { useEffect, useState } from "preact/hooks";
import { answerOf, edgefit, useAnswer } from "../../../api.ts";
import { Asked } from "../../../part/asked.tsx";
import { Card, Chip } from "../../../part/card.tsx";
import { bytes, count, day, minute, percent } from "../../../part/format.ts";
import { type Column, Pager, Table } from "../../../part/table.tsx";
import { batches } from "../../../words/norm-batches.ts";
import { zoneOf } from "../act-head.tsx";
import type { Batch, Norm, NormVersion } from "../shapes.ts";
import { ForgetDialog } from "./forget-dialog.tsx";
import { Forgotten, type ForgottenBatch } from "./forgotten.tsx";
import { readVersions } from "./read-versions.ts";

const words = batches.table;
const BATCHES_A_PAGE = 50;

interface Row extends Batch {
  learned: NormVersion | undefined;
}

export function BatchTable({
  norm,
  query,
  onChanged,
  onTotal,
}: {
  norm: Norm;
  query: URLSearchParams;
  onChanged: () => void;
  /** How many batches there are, where this is known. */
  onTotal: (count: number | undefined) => void;
}) {
  const after = query.get("after");
  const asked = useAnswer(
    (signal) => readPage(norm.norm, after, signal),
    [norm.norm, norm.version, norm.rows_kept.keep, after],
  );
  const [chosen, setChosen] = useState<Batch>();
  const [forgotten, setForgotten] = useState<ForgottenBatch[]>([]);
  const total = after === null && asked.data?.next === null ? asked.data.rows.length : undefined;
  useEffect(() => onTotal(total), [total]);
  const zone = zoneOf(norm);
  return (
    <Card
      title={words.title}
      line={
        <>
          {words.line(zone)} {words.drifting}
        </>
      }
    >
      <Forgotten
        norm={norm.norm}
        forgotten={forgotten}
        onUndone={(batch) => {
          setForgotten((all) => all.map((of) => (of === batch ? { ...of, rows: null, isUndone: true } : of)));
          onChanged();
        }}
      />
      <Asked of={asked} isEmpty={({ rows }) => rows.length === 0} empty={words.empty}>
        {({ rows, next }) => (
          <>
            <Table
              caption={words.caption}
              file={`${norm.norm}-batches`}
              columns={columnsOf(norm, zone)}
              rows={rows}
              keyOf={({ version }) => version}
              rowsAPage={BATCHES_A_PAGE}
              actions={(row) => (
                <button
                  type="button"
                  class="danger"
                  aria-label={words.forgetOf(row.batch)}
                  onClick={() => setChosen(row)}
                >
                  {words.forget}
                </button>
              )}
            />
            <Pager after={after} next={next} first={words.start} following={words.next} />
          </>
        )}
      </Asked>
      {chosen !== undefined && (
        <ForgetDialog
          norm={norm.norm}
          batch={chosen}
          onClose={() => setChosen(undefined)}
          onForgotten={(rows) => {
            setForgotten((all) => [...all, { batch: chosen.batch, rows, isUndone: false }]);
            setChosen(undefined);
            onChanged();
          }}
        />
      )}
    </Card>
  );
}

async function readPage(
  norm: string,
  after: string | null,
  signal: AbortSignal,
): Promise<{ rows: Row[]; next: number | null }> {
  const query = { limit: String(BATCHES_A_PAGE), ...(after !== null && { after }) };
  const params = { path: { norm }, query: query as never };
  const { batches, next } = await answerOf(edgefit().GET("/norms/{norm}/batches", { params, signal }));
  const [first, last] = [batches[0], batches.at(-1)];
  if (first === undefined || last === undefined) return { rows: [], next };
  const versions = await readVersions(norm, { after: first.version - 1, until: last.version }, signal);
  const byVersion = new Map(versions.map((of) => [of.version, of]));
  return { rows: batches.map((batch) => ({ ...batch, learned: byVersion.get(batch.version) })), next };
}

function columnsOf(norm: Norm, zone: string): Column<Row>[] {
  // The hours of a day say nothing where rows are days.
  const told = norm.inferred?.interval === "hourly" ? minute : day;
  const at = (time: string | null | undefined) => (time ? told(time, zone) : words.untold);
  return [
    { name: words.batch, value: ({ batch }) => batch },
    {
      name: words.from,
      value: ({ rows_kept }) => rows_kept?.from ?? null,
      show: ({ rows_kept }) => at(rows_kept?.from),
    },
    { name: words.to, value: ({ rows_kept }) => rows_kept?.to ?? null, show: ({ rows_kept }) => at(rows_kept?.to) },
    {
      name: words.rows,
      value: ({ rows }) => rows.used,
      show: ({ rows }) =>
        rows.used === rows.received ? count(rows.used) : words.used(count(rows.used), count(rows.received)),
    },
    {
      name: words.before,
      value: ({ learned }) => learned?.error_before?.cvrmse ?? null,
      show: ({ learned }) => percent(learned?.error_before?.cvrmse),
    },
    {
      name: words.after,
      value: ({ learned }) => learned?.error?.cvrmse ?? null,
      show: ({ learned }) => percent(learned?.error?.cvrmse),
    },
    {
      name: words.drift,
      value: ({ learned }) => driftOf(learned),
      show: ({ learned }) => (
        <Chip {...(learned?.drift?.flagged && { tone: "warn" as const })}>{driftOf(learned)}</Chip>
      ),
    },
    {
      name: words.kept,
      value: ({ rows_kept }) => rows_kept?.rows ?? 0,
      show: ({ rows_kept }) =>
        rows_kept === null ? words.keptNone : words.bytes(count(rows_kept.rows), bytes(rows_kept.bytes)),
    },
  ];
}

/** In words. */
export function driftOf(learned: NormVersion | undefined): string {
  if (learned === undefined) return words.untold;
  if (learned.drift === null) return learned.error_before === null ? words.first : words.untold;
  return learned.drift.flagged ? words.drifted : words.obeys;
}
