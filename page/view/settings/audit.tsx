// Who changed what, page by page.
import { answerOf, edgefit, useAnswer } from "../../api.ts";
import { Asked } from "../../part/asked.tsx";
import { Card } from "../../part/card.tsx";
import { minute } from "../../part/format.ts";
import { Pager, Table } from "../../part/table.tsx";
import { audit as words } from "../../words/settings.ts";

const CHANGES = 20;

export function Audit({ query }: { query: URLSearchParams }) {
  const after = query.get("after");
  const asked = useAnswer(
    (signal) =>
      answerOf(
        edgefit().GET("/audit", {
          params: { query: { limit: CHANGES, ...(after !== null && { after: Number(after) }) } },
          signal,
        }),
      ),
    [after],
  );
  return (
    <Card title={words.title} line={words.line}>
      <Asked of={asked} isEmpty={({ changes }) => changes.length === 0} empty={words.none}>
        {({ changes, next }) => (
          <>
            <Table
              caption={words.caption}
              file="audit"
              rows={changes}
              keyOf={({ sequence }) => sequence}
              columns={[
                { name: words.at, value: ({ at }) => at, show: ({ at }) => minute(at) },
                { name: words.actor, value: ({ actor }) => actor },
                { name: words.action, value: ({ action }) => action },
                { name: words.on, value: ({ on }) => on },
              ]}
            />
            <Pager after={after} next={next} first={words.newest} following={words.older} />
          </>
        )}
      </Asked>
    </Card>
  );
}
