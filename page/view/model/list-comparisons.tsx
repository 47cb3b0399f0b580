// Which comparisons there are, and what came of each.
import { hrefOf } from "../../address.ts";
import { answerOf, edgefit, useAnswer } from "../../api.ts";
import { Asked } from "../../part/asked.tsx";
import { Card, Chip } from "../../part/card.tsx";
import { count, day } from "../../part/format.ts";
import { Table } from "../../part/table.tsx";
import { list, model as say, comparisons as words } from "../../words/model.ts";

export function ComparisonList() {
  const asked = useAnswer((signal) => answerOf(edgefit().GET("/api/comparisons", { signal })), []);
  return (
    <Asked of={asked}>
      {({ comparisons }) => (
        <Card title={words.title} line={words.line}>
          {comparisons.length === 0 ? (
            <p class="empty">{words.empty}</p>
          ) : (
            <Table
              caption={words.caption}
              file="comparisons"
              rows={comparisons.toReversed()}
              keyOf={({ id }) => id}
              columns={[
                {
                  name: words.name,
                  value: ({ id, title }) => title ?? words.untitled(id),
                  show: ({ id, title, tags }) => (
                    <>
                      <a href={hrefOf(["models", "comparisons", String(id)])}>{title ?? words.untitled(id)}</a>{" "}
                      {tags.map((tag) => (
                        <Chip key={tag}>{tag}</Chip>
                      ))}
                    </>
                  ),
                },
                { name: list.problem, value: ({ problem }) => say.problems[problem] },
                {
                  name: list.status,
                  value: ({ status }) => words.statuses[status],
                  show: ({ status }) =>
                    status === "done" ? (
                      words.statuses.done
                    ) : (
                      <Chip tone={status === "running" ? "norm" : "warn"}>{words.statuses[status]}</Chip>
                    ),
                },
                { name: words.winner, value: ({ winner_name }) => winner_name },
                { name: words.metric, value: ({ metric }) => metric },
                { name: list.rows, value: ({ rows }) => rows, format: count },
                {
                  name: list.created,
                  value: ({ created_at }) => created_at,
                  show: ({ created_at }) => day(created_at),
                },
              ]}
            />
          )}
        </Card>
      )}
    </Asked>
  );
}
