// What a model is called, and the question before it is deleted.
import { useState } from "preact/hooks";
import { go, hrefOf } from "../../../address.ts";
import { answerOf, edgefit } from "../../../api.ts";
import { Refused } from "../../../part/asked.tsx";
import { Confirm, Dialog } from "../../../part/dialog.tsx";
import { useAction } from "../../../part/use-action.ts";
import { edit as words } from "../../../words/model.ts";
import { type About, AboutFields } from "../about.tsx";
import { type Card, nameOf } from "../of-model.ts";

export function EditDialog({ card, onClose, onChange }: { card: Card; onClose: () => void; onChange: () => void }) {
  const [about, setAbout] = useState<About>({
    title: card.title ?? "",
    description: card.description ?? "",
    tags: card.tags.join(", "),
    target: card.target ?? "",
    unit: card.unit ?? "",
  });
  const save = useAction(async () => {
    const tags = about.tags
      .split(",")
      .map((tag) => tag.trim())
      .filter(Boolean);
    const body = {
      title: about.title || null,
      description: about.description || null,
      tags,
      target: about.target || null,
      unit: about.unit || null,
    };
    await answerOf(edgefit().PATCH("/api/ml_models/{id}", { params: { path: { id: card.id } }, body: body as never }));
    onClose();
    onChange();
  });
  return (
    <Dialog
      title={words.title}
      onClose={onClose}
      actions={
        <button type="submit" form="about" class="main" disabled={save.isBusy}>
          {words.save}
        </button>
      }
    >
      <form
        id="about"
        onSubmit={(event) => {
          event.preventDefault();
          void save.run();
        }}
      >
        <AboutFields about={about} hasTarget refusal={save.refusal} onChange={setAbout} />
        {save.refusal?.errors.length === 0 && <Refused refusal={save.refusal} />}
      </form>
    </Dialog>
  );
}

export function RemoveDialog({ card, onClose }: { card: Card; onClose: () => void }) {
  const remove = useAction(async () => {
    const { response, error } = await edgefit().DELETE("/api/ml_models/{id}", { params: { path: { id: card.id } } });
    if (!response.ok) await answerOf(Promise.resolve({ error, response }));
    go(hrefOf(["models"]));
  });
  return (
    <Confirm title={words.removeTitle} act={words.remove} action={remove} onClose={onClose}>
      <p>{words.removeBody(nameOf(card))}</p>
    </Confirm>
  );
}
