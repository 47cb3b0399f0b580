// The hyperparameters of a family, as fields: what is left blank stays as it is.
import type { Refusal } from "../../../api.ts";
import { Field } from "../../../part/field.tsx";
import { train as words } from "../../../words/model-train.ts";
import { type ParamField, paramsOf, writtenParam } from "./params.ts";

const NO_END = 1e9;

export type Typed = Record<string, string>;

export function ParamsForm({
  fields,
  typed,
  refusal,
  onChange,
}: {
  fields: ParamField[];
  typed: Typed;
  refusal: Refusal | undefined;
  onChange: (typed: Typed) => void;
}) {
  return (
    <div class="fields">
      {fields.map((field) => {
        const change = (text: string) => onChange({ ...typed, [field.name]: text });
        const text = typed[field.name] ?? "";
        const error = errorOf(refusal, field.name);
        return field.kind === "estimators" ? (
          <Estimators key={field.name} field={field} text={text} error={error} onChange={change} />
        ) : (
          <Field key={field.name} label={field.name} hint={hintOf(field)} error={error}>
            {(given) =>
              field.kind === "choice" ? (
                <select {...given} value={text} onChange={({ currentTarget }) => change(currentTarget.value)}>
                  <option value="">{words.unset(field.unset)}</option>
                  {field.options.map((option) => (
                    <option key={option} value={option}>
                      {option}
                    </option>
                  ))}
                </select>
              ) : (
                <>
                  <input
                    {...given}
                    type="text"
                    autocomplete="off"
                    placeholder={field.unset}
                    {...(field.options.length > 0 && { list: `${given.id}-options` })}
                    value={text}
                    onChange={({ currentTarget }) => change(currentTarget.value)}
                  />
                  {field.options.length > 0 && (
                    <datalist id={`${given.id}-options`}>
                      {field.options.map((option) => (
                        <option key={option} value={option} />
                      ))}
                    </datalist>
                  )}
                </>
              )
            }
          </Field>
        );
      })}
    </div>
  );
}

/** Of the value itself, or of something in it. */
function errorOf(refusal: Refusal | undefined, name: string): string | undefined {
  const path = `params.${name}`;
  return refusal?.errors.find(
    (error) => error.path === path || (/^[.[]/.test(error.path.slice(path.length)) && error.path.startsWith(path)),
  )?.message;
}

function hintOf({ description, range }: ParamField): string {
  if (range === undefined) return description;
  return `${description} (${range.map(endOf).join(" … ").trim()})`;
}

/** What is as good as no end is not told. */
const endOf = (end: number | undefined) => (end === undefined || Math.abs(end) >= NO_END ? "" : String(end));

/** Of an average: the families that take part, each as it is. */
function Estimators({
  field: { name, options, description },
  text,
  error,
  onChange,
}: {
  field: ParamField;
  text: string;
  error: string | undefined;
  onChange: (text: string) => void;
}) {
  const { chosen = [] } = paramsOf({ chosen: text }) as { chosen?: { name: string }[] };
  const turn = (option: string, isOn: boolean) => {
    const others = chosen.filter((estimator) => estimator.name !== option);
    const next = isOn ? [...others, { name: option }] : others;
    onChange(next.length === 0 ? "" : writtenParam(next));
  };
  return (
    <fieldset class="field">
      <legend class="quiet">{name}</legend>
      {options.map((option) => (
        <label key={option} class="tick">
          <input
            type="checkbox"
            checked={chosen.some((estimator) => estimator.name === option)}
            onChange={({ currentTarget }) => turn(option, currentTarget.checked)}
          />{" "}
          {option}
        </label>
      ))}
      <p class={error === undefined ? "quiet" : "wrong"}>{error ?? description}</p>
    </fieldset>
  );
}
