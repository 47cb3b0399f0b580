// The trainings of a model, newest first: which serves, and making another one serve.
import { hrefOf } from "../../../address.ts";
import { answerOf, edgefit } from "../../../api.ts";
import { Refused } from "../../../part/asked.tsx";
import { Card as Box, Chip } from "../../../part/card.tsx";
import { count, day, number } from "../../../part/format.ts";
import { Table } from "../../../part/table.tsx";
import { useAction } from "../../../part/use-action.ts";
import { model as say } from "../../../words/model.ts";
import { versions as words } from "../../../words/model-card.ts";
import { State } from "../list.tsx";
import type { Card } from "../of-model.ts";

export function Versions({
  card,
  query,
  width,
  onChange,
}: {
  card: Card;
  query: URLSearchParams;
  width: number;
  onChange: () => void;
}) {
  const serve = useAction(async (version: number) => {
    const path = { id: card.id, version };
    await answerOf(edgefit().POST("/api/ml_models/{id}/versions/{version}/activate", { params: { path } }));
    onChange();
  });
  const shown = Number(query.get("version")) || card.version;
  return (
    <Box title={words.title} line={words.line} width={width}>
      <Table
        caption={words.caption}
        file={`model-${card.id}-versions`}
        rows={card.versions}
        keyOf={({ version }) => version}
        columns={[
          {
            name: words.version,
            value: ({ version }) => version,
            show: ({ version, is_active, status }) => (
              <>
                {version === shown || status !== "ready" ? (
                  version
                ) : (
                  <a href={hrefOf(["models", String(card.id)], { version })}>{version}</a>
                )}{" "}
                {is_active ? <Chip tone="good">{say.serves}</Chip> : status !== "ready" && <State status={status} />}
              </>
            ),
          },
          { name: words.family, value: ({ name }) => name },
          { name: words.metric, value: ({ metric_value }) => metric_value, format: number },
          { name: words.rows, value: ({ rows }) => rows, format: count },
          { name: words.from, value: ({ created_at }) => created_at, show: ({ created_at }) => day(created_at) },
        ]}
        actions={({ version, is_active, status }) =>
          !is_active &&
          status === "ready" && (
            <button
              type="button"
              aria-label={`${words.serve} ${say.version(version)}`}
              disabled={serve.isBusy}
              onClick={() => void serve.run(version)}
            >
              {words.serve}
            </button>
          )
        }
      />
      {serve.refusal !== undefined && <Refused refusal={serve.refusal} />}
    </Box>
  );
}
