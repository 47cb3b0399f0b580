// Parameters that several calls have stand once, under components, and are referred to.
import type { Parameter } from "./parameters.ts";

interface WithParameters {
  tag: string;
  parameters: Parameter[];
}

/** A function that gives references in place of what is shared by `operations`, and what they refer to, by name. */
export function shareParameters(operations: readonly WithParameters[]) {
  const uses = operations.flatMap(({ tag, parameters }) =>
    parameters.map((parameter) => ({ tag, parameter, text: JSON.stringify(parameter) })),
  );
  const components: Record<string, Parameter> = {};
  const names = new Map<string, string>();
  for (const [text, [first, ...others]] of Map.groupBy(uses, ({ text }) => text)) {
    if (first === undefined || others.length === 0) continue;
    const { parameter, tag } = first;
    const short = pascal(parameter.name);
    // What a name means in one place is another thing elsewhere: `after` an id, or a version.
    const name = short in components ? `${tag}${short}` : short;
    if (name in components) throw new Error(`Cannot share a parameter ${name}: the name is taken`);
    components[name] = parameter;
    names.set(text, name);
  }
  const refer = (parameters: readonly Parameter[]) =>
    parameters.map((parameter) => {
      const name = names.get(JSON.stringify(parameter));
      return name === undefined ? parameter : { $ref: `#/components/parameters/${name}` };
    });
  return { refer, components };
}

/** `Idempotency-Key` → `IdempotencyKey`, `task_id` → `TaskId`. */
function pascal(name: string): string {
  return name.replace(/(?:^|[-_])(\w)/g, (_, letter: string) => letter.toUpperCase());
}
