// What a model or a comparison is called: its title, what is to be known of it, and its tags.
import type { Refusal } from "../../api.ts";
import { Field } from "../../part/field.tsx";
import { edit as words } from "../../words/model.ts";

export interface About {
  title: string;
  description: string;
  tags: string;
}

export const NO_NAME: About = { title: "", description: "", tags: "" };

export function AboutFields({
  about,
  refusal,
  onChange,
}: {
  about: About;
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
    </div>
  );
}
