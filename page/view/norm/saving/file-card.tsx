// A file whose rows are compared with the norm, and not learned from.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Asked, Refused } from "../../../part/asked.tsx";
import { Card } from "../../../part/card.tsx";
import { dataOf, type Told, useDescription } from "../../../part/description.ts";
import { Drop } from "../../../part/drop.tsx";
import { FoundColumns, LeftOut } from "../../../part/found-columns.tsx";
import { useAction } from "../../../part/use-action.ts";
import { add } from "../../../words/norm-batches.ts";
import { file as words } from "../../../words/norm-savings.ts";
import { zoneOf } from "../act-head.tsx";
import { missingColumns } from "../batch/file-query.ts";
import type { Norm } from "../shapes.ts";
import type { FileRows } from "./report.ts";
import { timedRows } from "./timed-rows.ts";

export interface Compared extends FileRows {
  name: string;
}

export function FileCard({
  norm,
  compared,
  onCompared,
  children,
}: {
  norm: Norm;
  compared: Compared | undefined;
  onCompared: (file: Compared | undefined) => void;
  /** How it is compared. */
  children: ComponentChildren;
}) {
  const [file, setFile] = useState<File>();
  const [told, setTold] = useState<Told>({ timezone: zoneOf(norm) });
  const found = useDescription(file, told);
  const compare = useAction(async () => {
    if (file === undefined || !found.data?.target) return;
    // What the norm needs may be told otherwise in the file: all of its columns are read.
    const { columns: _, ...read } = told;
    const columns = norm.spec?.columns ?? [];
    onCompared({ name: file.name, data: timedRows(await dataOf(file, read)), target: found.data.target, columns });
    setFile(undefined);
  });
  if (compared !== undefined)
    return (
      <Card
        title={words.shown(compared.name)}
        line={words.line}
        actions={
          <button type="button" onClick={() => onCompared(undefined)}>
            {words.leave}
          </button>
        }
      >
        <div class="line">{children}</div>
      </Card>
    );
  return (
    <Card
      title={norm.rows_kept.from === null ? words.only : words.title}
      line={words.line}
      width={file === undefined && norm.rows_kept.from !== null ? 3 : 12}
    >
      <Drop label={file === undefined ? words.choose : words.another} onFile={setFile} />
      {file !== undefined && (
        <Asked of={found}>
          {(data) => {
            if (data === null) return null;
            const missing = missingColumns(norm, data);
            return (
              <div class="stack">
                <FoundColumns found={data} onTold={(changed) => setTold({ ...told, ...changed })} />
                <LeftOut found={data} />
                {missing.length > 0 ? (
                  <p class="wrong">{add.missing(missing.join(", "))}</p>
                ) : data.target === null ? (
                  <p class="wrong">{add.nothing}</p>
                ) : (
                  <div>
                    <button type="button" class="main" disabled={compare.isBusy} onClick={() => void compare.run()}>
                      {compare.isBusy ? words.busy : words.compare}
                    </button>
                  </div>
                )}
                {compare.refusal !== undefined && <Refused refusal={compare.refusal} />}
              </div>
            );
          }}
        </Asked>
      )}
    </Card>
  );
}
