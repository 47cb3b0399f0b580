// What was forgotten on this page, and the way back as long as the page is not left.
import { Refused } from "../../../part/asked.tsx";
import { useAction } from "../../../part/use-action.ts";
import { batches } from "../../../words/norm-batches.ts";
import { type SentRows, trainAgain } from "./batch-rows.ts";

const words = batches.forget;

export interface ForgottenBatch {
  batch: string;
  /** null where none were kept, and where it is learned again. */
  rows: SentRows | null;
  isUndone: boolean;
}

export function Forgotten({
  norm,
  forgotten,
  onUndone,
}: {
  norm: string;
  forgotten: ForgottenBatch[];
  onUndone: (batch: ForgottenBatch) => void;
}) {
  return (
    <>
      {forgotten.map((batch, i) => (
        <Line key={`${batch.batch} ${i}`} norm={norm} batch={batch} onUndone={() => onUndone(batch)} />
      ))}
    </>
  );
}

function Line({ norm, batch, onUndone }: { norm: string; batch: ForgottenBatch; onUndone: () => void }) {
  const { batch: name, rows, isUndone } = batch;
  const undo = useAction(async () => {
    if (rows === null) return;
    await trainAgain(norm, name, rows);
    onUndone();
  });
  return (
    <div class="said-of">
      <p role="status">{isUndone ? words.undone(name) : words.done(name)}</p>
      {rows !== null && (
        <>
          <button type="button" disabled={undo.isBusy} onClick={() => void undo.run()}>
            {undo.isBusy ? words.undoing : words.undo}
          </button>
          <span class="quiet">{words.undoUntil}</span>
        </>
      )}
      {undo.refusal !== undefined && <Refused refusal={undo.refusal} />}
    </div>
  );
}
