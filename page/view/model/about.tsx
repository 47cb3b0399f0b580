// What a model or a comparison is called: its title, what is to be known of it, its tags, and what is predicted in which unit.
import type { Refusal } from "../../api.ts";
import { Field } from "../../part/field.tsx";
import { edit as words } from "../../words/model.ts";

export interface About {
  title: string;
  description: string;
  tags: string;
  target: string;
  unit: string;
}

export const NO_NAME: About = { title: "", description: "", tags: "", target: "", unit: "" };

export function AboutFields({
  about,
  hasTarget = false,
  refusal,
  onChange,
}: {
  about: About;
  /** Of a file it is the name of a column. */
  hasTarget?: boolean;
  refusal: Refusal | undefined;
  onChange: (about: About) => void;
}) {
  const field = (name: keyof About, hint?: string) => (
    <Field
      label={words[name === "title" ? "name" : name]}
      hint={hint}
      error={refusal?.at(name) ?? refusal?.errors.find(({ path }) => path.startsWith(`${name}[`))?.message}
    >
      {(given) => (
        <input
          {...given}
          type="text"
          value={about[name]}
          onInput={({ currentTarget }) => onChange({ ...about, [name]: currentTarget.value })}
        />
      )}
    </Field>
  );
  return (
    <div class="fields">
      {field("title")}
      {field("description")}
      {field("tags", words.tagsHint)}
      {hasTarget && field("target", words.targetHint)}
      {field("unit", words.unitHint)}
    </div>
  );
}
