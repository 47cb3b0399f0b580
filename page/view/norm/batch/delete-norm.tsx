// Deletes a norm, once its name was typed.
import { useState } from "preact/hooks";
import { go, hrefOf } from "../../../address.ts";
import { answerOf, edgefit } from "../../../api.ts";
import { Refused } from "../../../part/asked.tsx";
import { Card } from "../../../part/card.tsx";
import { Dialog } from "../../../part/dialog.tsx";
import { Field } from "../../../part/field.tsx";
import { useAction } from "../../../part/use-action.ts";
import { remove as words } from "../../../words/norm-batches.ts";

export function DeleteNorm({ norm }: { norm: string }) {
  const [isAsked, setAsked] = useState(false);
  const [typed, setTyped] = useState("");
  const remove = useAction(async () => {
    const call = edgefit().DELETE("/norms/{norm}", { params: { path: { norm } } });
    // There is nothing to say of what is gone.
    await answerOf(call.then((answer) => ({ ...answer, data: answer.response.ok ? true : undefined })));
    go(hrefOf(["norms"]));
  });
  return (
    <Card title={words.title} line={words.line} width={5}>
      <button type="button" class="danger" onClick={() => setAsked(true)}>
        {words.open}
      </button>
      {isAsked && (
        <Dialog
          title={words.ask(norm)}
          onClose={() => setAsked(false)}
          actions={
            <button
              type="button"
              class="main danger"
              disabled={typed !== norm || remove.isBusy}
              onClick={() => void remove.run()}
            >
              {remove.isBusy ? words.busy : words.button}
            </button>
          }
        >
          <p>{words.line}</p>
          <Field label={words.type(norm)}>
            {(field) => (
              <input
                {...field}
                autocomplete="off"
                value={typed}
                onInput={({ currentTarget }) => setTyped(currentTarget.value)}
              />
            )}
          </Field>
          {remove.refusal !== undefined && <Refused refusal={remove.refusal} />}
        </Dialog>
      )}
    </Card>
  );
}
