// More rows for a norm: a file or what was pasted, what was found in it, and what came of learning it.
import { useState } from "preact/hooks";
import { answerOf, asIs, edgefit } from "../../../api.ts";
import { Asked, Refused } from "../../../part/asked.tsx";
import { Card } from "../../../part/card.tsx";
import {
  DATA_ROWS_MAX,
  type Described,
  dataOf,
  headersOf,
  type Told,
  useDescription,
} from "../../../part/description.ts";
import { Drop } from "../../../part/drop.tsx";
import { Field } from "../../../part/field.tsx";
import { count, day, minute } from "../../../part/format.ts";
import { Duplicates, FoundColumns, FoundLine, LeftOut } from "../../../part/found-columns.tsx";
import { useAction } from "../../../part/use-action.ts";
import { add as words } from "../../../words/norm-batches.ts";
import { zoneOf } from "../act-head.tsx";
import { instantOf } from "../fold/clock.ts";
import { useBatches } from "../saving/use-batches.ts";
import type { Batch, Norm, Trained } from "../shapes.ts";
import { batchName, missingColumns, queryOf } from "./file-query.ts";
import { Learned } from "./learned.tsx";
import { laterRows, learnedUntil, type Overlap, overlapsOf } from "./overlap.ts";

export function AddData({ norm, onLearned }: { norm: Norm; onLearned: () => void }) {
  const [file, setFile] = useState<File>();
  const [pasted, setPasted] = useState("");
  const [told, setTold] = useState<Told>({ timezone: zoneOf(norm) });
  const [learned, setLearned] = useState<Trained>();
  const found = useDescription(file, told);
  const batches = useBatches(norm);
  const take = (file: File) => {
    setFile(file);
    setLearned(undefined);
    setTold({ timezone: zoneOf(norm) });
  };
  return (
    <Card title={file?.name ?? words.title} line={found.data && <FoundLine found={found.data} zone={zoneOf(norm)} />}>
      <Drop label={file === undefined ? words.choose : words.another} onFile={take}>
        {file === undefined && <p class="quiet">{words.line}</p>}
      </Drop>
      {file === undefined && (
        <form
          class="stack"
          onSubmit={(event) => {
            event.preventDefault();
            take(new File([pasted], words.pasted, { type: "text/csv" }));
          }}
        >
          <Field label={words.paste}>
            {(field) => (
              <textarea
                {...field}
                rows={4}
                required
                spellcheck={false}
                value={pasted}
                onInput={({ currentTarget }) => setPasted(currentTarget.value)}
              />
            )}
          </Field>
          <div>
            <button type="submit">{words.usePaste}</button>
          </div>
        </form>
      )}
      {learned !== undefined && <Learned norm={norm.norm} learned={learned} />}
      {file !== undefined && learned === undefined && (
        <Asked of={found}>
          {(found) =>
            found !== null && (
              <div class="stack">
                <FoundColumns found={found} onTold={(changed) => setTold({ ...told, ...changed })} />
                <Duplicates
                  found={found}
                  value={told.duplicates}
                  onChange={(duplicates) => setTold({ ...told, duplicates })}
                />
                <LeftOut found={found} />
                <Learn
                  norm={norm}
                  batches={batches.data ?? []}
                  file={file}
                  found={found}
                  told={told}
                  onLearned={(answer) => {
                    setLearned(answer);
                    onLearned();
                  }}
                />
              </div>
            )
          }
        </Asked>
      )}
    </Card>
  );
}

function Learn({
  norm,
  batches,
  file,
  found,
  told,
  onLearned,
}: {
  norm: Norm;
  batches: Batch[];
  file: File;
  found: Described;
  told: Told;
  onLearned: (answer: Trained) => void;
}) {
  const [name, setName] = useState(() => batchName(file.name));
  const [isWhole, setWhole] = useState(false);
  const missing = missingColumns(norm, found);
  const zone = zoneOf(norm);
  const overlaps = overlapsOf(batches, found.time, zone);
  const until = learnedUntil(batches);
  const hasLater = overlaps.length > 0 && instantOf(found.time?.last ?? "", zone) > until;
  // Rows of one time are made one by the service alone, which reads the file as a whole.
  const canCut = hasLater && found.rows <= DATA_ROWS_MAX && told.duplicates === undefined;
  const isCut = canCut && !isWhole;
  const learn = useAction(async () => {
    if (isCut) {
      // What the norm needs may be told otherwise in the file: all of its columns are read.
      const { columns: _, ...read } = told;
      const of = { columns: norm.spec?.columns ?? [], target: found.target ?? "", zone };
      const body = { ...laterRows(await dataOf(file, read), until, of), batch: name };
      const call = edgefit().POST("/norms/{norm}/train", {
        params: { path: { norm: norm.norm } },
        body: body as never,
      });
      onLearned((await answerOf(call)) as Trained);
      return;
    }
    const query = queryOf(norm, found, told);
    const call = edgefit().POST("/norms/{norm}/train", {
      params: { path: { norm: norm.norm }, query: { ...query, batch: name } as never },
      body: file as never,
      ...asIs,
      headers: { ...(await headersOf(file)), "idempotency-key": name },
    });
    onLearned((await answerOf(call)) as Trained);
  });
  if (missing.length > 0) return <p class="wrong">{words.missing(missing.join(", "))}</p>;
  if (found.target === null) return <p class="wrong">{words.nothing}</p>;
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void learn.run();
      }}
    >
      <Field label={words.name} hint={words.nameHint} error={learn.refusal?.at("batch")}>
        {(field) => (
          <input
            {...field}
            required
            pattern="[A-Za-z0-9][A-Za-z0-9._:+@=\-]*"
            value={name}
            onInput={({ currentTarget }) => setName(currentTarget.value)}
          />
        )}
      </Field>
      {overlaps.length > 0 && <Twice norm={norm} overlaps={overlaps} />}
      {overlaps.length > 0 && !hasLater && <p>{words.noneLater}</p>}
      {hasLater && found.rows > DATA_ROWS_MAX && <p>{words.tooLong(count(DATA_ROWS_MAX))}</p>}
      {canCut && (
        <label class="tick">
          <input type="checkbox" checked={!isWhole} onChange={() => setWhole(!isWhole)} />{" "}
          {words.onlyLater(timeOf(norm)(until, zone))}
        </label>
      )}
      {learn.refusal !== undefined && <Refused refusal={learn.refusal} />}
      <div>
        <button type="submit" class={overlaps.length > 0 && !isCut ? "danger" : "main"} disabled={learn.isBusy}>
          {learn.isBusy ? words.busy : overlaps.length > 0 && !isCut ? words.learnAll : words.learn}
        </button>
      </div>
    </form>
  );
}

/** The hours of a day say nothing where rows are days. */
const timeOf = ({ inferred }: Norm) => (inferred?.interval === "hourly" ? minute : day);

const BATCHES_NAMED = 5;

function Twice({ norm, overlaps }: { norm: Norm; overlaps: Overlap[] }) {
  const told = timeOf(norm);
  const zone = zoneOf(norm);
  const named = overlaps
    .slice(0, BATCHES_NAMED)
    .map(({ batch, from, to }) => words.overlap(batch, told(from, zone), told(to, zone)));
  const more = overlaps.length > BATCHES_NAMED ? ["…"] : [];
  return (
    <p class="warn" role="status">
      {words.overlaps([...named, ...more].join(", "))}
    </p>
  );
}
