// A table that a model is asked about: it is sent as it is, and the answer can be saved.
import { useState } from "preact/hooks";
import { answerOf, asIs, edgefit } from "../../../api.ts";
import { Refused } from "../../../part/asked.tsx";
import { Card as Box } from "../../../part/card.tsx";
import { headersOf } from "../../../part/description.ts";
import { Drop } from "../../../part/drop.tsx";
import { count, number } from "../../../part/format.ts";
import { type Column, Table } from "../../../part/table.tsx";
import { useAction } from "../../../part/use-action.ts";
import { predict as words } from "../../../words/model-predict.ts";
import type { Card, Prediction } from "../of-model.ts";

const LEVEL = 0.9;

export function AskFile({ card, width }: { card: Card; width: number }) {
  const [answered, setAnswered] = useState<{ name: string; prediction: Prediction }>();
  const canSpan = card.score?.intervals?.some(({ level, half_width }) => level === LEVEL && half_width !== null);
  const ask = useAction(async (file: File) => {
    setAnswered(undefined);
    const prediction = await answerOf<Prediction>(
      edgefit().POST("/api/ml_models/{id}/predict", {
        params: { path: { id: card.id }, query: (canSpan ? { interval: LEVEL } : {}) as never },
        body: file as never,
        ...asIs,
        headers: await headersOf(file),
      }),
    );
    setAnswered({ name: file.name.replace(/\.[^.]*$/, ""), prediction });
  });
  return (
    <Box title={words.file} line={words.fileLine} width={answered === undefined ? width : 12}>
      <Drop label={ask.isBusy ? words.asking : words.choose} onFile={(file) => void ask.run(file)} />
      {ask.refusal !== undefined && <Refused refusal={ask.refusal} />}
      {answered !== undefined && <Answer name={answered.name} prediction={answered.prediction} />}
    </Box>
  );
}

function Answer({ name, prediction }: { name: string; prediction: Prediction }) {
  const { y, lower, upper, classes, probability, warnings } = prediction;
  const numbers = (name: string, values: number[] | undefined): Column<number>[] =>
    values === undefined ? [] : [{ name, value: (row) => values[row], format: (value) => number(value, 4) }];
  return (
    <>
      <p role="status">{words.answered(count(y.length))}</p>
      {warnings.length > 0 && (
        <ul class="warnings">
          {warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
      <Table
        caption={words.caption}
        file={`${name}-told`}
        rows={y.map((_, row) => row)}
        keyOf={(row) => row}
        columns={[
          { name: words.row, value: (row) => row + 1 },
          {
            name: words.said,
            value: (row) => (typeof y[row] === "boolean" ? String(y[row]) : ((y[row] as string | number) ?? null)),
            show: (row) => (typeof y[row] === "number" && classes === undefined ? number(y[row], 4) : String(y[row])),
          },
          ...numbers(words.lower, lower),
          ...numbers(words.upper, upper),
          ...(probability
            ? (classes ?? []).flatMap((label, place) =>
                numbers(
                  words.probabilityOf(String(label)),
                  probability.map((row) => row[place] ?? 0),
                ),
              )
            : []),
        ]}
      />
    </>
  );
}
