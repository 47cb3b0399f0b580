// Asks once before a batch is forgotten, and reads its rows first, so that it can be trained again.
import { useState } from "preact/hooks";
import { answerOf, edgefit } from "../../../api.ts";
import { Confirm } from "../../../part/dialog.tsx";
import { count } from "../../../part/format.ts";
import { useAction } from "../../../part/use-action.ts";
import { batches } from "../../../words/norm-batches.ts";
import type { Batch } from "../shapes.ts";
import { readBatchRows, type SentRows } from "./batch-rows.ts";

const words = batches.forget;

export function ForgetDialog({
  norm,
  batch: { batch, rows, rows_kept },
  onClose,
  onForgotten,
}: {
  norm: string;
  batch: Batch;
  onClose: () => void;
  /** With what is needed to undo it; null where no rows were kept. */
  onForgotten: (rows: SentRows | null) => void;
}) {
  const [isRead, setRead] = useState(false);
  const kept = rows_kept?.rows ?? 0;
  const forget = useAction(async () => {
    const sent = kept === 0 ? null : await readBatchRows(norm, batch);
    setRead(true);
    await answerOf(edgefit().DELETE("/norms/{norm}/batches/{batch}", { params: { path: { norm, batch } } }));
    onForgotten(sent);
  });
  return (
    <Confirm title={words.title(batch)} act={words.button} action={forget} onClose={onClose}>
      <p>{words.effect(count(rows.used))}</p>
      <p class={kept < rows.received ? "warn" : undefined}>
        {kept === 0 ? words.none : kept < rows.received ? words.part(count(kept), count(rows.received)) : words.whole}
      </p>
      {forget.isBusy && <p role="status">{kept > 0 && !isRead ? words.reading(count(kept)) : words.forgetting}</p>}
    </Confirm>
  );
}
