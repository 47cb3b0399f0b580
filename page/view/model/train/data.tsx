// What is learned from: a table that is dropped, with what was found in it, or the rows of the model itself.
import { changeQuery } from "../../../address.ts";
import type { Asked as Answer } from "../../../api.ts";
import { Asked } from "../../../part/asked.tsx";
import { Card as Box } from "../../../part/card.tsx";
import type { Described } from "../../../part/description.ts";
import { Drop } from "../../../part/drop.tsx";
import { keepDropped } from "../../../part/dropped.ts";
import { count } from "../../../part/format.ts";
import { FoundColumns, LeftOut, type Types } from "../../../part/found-columns.tsx";
import { train as words } from "../../../words/model-train.ts";
import type { Card } from "../of-model.ts";

/** The warning that says why. */
const NOT_FOR_A_MODEL = "Not for a model";

export function DataCard({
  card,
  file,
  found,
  isStored,
  hasStored,
  types,
}: {
  card: Card | undefined;
  file: File | undefined;
  found: Answer<Described | null>;
  isStored: boolean;
  hasStored: boolean;
  types: Types;
}) {
  const take = (file: File) => {
    keepDropped(file);
    changeQuery({
      data: card === undefined ? null : "file",
      time: null,
      target: null,
      columns: null,
      types: null,
      problem: null,
    });
  };
  if (isStored)
    return (
      <Box
        title={words.stored}
        line={words.storedLine(count(card?.data?.rows), count(card?.data?.columns.length))}
        width={6}
      >
        <p>{card?.data?.columns.join(" · ")}</p>
        <Drop label={words.another} isSmall onFile={take} />
      </Box>
    );
  return (
    <Box
      title={file?.name ?? words.dropHere}
      line={found.data ? words.read(count(found.data.rows), count(found.data.columns.length)) : words.dropLine}
      width={6}
      actions={
        hasStored && (
          <button type="button" onClick={() => changeQuery({ data: null })}>
            {words.fromStored}
          </button>
        )
      }
    >
      {card !== undefined && !hasStored && <p>{words.noStored}</p>}
      <Drop label={file === undefined ? words.drop : words.another} isSmall={file !== undefined} onFile={take} />
      {file !== undefined && (
        <Asked of={found}>
          {(found) =>
            found !== null && (
              <>
                <FoundColumns
                  found={found}
                  types={types}
                  onTypes={(types) =>
                    changeQuery({ types: Object.keys(types).length > 0 ? JSON.stringify(types) : null, problem: null })
                  }
                  onTold={({ time, target, columns }) =>
                    changeQuery({
                      time: time ?? null,
                      target: target ?? null,
                      columns: columns === undefined ? null : JSON.stringify(columns),
                      problem: null,
                    })
                  }
                />
                {found.suggestions.model?.t !== undefined && (
                  <p class="quiet">{words.byTime(String(found.suggestions.model?.t))}</p>
                )}
                <LeftOut found={found} isForModel />
                {found.suggestions.model === null && <p class="warn">{whyNot(found)}</p>}
              </>
            )
          }
        </Asked>
      )}
    </Box>
  );
}

/** In the service's words where it has any. */
function whyNot({ target, warnings }: Described): string {
  if (target === null) return words.noTarget;
  return warnings.find((warning) => warning.startsWith(NOT_FOR_A_MODEL)) ?? words.notForModel;
}
