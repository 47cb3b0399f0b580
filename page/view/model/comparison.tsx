// A comparison of families on the same folds: how far it is, which won, which do not differ, and the model that came of it.
import { useEffect, useState } from "preact/hooks";
import { go, hrefOf } from "../../address.ts";
import { answerOf, edgefit, useAnswer } from "../../api.ts";
import { Asked } from "../../part/asked.tsx";
import { Card as Box, Chip, Head } from "../../part/card.tsx";
import { Confirm } from "../../part/dialog.tsx";
import { count, day } from "../../part/format.ts";
import { useAction } from "../../part/use-action.ts";
import { comparisons, list, progress, model as say } from "../../words/model.ts";
import { comparison as words } from "../../words/model-comparison.ts";
import { Compared, DUMMY } from "./comparison/compared.tsx";
import type { Comparison as Answer } from "./of-model.ts";
import { ProgressCard } from "./progress.tsx";

const WAIT_MS = 1000;

export function Comparison({ id = "" }: { id: string | undefined; query: URLSearchParams }) {
  const asked = useAnswer(
    (signal) =>
      answerOf<Answer>(
        edgefit().GET("/api/comparisons/{comparison}", { params: { path: { comparison: id as never } }, signal }),
      ),
    [id],
  );
  const isGoing = asked.data?.status === "running" || asked.data?.model?.status === "training";
  useEffect(() => {
    if (!isGoing || asked.isAwaited) return;
    const timer = setTimeout(asked.askAgain, WAIT_MS);
    return () => clearTimeout(timer);
  }, [isGoing, asked.isAwaited, asked.askAgain]);
  return (
    <>
      {asked.data === undefined && <Head title={<a href={hrefOf(["models"])}>{list.title}</a>} />}
      <Asked of={asked}>
        {(comparison) => (
          <>
            <Top comparison={comparison} />
            {comparison.status === "running" && <Running comparison={comparison} onEnd={asked.askAgain} />}
            {comparison.status === "cancelled" && (
              <Box title={words.cancelled}>
                <p>{words.cancelledBody}</p>
              </Box>
            )}
            {comparison.status === "done" && <Compared comparison={comparison} />}
          </>
        )}
      </Asked>
    </>
  );
}

function Top({ comparison }: { comparison: Answer }) {
  const { id, title, description, problem, rows, columns, created_at, tags, model } = comparison;
  const won = comparison.winner === null ? undefined : comparison.candidates[comparison.winner];
  const [isAsked, setAsked] = useState(false);
  const remove = useAction(async () => {
    const path = { comparison: id };
    const { response, error } = await edgefit().DELETE("/api/comparisons/{comparison}", { params: { path } });
    if (!response.ok) await answerOf(Promise.resolve({ error, response }));
    go(hrefOf(["models"]));
  });
  return (
    <>
      <Head
        title={title ?? comparisons.untitled(id)}
        line={
          <>
            {words.line(say.problems[problem], count(rows), count(columns), day(created_at))} {description}{" "}
            {tags.map((tag) => (
              <Chip key={tag}>{tag}</Chip>
            ))}
          </>
        }
        actions={
          <>
            <button type="button" class="danger" onClick={() => setAsked(true)}>
              {words.remove}
            </button>
            <a class="button" href={hrefOf(["models", "new"], { compare: 1, problem })}>
              {words.again}
            </a>
            {model !== null ? (
              <a class="button main" href={hrefOf(["models", String(model.id)])}>
                {model.status === "training" ? words.toModelTraining : words.toModel}
              </a>
            ) : (
              won !== undefined &&
              won.name !== DUMMY && (
                <a
                  class="button main"
                  href={hrefOf(["models", "new"], { problem, name: won.name, tune: won.h_tune ? "yes" : undefined })}
                >
                  {words.trainWinner(won.name)}
                </a>
              )
            )}
          </>
        }
      />
      {isAsked && (
        <Confirm title={words.removeTitle} act={words.doRemove} action={remove} onClose={() => setAsked(false)}>
          <p>{words.removeBody}</p>
        </Confirm>
      )}
    </>
  );
}

function Running({ comparison, onEnd }: { comparison: Answer; onEnd: () => void }) {
  const cancel = useAction(async () => {
    const path = { comparison: comparison.id };
    await answerOf(edgefit().POST("/api/comparisons/{comparison}/cancel", { params: { path } }));
    onEnd();
  });
  return (
    <ProgressCard
      title={words.running}
      running={{
        progress: comparison.progress,
        started_at: comparison.created_at,
        seconds_left: comparison.seconds_left,
      }}
      cancel={cancel}
      question={{ title: progress.cancelComparison, body: progress.cancelComparisonBody }}
    />
  );
}
