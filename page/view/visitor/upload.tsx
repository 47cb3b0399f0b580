// A log of visits is sent; what of it cannot be used is told with its line.
import { useState } from "preact/hooks";
import { hrefOf } from "../../address.ts";
import { answerOf, asIs, edgefit } from "../../api.ts";
import { Refused } from "../../part/asked.tsx";
import { Card, Head } from "../../part/card.tsx";
import { headersOf } from "../../part/description.ts";
import { Drop } from "../../part/drop.tsx";
import { count } from "../../part/format.ts";
import { Table } from "../../part/table.tsx";
import { useAction } from "../../part/use-action.ts";
import { visit, visitors, upload as words } from "../../words/visitor.ts";

interface Stored {
  stored: number;
  replaced: number;
  rejected: { line: number; message: string }[];
}

export function Upload() {
  const [stored, setStored] = useState<Stored>();
  const send = useAction(async (file: File) => {
    setStored(undefined);
    setStored(
      await answerOf(edgefit().POST("/sessions", { body: file as never, ...asIs, headers: await headersOf(file) })),
    );
  });
  return (
    <>
      <Head
        title={words.title}
        line={words.line}
        actions={
          <a class="button" href={hrefOf(["visitors"])}>
            {visit.back}
          </a>
        }
      />
      <Card title={words.choose}>
        <Drop label={words.choose} onFile={(file) => void send.run(file)}>
          {send.isBusy && <p role="status">{words.busy}</p>}
        </Drop>
        {send.refusal !== undefined && <Refused refusal={send.refusal} />}
        {stored !== undefined && (
          <div role="status">
            <p>{words.done(count(stored.stored), count(stored.replaced))}</p>
            <p>
              <a class="button main" href={hrefOf(["visitors"])}>
                {visitors.title}
              </a>
            </p>
          </div>
        )}
        {stored !== undefined && stored.rejected.length > 0 && (
          <>
            <p class="warn">{words.rejected(count(stored.rejected.length))}</p>
            <Table
              caption={words.rejectedCaption}
              file="rejected"
              rows={stored.rejected}
              columns={[
                { name: words.lineNumber, value: ({ line }) => line },
                { name: words.why, value: ({ message }) => message },
              ]}
            />
          </>
        )}
      </Card>
    </>
  );
}
