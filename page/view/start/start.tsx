// The start: a file is dropped, what was found in it is shown, and a norm is learned from it.
import { useState } from "preact/hooks";
import type { Address } from "../../address.ts";
import { changeQuery } from "../../address.ts";
import { Asked } from "../../part/asked.tsx";
import { Card, Head } from "../../part/card.tsx";
import { type Described, type Told, useDescription } from "../../part/description.ts";
import { Drop } from "../../part/drop.tsx";
import { keepDropped, useDropped } from "../../part/dropped.ts";
import { Field } from "../../part/field.tsx";
import { count } from "../../part/format.ts";
import { Duplicates, FoundColumns, FoundLine, LeftOut } from "../../part/found-columns.tsx";
import { start as words } from "../../words/start.ts";
import { Learn } from "./learn.tsx";
import { Runs } from "./runs.tsx";
import { useSample } from "./use-sample.ts";
import { isZone, standardZone } from "./zone.ts";

const SAMPLE = "sample";
const SAMPLE_ZONE = "America/Chicago";

export default function Start({ query }: Address) {
  const dropped = useDropped();
  const sample = useSample(query.get("file") === SAMPLE);
  const file = query.get("file") === SAMPLE ? sample : dropped;
  const told = toldOf(query);
  const found = useDescription(file, told);
  const take = (file: File) => {
    keepDropped(file);
    changeQuery({
      ...{ file: null, zone: null, time: null, target: null, columns: null, duplicates: null },
      ...{ on: null, name: null, unit: null },
    });
  };
  return (
    <>
      <Head title={words.title} line={words.line} />
      <div class="row">
        <Card
          title={file?.name ?? words.dropHere}
          line={found.data && <FoundLine found={found.data} zone={query.get("zone") ?? zoneOf(found.data)} />}
          width={7}
        >
          <Drop label={file === undefined ? words.drop : words.another} isSmall={file !== undefined} onFile={take}>
            {file === undefined && (
              <>
                <p>
                  <button
                    type="button"
                    class="main"
                    onClick={() => changeQuery({ file: SAMPLE, zone: SAMPLE_ZONE }, { isStep: true })}
                  >
                    {words.sample}
                  </button>
                </p>
                <p class="quiet">{words.sampleLine}</p>
              </>
            )}
          </Drop>
          {file !== undefined && (
            <Asked of={found}>
              {(found) =>
                found !== null && (
                  <>
                    <FoundColumns
                      found={found}
                      onTold={({ time, target, columns }) =>
                        changeQuery({
                          time: time ?? null,
                          target: target ?? null,
                          unit: null,
                          columns: columns === undefined ? null : JSON.stringify(columns),
                        })
                      }
                    />
                    {found.time !== null && <Zone value={query.get("zone") ?? undefined} found={found} />}
                    {found.time !== null && found.time.never.count > 0 && (
                      <WinterTime zone={query.get("zone") ?? zoneOf(found)} count={found.time.never.count} />
                    )}
                    <Duplicates
                      found={found}
                      value={told.duplicates}
                      onChange={(duplicates) => changeQuery({ duplicates: duplicates ?? null })}
                    />
                    <LeftOut found={found} />
                  </>
                )
              }
            </Asked>
          )}
        </Card>
        {file !== undefined && found.data ? (
          <Learn
            file={file}
            told={told}
            found={found.data}
            isAwaited={found.isAwaited}
            query={query}
            zone={found.data.time === null ? undefined : (query.get("zone") ?? zoneOf(found.data))}
          />
        ) : (
          <Runs />
        )}
      </div>
    </>
  );
}

function Zone({ value, found }: { value: string | undefined; found: Described }) {
  const [wrong, setWrong] = useState<string>();
  return (
    <Field label={words.zone} hint={words.zoneHint} error={wrong === undefined ? undefined : words.noZone(wrong)}>
      {(field) => (
        <>
          <input
            {...field}
            list="zones"
            value={wrong ?? value ?? zoneOf(found)}
            onChange={({ currentTarget: { value } }) => {
              setWrong(isZone(value) ? undefined : value);
              if (isZone(value)) changeQuery({ zone: value || null });
            }}
          />
          <datalist id="zones">
            {Intl.supportedValuesOf("timeZone").map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}

/** Offered where a file has times that its clock never shows, as a logger writes that keeps winter time all year. */
function WinterTime({ zone, count: never }: { zone: string; count: number }) {
  const standard = standardZone(zone);
  return (
    <div class="line">
      <span class="warn">{words.never(count(never), zone)}</span>
      {standard !== null && (
        <button type="button" onClick={() => changeQuery({ zone: standard })}>
          {words.winterTime(standard)}
        </button>
      )}
    </div>
  );
}

/** The clock of a norm: of the browser, unless another one was chosen or the times say none. */
function zoneOf(found: Described): string {
  const asTold = found.suggestions.norm?.timezone;
  return typeof asTold === "string" ? asTold : Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function toldOf(query: URLSearchParams): Told {
  const columns = query.get("columns");
  return {
    time: query.get("time") ?? undefined,
    target: query.get("target") ?? undefined,
    columns: columns === null ? undefined : (JSON.parse(columns) as string[]),
    timezone: query.get("zone") ?? undefined,
    duplicates: query.get("duplicates") ?? undefined,
  };
}
