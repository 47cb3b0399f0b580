// Where a token is typed: it is kept for this tab.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { token as words } from "../words/frame.ts";
import { Field } from "./field.tsx";

export function TokenForm({
  onToken,
  error,
  isMain = false,
  children,
}: {
  onToken: (token: string) => void;
  error?: string | undefined;
  /** Whether it is what the view is about. */
  isMain?: boolean;
  /** Beside its button. */
  children?: ComponentChildren;
}) {
  const [typed, setTyped] = useState("");
  return (
    <form
      class="line"
      onSubmit={(event) => {
        event.preventDefault();
        onToken(typed.trim());
        setTyped("");
      }}
    >
      <Field label={words.label} error={error}>
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
      <button class={isMain ? "main" : undefined} type="submit">
        {words.enter}
      </button>
      {children}
    </form>
  );
}
