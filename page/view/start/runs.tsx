// What the service holds: where a person goes on from.
import { hrefOf } from "../../address.ts";
import { answerOf, edgefit, useAnswer } from "../../api.ts";
import { Asked } from "../../part/asked.tsx";
import { Card } from "../../part/card.tsx";
import { bytes, count, day } from "../../part/format.ts";
import { runs as words } from "../../words/start.ts";

const NORMS = 8;

export function Runs() {
  const stored = useAnswer((signal) => answerOf(edgefit().GET("/storage", { signal })), []);
  const norms = useAnswer(
    (signal) => answerOf(edgefit().GET("/norms", { params: { query: { limit: NORMS } }, signal })),
    [],
  );
  return (
    <Card title={words.title} width={5}>
      <Asked of={norms} isEmpty={({ norms }) => norms.length === 0} empty={words.none}>
        {({ norms }) => (
          <ul class="plain">
            {norms.map(({ norm, title, rows, created_at }) => (
              <li key={norm}>
                <a href={hrefOf(["norms", norm])}>{title ?? norm}</a>{" "}
                <span class="quiet">
                  {words.rows(count(rows))} · {day(created_at)}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Asked>
      {/* What is stored of all names is for administrators. */}
      {stored.refusal?.status !== 403 && (
        <Asked of={stored}>
          {({ norms, models, sessions, rows_kept }) => (
            <dl class="pairs">
              <Pair name={words.norms} value={count(norms.count)} note={words.batches(count(norms.batches))} />
              <Pair name={words.kept} value={count(rows_kept.rows)} note={words.bytes(bytes(rows_kept.bytes))} />
              <Pair name={words.models} value={count(models.count)} note={words.versions(count(models.versions))} />
              <Pair name={words.sessions} value={count(sessions.count)} note={words.views(count(sessions.views))} />
            </dl>
          )}
        </Asked>
      )}
    </Card>
  );
}

function Pair({ name, value, note }: { name: string; value: string; note: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        {value} <span class="quiet">{note}</span>
      </dd>
    </>
  );
}
