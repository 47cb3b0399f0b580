// Asking a model about new rows: one that is typed, which stands in the address, or a table.
import { changeQuery } from "../../../address.ts";
import { answerOf, edgefit, useAnswer } from "../../../api.ts";
import { Asked } from "../../../part/asked.tsx";
import { Card as Box } from "../../../part/card.tsx";
import { predict as words } from "../../../words/model-predict.ts";
import { type Card, readJson } from "../of-model.ts";
import { Said, Why } from "./answer.tsx";
import { AskFile } from "./ask-file.tsx";
import { type Input, inputsOf, type Row, RowForm } from "./row-form.tsx";

const LEVEL = 0.9;

export function Predict({ card, query }: { card: Card; query: URLSearchParams }) {
  const row = readRow(query.get("predict"));
  const inputs = inputsOf(card);
  const isAsked = inputs !== undefined && Object.keys(row).length > 0;
  return (
    <div class="row">
      <Box title={words.title} line={words.line} width={isAsked ? 5 : 7}>
        {inputs === undefined ? (
          <p>{words.unknown}</p>
        ) : (
          <RowForm
            key={card.version}
            inputs={inputs}
            row={row}
            onAsk={(row) => changeQuery({ predict: JSON.stringify(row) }, { isStep: true })}
          />
        )}
      </Box>
      {isAsked && <Answered card={card} inputs={inputs} row={row} />}
      <AskFile card={card} width={isAsked ? 12 : 5} />
    </div>
  );
}

function Answered({ card, inputs, row }: { card: Card; inputs: Input[]; row: Row }) {
  const X = Object.fromEntries(inputs.map(({ column }) => [column, [row[column] ?? null]]));
  const canSpan = card.score?.intervals?.some(({ level, half_width }) => level === LEVEL && half_width !== null);
  const path = { id: card.id };
  const key = [card.id, card.version, JSON.stringify(row)];
  const said = useAnswer(
    (signal) =>
      answerOf(
        edgefit().POST("/api/ml_models/{id}/predict", {
          params: { path },
          body: { X, ...(canSpan && { interval: LEVEL }) } as never,
          signal,
        }),
      ),
    key,
  );
  const why = useAnswer(
    (signal) =>
      answerOf(
        edgefit().POST("/api/ml_models/{id}/predict", {
          params: { path, query: { explain: "true" } as never },
          body: { X } as never,
          signal,
        }),
      ),
    key,
  );
  return (
    <div class="side">
      <Asked of={said}>{(prediction) => <Said prediction={prediction} card={card} />}</Asked>
      {why.refusal?.status === 409 ? (
        <Box title={words.noWhy}>
          <p>{why.refusal.message}</p>
        </Box>
      ) : (
        <Asked of={why}>{(prediction) => <Why prediction={prediction} row={row} card={card} />}</Asked>
      )}
    </div>
  );
}

function readRow(text: string | null): Row {
  const row = readJson<unknown>(text);
  return typeof row === "object" && row !== null ? (row as Row) : {};
}
