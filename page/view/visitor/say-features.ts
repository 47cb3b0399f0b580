// What the gender model looks at, in words: the API's names are those of its table, log_count(2, B3).
import { features as words } from "../../words/visitor.ts";

const OF_CATEGORY = /^(log_count|share)\((\d+), (.*)\)$/s;
const OF_START: Record<string, string> = words.start;

/** One for each, no two alike: a name that stands at two levels is told with its level. */
export function sayFeatures(names: readonly string[]): string[] {
  const plain = names.map((name) => say(name, false));
  return names.map((name, i) => say(name, plain.indexOf(plain[i] as string) !== plain.lastIndexOf(plain[i] as string)));
}

/** What is none of these features stays as it is. */
function say(name: string, hasLevel: boolean): string {
  const [, kind, level = "", category = ""] = OF_CATEGORY.exec(name) ?? [];
  if (kind === undefined) return OF_START[name] ?? name;
  const of = hasLevel ? words.atLevel(category, level) : category;
  return kind === "share" ? words.share(of) : words.views(of);
}
