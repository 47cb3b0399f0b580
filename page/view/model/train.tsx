// Training a model, training one again, and comparing families: a table, and what is to be learned from it.
import { changeQuery, go, hrefOf } from "../../address.ts";
import { useAnswer } from "../../api.ts";
import { Asked } from "../../part/asked.tsx";
import { Head } from "../../part/card.tsx";
import { type Described, type Told, useDescription } from "../../part/description.ts";
import { useDropped } from "../../part/dropped.ts";
import type { Types } from "../../part/found-columns.tsx";
import { useAction } from "../../part/use-action.ts";
import { train as words } from "../../words/model-train.ts";
import { askCard, askModels, type Card, nameOf, readJson, type Trainable } from "./of-model.ts";
import { CompareForm } from "./train/compare-form.tsx";
import { DataCard } from "./train/data.tsx";
import { compare, type Sent, train } from "./train/send.ts";
import { TrainForm } from "./train/train-form.tsx";

export function Train({ query }: { query: URLSearchParams }) {
  const model = query.get("model") ?? undefined;
  const asked = useAnswer(
    async (signal) => ({
      trainable: (await askModels({ limit: 1 }, signal)).trainable,
      card: model === undefined ? undefined : await askCard(model, signal),
    }),
    [model],
  );
  const isCompared = query.has("compare") && model === undefined;
  return (
    <>
      <Head
        title={
          asked.data?.card !== undefined
            ? words.titleAgain(nameOf(asked.data.card))
            : isCompared
              ? words.titleCompare
              : words.title
        }
        line={model !== undefined ? words.lineAgain : isCompared ? words.lineCompare : words.line}
        actions={
          model !== undefined ? (
            <a class="button" href={hrefOf(["models", model])}>
              {words.toCard}
            </a>
          ) : (
            <button type="button" onClick={() => changeQuery({ compare: isCompared ? null : 1 }, { isStep: true })}>
              {isCompared ? words.oneInstead : words.compareInstead}
            </button>
          )
        }
      />
      <Asked of={asked}>
        {({ trainable, card }) => (
          <Form key={model ?? ""} trainable={trainable} card={card} query={query} isCompared={isCompared} />
        )}
      </Asked>
    </>
  );
}

function Form({
  trainable,
  card,
  query,
  isCompared,
}: {
  trainable: Trainable[];
  card: Card | undefined;
  query: URLSearchParams;
  isCompared: boolean;
}) {
  const hasStored = card?.data != null;
  const isStored = hasStored && query.get("data") !== "file";
  const file = useDropped();
  const told = toldOf(query);
  const found = useDescription(isStored ? undefined : file, told);
  const sent = isStored ? undefined : sentOf(file, found.data, told);
  const send = useAction(async (way: Parameters<typeof train>[0]) => {
    const id = await train(way, sent, card === undefined ? undefined : String(card.id));
    go(hrefOf(["models", String(id)]));
  });
  const sendAll = useAction(async (way: Parameters<typeof compare>[0]) => {
    if (sent === undefined) return;
    go(hrefOf(["models", "comparisons", String(await compare(way, sent))]));
  });
  const isReady = isStored || (sent !== undefined && !found.isAwaited);
  const guessed = found.data?.problem ?? undefined;
  return (
    <div class="row">
      <DataCard card={card} file={file} found={found} isStored={isStored} hasStored={hasStored} types={typesOf(told)} />
      {isCompared ? (
        <CompareForm trainable={trainable} query={query} guessed={guessed} isReady={isReady} send={sendAll} />
      ) : (
        <TrainForm trainable={trainable} card={card} query={query} guessed={guessed} isReady={isReady} send={send} />
      )}
    </div>
  );
}

/** As it was suggested, with what was changed since; undefined as long as there is no target. */
function sentOf(file: File | undefined, found: Described | null | undefined, told: Told): Sent | undefined {
  const suggested = found?.suggestions.model;
  if (file === undefined || !suggested) return undefined;
  const { problem: _problem, name: _name, types, ...query } = suggested;
  return {
    file,
    query: {
      ...query,
      ...(types != null && { types: typeof types === "string" ? types : JSON.stringify(types) }),
      ...(told.timezone !== undefined && { timezone: told.timezone }),
    },
  };
}

function toldOf(query: URLSearchParams): Told {
  return {
    time: query.get("time") ?? undefined,
    target: query.get("target") ?? undefined,
    columns: readJson<string[]>(query.get("columns")),
    types: query.get("types") ?? undefined,
  };
}

const typesOf = ({ types }: Told): Types => readJson<Types>(types) ?? {};
