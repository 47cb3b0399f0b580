// What a norm has learned from: its batches, forgetting one, adding another, how its error went on, and how long rows are kept.
import { useState } from "preact/hooks";
import { changeQuery } from "../../address.ts";
import { Asked } from "../../part/asked.tsx";
import { count } from "../../part/format.ts";
import { batches as words } from "../../words/norm-batches.ts";
import { ActHead, useNorm } from "./act-head.tsx";
import { AddData } from "./batch/add-data.tsx";
import { BatchTable } from "./batch/batch-table.tsx";
import { DeleteNorm } from "./batch/delete-norm.tsx";
import { HistoryCard } from "./batch/history-card.tsx";
import { KeepCard } from "./batch/keep-card.tsx";
import { NameCard } from "./batch/name-card.tsx";
import type { OfNorm } from "./of-norm.ts";

export function NormBatches({ norm, query }: OfNorm) {
  const asked = useNorm(norm);
  const [total, setTotal] = useState<number>();
  const isAdding = query.get("add") === "open";
  const line = asked.data && total !== undefined ? words.line(count(asked.data.rows), total) : undefined;
  return (
    <>
      <ActHead
        norm={norm}
        title={asked.data?.title}
        page="batches"
        line={line}
        actions={
          <button
            type="button"
            class={isAdding ? undefined : "main"}
            aria-expanded={isAdding}
            onClick={() => changeQuery({ add: isAdding ? null : "open" }, { isStep: true })}
          >
            {isAdding ? words.closeAdd : words.add}
          </button>
        }
      />
      <Asked of={asked}>
        {(data) => (
          <>
            {isAdding && (
              <div class="row">
                <AddData norm={data} onLearned={asked.askAgain} />
              </div>
            )}
            <div class="row">
              <BatchTable norm={data} query={query} onChanged={asked.askAgain} onTotal={setTotal} />
            </div>
            <div class="row">
              <HistoryCard norm={data} query={query} />
            </div>
            <div class="row">
              <NameCard norm={data} onChanged={asked.askAgain} />
            </div>
            <div class="row">
              <KeepCard norm={data} onChanged={asked.askAgain} />
              <DeleteNorm norm={norm} />
            </div>
          </>
        )}
      </Asked>
    </>
  );
}
