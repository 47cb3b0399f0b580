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
  const shared = [...Map.groupBy(uses, ({ text }) => text)].filter(([, same]) => same.length > 1);
  const components: Record<string, Parameter> = {};
  const names = new Map<string, string>();
  // What a name means in one place is another thing elsewhere (`after` an id, or a version): the bare name is for most of its uses.
  for (const [text, same] of shared.sort(([, a], [, b]) => b.length - a.length)) {
    const [{ parameter }] = same as [(typeof uses)[number]];
    const name = freeName(parameter, new Set(same.map(({ tag }) => tag)), components);
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

function freeName({ name, in: place }: Parameter, tags: ReadonlySet<string>, taken: object): string {
  const bare = pascal(name);
  const full = place === "query" ? `${[...tags].join("")}${bare}` : `${bare}In${pascal(place)}`;
  const free = [bare, full].find((each) => !(each in taken));
  if (free === undefined) throw new Error(`Cannot share the parameter ${name}: its names are taken`);
  return free;
}

/** `Idempotency-Key` → `IdempotencyKey`, `task_id` → `TaskId`. */
function pascal(name: string): string {
  return name.replace(/(?:^|[-_])(\w)/g, (_, letter: string) => letter.toUpperCase());
}
