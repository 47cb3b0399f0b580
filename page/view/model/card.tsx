// Everything known of a model: how well it does, what it looks at, where it errs, how it was found, and its versions.
import { useAnswer } from "../../api.ts";
import { Asked } from "../../part/asked.tsx";
import { Card as Box } from "../../part/card.tsx";
import { Table } from "../../part/table.tsx";
import { model as say } from "../../words/model.ts";
import { card as words } from "../../words/model-card.ts";
import { Decided } from "./card/decided.tsx";
import { Dependence } from "./card/dependence.tsx";
import { ModelFigures } from "./card/figures.tsx";
import { ModelHead } from "./card/head.tsx";
import { Importance } from "./card/importance.tsx";
import { Search } from "./card/search.tsx";
import { Versions } from "./card/versions.tsx";
import { askCard, type Card } from "./of-model.ts";
import { Predict } from "./predict/predict.tsx";
import { TaskProgress } from "./progress.tsx";
import { writtenParam } from "./train/params.ts";

export function ModelCard({ id, query }: { id: string; query: URLSearchParams }) {
  const asked = useAnswer((signal) => askCard(id, signal), [id]);
  const isAsking = query.has("predict");
  return (
    <Asked of={asked}>
      {(card) => (
        <>
          <ModelHead card={card} isAsking={isAsking} onChange={asked.askAgain} />
          {card.task_id !== undefined && (
            <div class="row">
              <TaskProgress task={card.task_id} onEnd={asked.askAgain} />
            </div>
          )}
          {isAsking ? (
            <Predict card={card} query={query} />
          ) : (
            <Known card={card} query={query} onChange={asked.askAgain} />
          )}
        </>
      )}
    </Asked>
  );
}

function Known({ card, query, onChange }: { card: Card; query: URLSearchParams; onChange: () => void }) {
  const isSearched = card.version !== null && (card.grid ?? card.origin?.grid ?? []).length > 0;
  return (
    <>
      {card.version === null && card.task_id === undefined && (
        <div class="row">
          <Box title={words.failed}>
            <p>{card.versions[0]?.error ?? words.failedBody(say.statuses[card.status])}</p>
          </Box>
        </div>
      )}
      {card.version !== null && <ModelFigures card={card} />}
      <div class="row">
        <Warnings warnings={card.warnings} />
        <Importance card={card} query={query} />
        {card.version !== null && card.data !== null && <Decided card={card} query={query} />}
        <Search card={card} />
        {isSearched && <Params card={card} />}
        <Dependence card={card} query={query} />
        <Versions card={card} query={query} width={isSearched || card.params === null ? 12 : 7} onChange={onChange} />
        {!isSearched && <Params card={card} />}
      </div>
    </>
  );
}

function Warnings({ warnings }: { warnings: string[] }) {
  if (warnings.length === 0) return null;
  return (
    <Box title={words.warnings}>
      <ul class="warnings">
        {warnings.map((warning) => (
          <li key={warning}>{warning}</li>
        ))}
      </ul>
    </Box>
  );
}

function Params({ card: { id, params } }: { card: Card }) {
  if (params === null) return null;
  return (
    <Box title={words.params} line={words.paramsLine} width={5}>
      <Table
        caption={words.params}
        file={`model-${id}-hyperparameters`}
        rows={Object.entries(params)}
        keyOf={([name]) => name}
        columns={[
          { name: words.param, value: ([name]) => name },
          {
            name: words.value,
            value: ([, value]) => writtenParam(value),
            show: ([, value]) => <span class="anywhere">{writtenParam(value)}</span>,
          },
        ]}
      />
    </Box>
  );
}
