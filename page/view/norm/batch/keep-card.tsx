// How long the rows of a norm are kept as they came: shown, explained, and changed. What drops rows asks once.
import { useState } from "preact/hooks";
import { Refused } from "../../../part/asked.tsx";
import { Card } from "../../../part/card.tsx";
import { Confirm } from "../../../part/dialog.tsx";
import { Field, Select } from "../../../part/field.tsx";
import { day } from "../../../part/format.ts";
import { useAction } from "../../../part/use-action.ts";
import { keep as words } from "../../../words/norm-batches.ts";
import { specify, zoneOf } from "../act-head.tsx";
import type { Norm } from "../shapes.ts";
import { hoursOf } from "./hours-of.ts";

const USUAL = "800d";
const NONE = "none";
const OTHER = "other";

export function KeepCard({ norm, onChanged }: { norm: Norm; onChanged: () => void }) {
  const { keep, from, to } = norm.rows_kept;
  const [choice, setChoice] = useState(keep === USUAL || keep === NONE ? keep : OTHER);
  const [duration, setDuration] = useState(keep === NONE ? USUAL : keep);
  const [isAsked, setAsked] = useState(false);
  const wanted = choice === OTHER ? duration.trim() : choice;
  const change = useAction(async () => {
    await specify(norm, { keep_rows: wanted });
    setAsked(false);
    onChanged();
  });
  const drops = hoursOf(wanted) < hoursOf(keep) && (wanted === NONE || from !== null);
  const zone = zoneOf(norm);
  return (
    <Card title={words.now(keep === NONE ? words.none : words.so(inWords(keep)))} line={words.line} width={7}>
      <p>{from === null || to === null ? words.nothing : words.span(day(from, zone), day(to, zone))}</p>
      <form
        class="line"
        onSubmit={(event) => {
          event.preventDefault();
          if (drops) setAsked(true);
          else void change.run();
        }}
      >
        <Select
          label={words.label}
          value={choice}
          options={[
            [USUAL, words.usual],
            [OTHER, words.other],
            [NONE, words.no],
          ]}
          onChange={setChoice}
        />
        {choice === OTHER && (
          <Field label={words.duration} hint={words.durationHint} error={change.refusal?.at("keep_rows")}>
            {(field) => (
              <input
                {...field}
                required
                size={8}
                value={duration}
                onInput={({ currentTarget }) => setDuration(currentTarget.value)}
              />
            )}
          </Field>
        )}
        <button type="submit" disabled={change.isBusy || wanted === keep || norm.spec === null}>
          {change.isBusy ? words.saving : words.save}
        </button>
      </form>
      {change.refusal !== undefined && !isAsked && <Refused refusal={change.refusal} />}
      {isAsked && (
        <Confirm title={words.ask} act={words.drop} action={change} onClose={() => setAsked(false)}>
          <p>{wanted === NONE ? words.dropAll : words.dropSome(inWords(wanted))}</p>
        </Confirm>
      )}
    </Card>
  );
}

/** "800d" as 800 days. */
function inWords(keep: string): string {
  const [, count, unit = ""] = /^(\d+)([a-z]+)$/.exec(keep) ?? [];
  return count === undefined ? keep : `${count} ${words.units[unit] ?? unit}`;
}
