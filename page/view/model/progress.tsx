// How far a task is, how long it still takes, and cancelling it. It is asked about again as the service says, until it is over.
import { useEffect, useRef, useState } from "preact/hooks";
import { answerOf, asRefusal, edgefit, type Refusal } from "../../api.ts";
import { Refused } from "../../part/asked.tsx";
import { Card } from "../../part/card.tsx";
import { Confirm } from "../../part/dialog.tsx";
import { count, seconds } from "../../part/format.ts";
import { useAction } from "../../part/use-action.ts";
import { progress as words } from "../../words/model.ts";

export interface Progress {
  stage: keyof typeof words.stages;
  done: number;
  total: number;
}

interface Running {
  progress: Progress;
  started_at: string;
  /** null as long as too little is done to tell. */
  seconds_left: number | null;
}

const WAIT_MS = 1000;

/** Of a training; `onEnd` once there is a result, or none comes. */
export function TaskProgress({ task, onEnd }: { task: string; onEnd: () => void }) {
  const [running, setRunning] = useState<Running>();
  const [refusal, setRefusal] = useState<Refusal>();
  const end = useRef(onEnd);
  end.current = onEnd;
  useEffect(() => {
    const aborter = new AbortController();
    const { signal } = aborter;
    const follow = async () => {
      while (!signal.aborted) {
        const path = { task_id: task };
        const asked = edgefit().GET("/results/{task_id}", { params: { path, query: { wait: 1 } }, signal });
        const answer = await answerOf(asked);
        const { response } = await asked;
        if (response.status !== 202) break;
        setRunning(answer as Running);
        await sleep(Number(response.headers.get("retry-after")) * 1000 || WAIT_MS);
      }
      if (!signal.aborted) end.current();
    };
    follow().catch((error: unknown) => !signal.aborted && setRefusal(asRefusal(error)));
    return () => aborter.abort();
  }, [task]);
  const cancel = useAction(async () => {
    const call = edgefit().DELETE("/results/{task_id}", { params: { path: { task_id: task } } });
    await call.then(({ response, error }) => response.ok || answerOf(Promise.resolve({ error, response })));
    end.current();
  });
  if (refusal !== undefined)
    return (
      <Card title={words.title}>
        <Refused refusal={refusal} tryAgain={() => end.current()} />
      </Card>
    );
  return (
    <ProgressCard
      title={words.title}
      running={running}
      cancel={cancel}
      question={{ title: words.cancelTitle, body: words.cancelBody }}
    />
  );
}

export function ProgressCard({
  title,
  running,
  cancel,
  question,
}: {
  title: string;
  running: Running | undefined;
  cancel: { run: () => void; isBusy: boolean; refusal: Refusal | undefined };
  question: { title: string; body: string };
}) {
  const [isAsked, setAsked] = useState(false);
  return (
    <Card
      title={title}
      line={words.line}
      actions={
        <button type="button" class="danger" onClick={() => setAsked(true)}>
          {words.cancel}
        </button>
      }
    >
      <progress aria-label={title} {...(running !== undefined && { value: shareOf(running.progress), max: 1 })} />
      <p class="quiet" role="status">
        {running === undefined ? "" : told(running)}
      </p>
      {isAsked && (
        <Confirm title={question.title} act={words.doCancel} action={cancel} onClose={() => setAsked(false)}>
          <p>{question.body}</p>
        </Confirm>
      )}
    </Card>
  );
}

const shareOf = ({ done, total }: Progress) => (total > 0 ? done / total : 0);

function told({ progress: { stage, done, total }, started_at, seconds_left }: Running): string {
  const parts = [words.part(words.stages[stage] ?? stage, count(done), count(total))];
  parts.push(words.since(seconds(Math.max(0, Date.now() - Date.parse(started_at)) / 1000)));
  if (seconds_left !== null) parts.push(words.left(seconds(seconds_left)));
  return parts.join(" · ");
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
