// The token of this tab.
import { useState } from "preact/hooks";
import { keepToken, readToken } from "../../api.ts";
import { Card } from "../../part/card.tsx";
import { Field } from "../../part/field.tsx";
import { entered as words } from "../../words/settings.ts";

export function Entered() {
  const [kept, setKept] = useState(readToken());
  const [typed, setTyped] = useState("");
  const keep = (token: string | null) => {
    keepToken(token);
    setKept(token);
    setTyped("");
  };
  return (
    <Card title={words.title} line={words.line} width={5}>
      <p>{kept === null ? words.hasNone : words.has}</p>
      <form
        class="line"
        onSubmit={(event) => {
          event.preventDefault();
          keep(typed.trim());
        }}
      >
        <Field label={words.label}>
          {(field) => (
            <input
              {...field}
              type="password"
              autocomplete="off"
              required
              value={typed}
              onInput={({ currentTarget }) => setTyped(currentTarget.value)}
            />
          )}
        </Field>
        <button type="submit">{words.enter}</button>
        {kept !== null && (
          <button type="button" onClick={() => keep(null)}>
            {words.forget}
          </button>
        )}
      </form>
    </Card>
  );
}
