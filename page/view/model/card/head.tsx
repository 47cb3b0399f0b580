// The top of a model: what it is, in a sentence, and what can be done with it.
import { useState } from "preact/hooks";
import { hrefOf } from "../../../address.ts";
import { answerOf, edgefit } from "../../../api.ts";
import { Refused } from "../../../part/asked.tsx";
import { Head } from "../../../part/card.tsx";
import { count, day } from "../../../part/format.ts";
import { quantityName } from "../../../part/quantity.ts";
import { saveFile } from "../../../part/save.ts";
import { useAction } from "../../../part/use-action.ts";
import { model as say } from "../../../words/model.ts";
import { card as words } from "../../../words/model-card.ts";
import { type Card, nameOf } from "../of-model.ts";
import { EditDialog, RemoveDialog } from "./edit.tsx";

export function ModelHead({ card, isAsking, onChange }: { card: Card; isAsking: boolean; onChange: () => void }) {
  const [open, setOpen] = useState<"edit" | "remove">();
  const path = ["models", String(card.id)];
  const download = useAction(async () => {
    const file = await answerOf<Blob>(
      edgefit().GET("/api/ml_models/{id}/download", {
        params: { path: { id: card.id } },
        parseAs: "blob",
      }) as never,
    );
    saveFile(`model-${card.id}.json`, file);
  });
  return (
    <>
      <Head
        title={nameOf(card)}
        line={
          <>
            {lineOf(card)}
            {card.description !== null && ` ${card.description}`}{" "}
            {card.tags.map((tag) => (
              <a key={tag} class="chip" href={hrefOf(["models"], { tag })}>
                {tag}
              </a>
            ))}
          </>
        }
        actions={
          <>
            <button type="button" class="danger" onClick={() => setOpen("remove")}>
              {words.remove}
            </button>
            <button type="button" onClick={() => setOpen("edit")}>
              {words.edit}
            </button>
            {card.version !== null && (
              <button type="button" disabled={download.isBusy} onClick={() => void download.run()}>
                {words.download}
              </button>
            )}
            {isAsking ? (
              <a class="button" href={hrefOf(path)}>
                {words.toCard}
              </a>
            ) : (
              card.version !== null && (
                <a class="button" href={hrefOf(path, { predict: "{}" })}>
                  {words.predict}
                </a>
              )
            )}
            <a class="button main" href={hrefOf(["models", "new"], { model: card.id })}>
              {words.trainAgain}
            </a>
          </>
        }
      />
      {download.refusal !== undefined && <Refused refusal={download.refusal} />}
      {open === "edit" && <EditDialog card={card} onClose={() => setOpen(undefined)} onChange={onChange} />}
      {open === "remove" && <RemoveDialog card={card} onClose={() => setOpen(undefined)} />}
    </>
  );
}

function lineOf({
  name,
  problem,
  data,
  columns,
  version,
  rows,
  created_at,
  versions,
  origin,
  target,
  unit,
}: Card): string {
  const { line } = words;
  const ofWords = data?.inputs?.filter(({ type }) => type !== "number").length ?? 0;
  const trained = versions.find(({ is_active }) => is_active)?.created_at ?? created_at;
  return [
    line.family(name, say.problems[problem], quantityName({ target, unit })),
    ...(columns === null ? [] : [line.columns(count(columns), ofWords)]),
    origin !== null && rows === null ? line.upload(day(trained)) : line.version(version, count(rows), day(trained)),
  ]
    .join(", ")
    .concat(".");
}
