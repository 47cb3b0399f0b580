// The groups of features to be ticked, and the penalty: what the address says of a what-if.
import { useEffect, useRef } from "preact/hooks";
import { changeQuery } from "../../../address.ts";
import { answerOf, edgefit, useAnswer } from "../../../api.ts";
import { Card } from "../../../part/card.tsx";
import { Select } from "../../../part/field.tsx";
import { number } from "../../../part/format.ts";
import { features } from "../../../words/norm-acts.ts";
import type { Norm } from "../shapes.ts";
import type { FeatureGroup } from "./groups.ts";

const words = features.tick;
// Of more, such as the hours of the week, nobody ticks each.
const EACH_MAX = 14;

export function TickFeatures({
  norm,
  groups,
  on,
  onTurn,
  lambda,
}: {
  norm: Norm;
  groups: FeatureGroup[];
  on: Set<string>;
  onTurn: (on: Set<string>) => void;
  /** Of the address. */
  lambda: string | null;
}) {
  const own = new Set(norm.coefficients.map(({ feature }) => feature));
  const turn = (names: string[], isOn: boolean) => {
    const next = new Set(on);
    for (const name of names) {
      if (isOn) next.add(name);
      else next.delete(name);
    }
    onTurn(next);
  };
  return (
    <Card
      title={words.title}
      line={words.line}
      width={5}
      actions={
        <button type="button" onClick={() => changeQuery({ features: null, lambda: null })}>
          {words.reset}
        </button>
      }
    >
      <fieldset>
        <legend class="unseen">{words.title}</legend>
        {groups.map((group) => {
          const onHere = group.features.filter((name) => on.has(name)).length;
          const ownHere = group.features.some((name) => own.has(name));
          return (
            <div key={group.name} class="tick">
              <Tick
                label={group.name}
                state={onHere === 0 ? "none" : onHere === group.features.length ? "all" : "some"}
                onTurn={(isOn) => turn(group.features, isOn)}
                note={[words.count(onHere, group.features.length), ownHere ? words.now : ""].filter(Boolean).join(", ")}
              />
              {group.features.length > 1 && group.features.length <= EACH_MAX && (
                <details class="each">
                  <summary class="quiet">{words.each(group.name)}</summary>
                  {group.features.map((name) => (
                    <Tick
                      key={name}
                      label={name}
                      state={on.has(name) ? "all" : "none"}
                      onTurn={(isOn) => turn([name], isOn)}
                      note={own.has(name) ? words.now : ""}
                    />
                  ))}
                </details>
              )}
            </div>
          );
        })}
      </fieldset>
      {on.size === 0 && (
        <p class="wrong" role="alert">
          {words.none}
        </p>
      )}
      <Penalty norm={norm} lambda={lambda} />
    </Card>
  );
}

function Tick({
  label,
  state,
  note,
  onTurn,
}: {
  label: string;
  state: "all" | "some" | "none";
  note: string;
  onTurn: (isOn: boolean) => void;
}) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current !== null) box.current.indeterminate = state === "some";
  }, [state]);
  return (
    <label class="ticked">
      <input ref={box} type="checkbox" checked={state === "all"} onChange={() => onTurn(state !== "all")} />{" "}
      <span>
        {label} {note !== "" && <span class="quiet">{note}</span>}
      </span>
    </label>
  );
}

/** Those that are tried anyway, and the norm's own. */
function Penalty({ norm: { norm, version, spec }, lambda }: { norm: Norm; lambda: string | null }) {
  const tried = useAnswer(
    (signal) => answerOf(edgefit().GET("/norms/{norm}/lambda", { params: { path: { norm } }, signal })),
    [norm, version],
  );
  const values = (tried.data?.path ?? []).map(({ lambda }) => String(lambda));
  const given = lambda === null || values.includes(lambda) ? [] : [lambda];
  return (
    <p>
      <Select
        label={words.lambda}
        value={lambda ?? ""}
        options={[
          ["", words.asNorm(spec?.lambda ?? "auto")] as const,
          ...[...given, ...values].map((value) => [value, value === "0" ? value : number(Number(value))] as const),
        ]}
        onChange={(value) => changeQuery({ lambda: value === "" ? null : value })}
      />
    </p>
  );
}
