// What a norm is called, what it predicts, and in which unit: none of it changes a number.
import { useState } from "preact/hooks";
import { Refused } from "../../../part/asked.tsx";
import { Card } from "../../../part/card.tsx";
import { Field } from "../../../part/field.tsx";
import { useAction } from "../../../part/use-action.ts";
import { called as words } from "../../../words/norm-batches.ts";
import { specify } from "../act-head.tsx";
import type { Norm } from "../shapes.ts";

const FIELDS = ["title", "target", "unit"] as const;

export function NameCard({ norm, onChanged }: { norm: Norm; onChanged: () => void }) {
  const [said, setSaid] = useState({ title: norm.title ?? "", target: norm.target ?? "", unit: norm.unit ?? "" });
  const save = useAction(async () => {
    const { title, target, unit } = said;
    await specify(norm, { title: title.trim() || null, target: target.trim() || null, unit: unit.trim() || null });
    onChanged();
  });
  const isSame = FIELDS.every((name) => said[name].trim() === (norm[name] ?? ""));
  return (
    <Card title={words.title} line={words.line}>
      <form
        class="line"
        onSubmit={(event) => {
          event.preventDefault();
          void save.run();
        }}
      >
        {FIELDS.map((name) => (
          <Field
            key={name}
            label={words.fields[name].label}
            hint={words.fields[name].hint}
            error={save.refusal?.at(name)}
          >
            {(field) => (
              <input
                {...field}
                size={words.fields[name].size}
                value={said[name]}
                onInput={({ currentTarget }) => setSaid({ ...said, [name]: currentTarget.value })}
              />
            )}
          </Field>
        ))}
        <button type="submit" disabled={save.isBusy || isSame || norm.spec === null}>
          {save.isBusy ? words.saving : words.save}
        </button>
      </form>
      {save.refusal !== undefined && save.refusal.errors.length === 0 && <Refused refusal={save.refusal} />}
    </Card>
  );
}
