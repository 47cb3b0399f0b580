// A row as a form: a field for each column of the model, by what it holds.
import { useState } from "preact/hooks";
import { Field } from "../../../part/field.tsx";
import { number } from "../../../part/format.ts";
import { predict as words } from "../../../words/model-predict.ts";
import type { Card, Label } from "../of-model.ts";

export type Row = Record<string, Label | null>;

export interface Input {
  column: string;
  type: "number" | "category" | "date";
  levels: Label[];
  /** All of them, where `levels` has the first ones. */
  levelCount: number;
  /** What such a value may be. */
  example: string;
}

/** Undefined where nothing tells what the columns are. */
export function inputsOf({ data, origin, types, partial_dependence }: Card): Input[] | undefined {
  const known = data ?? origin?.data ?? null;
  const columns = known?.columns ?? (types && Object.keys(types));
  return columns?.map((column): Input => {
    const input = known?.inputs?.find((input) => input.column === column);
    const values = partial_dependence?.columns.find((depends) => depends.column === column)?.values ?? [];
    const middle = values[Math.floor(values.length / 2)];
    return {
      column,
      type: input?.type ?? types?.[column] ?? "number",
      levels: input?.levels ?? [],
      levelCount: input?.level_count ?? 0,
      example: typeof middle === "number" ? number(middle) : "",
    };
  });
}

export function RowForm({ inputs, row, onAsk }: { inputs: Input[]; row: Row; onAsk: (row: Row) => void }) {
  const [typed, setTyped] = useState<Record<string, string>>(() =>
    Object.fromEntries(Object.entries(row).map(([column, value]) => [column, String(value ?? "")])),
  );
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        onAsk(Object.fromEntries(inputs.map((input) => [input.column, valueFrom(input, typed[input.column] ?? "")])));
      }}
    >
      <div class="fields narrow">
        {inputs.map((input) => (
          <InputField
            key={input.column}
            input={input}
            text={typed[input.column] ?? ""}
            onChange={(text) => setTyped({ ...typed, [input.column]: text })}
          />
        ))}
      </div>
      <div>
        <button type="submit" class="main">
          {words.button}
        </button>
      </div>
    </form>
  );
}

function InputField({
  input: { column, type, levels, levelCount, example },
  text,
  onChange,
}: {
  input: Input;
  text: string;
  onChange: (text: string) => void;
}) {
  const isChoice = type === "category" && levels.length > 0 && levels.length === levelCount;
  const hint =
    type === "date" ? words.dateHint : isChoice || type === "number" ? undefined : words.levelsHint(String(levelCount));
  return (
    <Field label={column} {...(hint !== undefined && { hint })}>
      {(given) =>
        isChoice ? (
          <select {...given} value={text} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
            <option value="">{words.other}</option>
            {levels.map((level) => (
              <option key={String(level)} value={String(level)}>
                {String(level)}
              </option>
            ))}
          </select>
        ) : (
          <>
            <input
              {...given}
              type={type === "number" ? "number" : "text"}
              step="any"
              autocomplete="off"
              placeholder={example}
              {...(levels.length > 0 && { list: `${given.id}-levels` })}
              value={text}
              onInput={({ currentTarget }) => onChange(currentTarget.value)}
            />
            {levels.length > 0 && (
              <datalist id={`${given.id}-levels`}>
                {levels.map((level) => (
                  <option key={String(level)} value={String(level)} />
                ))}
              </datalist>
            )}
          </>
        )
      }
    </Field>
  );
}

function valueFrom({ type, levels }: Input, text: string): Label | null {
  if (text === "") return null;
  if (type === "number") return Number(text);
  return levels.find((level) => String(level) === text) ?? text;
}
