// What is to be learned from a file, and the one button that does it.
import { changeQuery, go, hrefOf } from "../../address.ts";
import { Refused } from "../../part/asked.tsx";
import { Card } from "../../part/card.tsx";
import { type Described, type Told, whyNoNorm } from "../../part/description.ts";
import { Field, Select } from "../../part/field.tsx";
import { suggestUnit } from "../../part/quantity.ts";
import { useAction } from "../../part/use-action.ts";
import { learn as words } from "../../words/start.ts";
import { findFreeName, useFreeName } from "./free-name.ts";
import { learnNorm } from "./learn-norm.ts";
import { learnables, normName, spansYears, specificationOf } from "./learnable.ts";

export function Learn({
  file,
  found,
  query,
  zone,
  told,
  isAwaited,
}: {
  file: File;
  told: Told;
  /** Whether the file is being read anew. */
  isAwaited: boolean;
  found: Described;
  query: URLSearchParams;
  zone: string | undefined;
}) {
  const groups = learnables(found);
  const on = query.get("on");
  const isOn = (id: string, unlessSaid: boolean) => (on === null ? unlessSaid : on.split("|").includes(id));
  const chosen = groups.filter(({ id, isOn: unlessSaid }) => isOn(id, unlessSaid));
  const norm = query.get("name") ?? normName(file.name);
  const isChosen = query.get("choose") !== "no";
  // Rows of one time are made one by the service alone, which reads the file as a whole.
  const canCut = spansYears(found) && told.duplicates === undefined;
  const batches = query.get("batches") ?? "year";
  const unit = query.get("unit") ?? suggestUnit(found.target ?? "");
  const free = useFreeName(norm);
  const isTaken = !free.isAwaited && free.data !== undefined && free.data !== norm;
  const suggested = found.suggestions.norm;
  const learn = useAction(async () => {
    if (suggested === null) return;
    // Whoever types a name and clicks is faster than the question whether it is free.
    if ((await findFreeName(norm)) !== norm) return free.askAgain();
    const specification = specificationOf(found, chosen, zone);
    const cutBy = canCut && (batches === "year" || batches === "month") ? batches : null;
    await learnNorm({ norm, file, found, told, specification, unit: unit.trim(), isChosen, cutBy });
    go(hrefOf(["norms", norm]));
  });
  const tick = (id: string) => {
    const ids = new Set(chosen.map(({ id }) => id));
    if (!ids.delete(id)) ids.add(id);
    changeQuery({ on: [...ids].join("|") || "none" });
  };
  return (
    <Card title={words.title} line={words.line} width={5}>
      {suggested === null ? (
        <>
          <p>{found.target === null ? words.nothing : words.notForNorm}</p>
          {found.target !== null && <p class="quiet">{whyNoNorm(found)}</p>}
          <p>
            <a href={hrefOf(["models", "new"])}>{words.model}</a>
          </p>
        </>
      ) : (
        <form
          class="stack"
          onSubmit={(event) => {
            event.preventDefault();
            void learn.run();
          }}
        >
          <fieldset>
            <legend class="unseen">{words.title}</legend>
            {groups.map(({ id, label, isOn: unlessSaid }) => (
              <label key={id} class="tick">
                <input type="checkbox" checked={isOn(id, unlessSaid)} onChange={() => tick(id)} /> {label}
              </label>
            ))}
          </fieldset>
          <label class="tick">
            <input
              type="checkbox"
              checked={isChosen}
              onChange={() => changeQuery({ choose: isChosen ? "no" : null })}
            />{" "}
            {words.choose}
          </label>
          {canCut && (
            <div>
              <Select
                label={words.batches}
                value={batches}
                options={Object.entries(words.batchesOf)}
                onChange={(chosen) => changeQuery({ batches: chosen === "year" ? null : chosen })}
              />
              <p class="quiet">{words.batchesHint}</p>
            </div>
          )}
          <Field label={words.unit} hint={words.unitHint(found.target ?? "")} error={learn.refusal?.at("unit")}>
            {(field) => (
              <input
                {...field}
                size={8}
                value={unit.trim()}
                onChange={({ currentTarget }) => changeQuery({ unit: currentTarget.value || " " })}
              />
            )}
          </Field>
          <Field
            label={words.name}
            hint={words.nameHint}
            error={isTaken ? words.taken(norm) : learn.refusal?.at("norm")}
          >
            {(field) => (
              <input
                {...field}
                required
                pattern="[a-z0-9][a-z0-9_\-]*"
                maxLength={63}
                value={norm}
                onChange={({ currentTarget }) => changeQuery({ name: currentTarget.value || null })}
              />
            )}
          </Field>
          {isTaken && (
            <div class="line">
              <button type="button" onClick={() => changeQuery({ name: free.data ?? null })}>
                {words.callIt(free.data ?? "")}
              </button>
              <a class="button" href={hrefOf(["norms", norm, "batches"], { add: "open" })}>
                {words.addTo}
              </a>
            </div>
          )}
          {learn.refusal !== undefined && <Refused refusal={learn.refusal} />}
          <div>
            <button type="submit" class="main" disabled={learn.isBusy || isAwaited || isTaken}>
              {learn.isBusy ? words.busy : words.button}
            </button>
          </div>
        </form>
      )}
    </Card>
  );
}
