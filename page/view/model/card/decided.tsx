// What was said of rows that the model has not learned from: where it errs, of classes or of numbers.
import { answerOf, edgefit, useAnswer } from "../../../api.ts";
import { Asked } from "../../../part/asked.tsx";
import { Card as Box } from "../../../part/card.tsx";
import { classes as words } from "../../../words/model-card.ts";
import type { Card, Decisions } from "../of-model.ts";
import { Classes } from "./classes.tsx";
import { Residuals } from "./residuals.tsx";

const ROWS = 2000;

export function Decided({ card, query }: { card: Card; query: URLSearchParams }) {
  const version = Number(query.get("version")) || (card.version as number);
  const asked = useAnswer(
    (signal) =>
      answerOf<Decisions>(
        edgefit().GET("/api/ml_models/{id}/decisions", {
          params: { path: { id: card.id }, query: { version, limit: ROWS } },
          signal,
        }),
      ),
    [card.id, version],
  );
  // Trained before there were decisions, or uploaded: nothing is wrong with it.
  if (asked.refusal?.status === 409)
    return (
      <Box title={words.errors} width={5}>
        <p>{asked.refusal.message}</p>
      </Box>
    );
  return (
    <Asked of={asked}>
      {(decisions) =>
        decisions.problem === "classification" ? (
          <Classes decisions={decisions} chosen={query.get("class")} />
        ) : (
          <Residuals decisions={decisions} score={card.score} />
        )
      }
    </Asked>
  );
}
