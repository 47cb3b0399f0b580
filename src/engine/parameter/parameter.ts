// Hyperparameters as schemas: type, default, range and meaning in one place, from which requests are checked and the list of models
// that can be trained is made.
import * as v from "valibot";
import { dictionary } from "./bounded.ts";
import { CLASS_COUNT_MAX } from "./class-weights.ts";
import { show } from "./show.ts";

interface Range {
  least: number;
  most: number;
  /** Whether `least` itself is out. */
  isAbove?: true;
  description: string;
}

export const integer = (fallback: number, range: Range) => v.optional(whole(range), fallback);

export const integerOrNull = (range: Range, fallback: number | null = null) =>
  v.optional(v.nullable(whole(range)), fallback);

export const real = (fallback: number, range: Range) => v.optional(decimal(range), fallback);

export const realOrNull = (range: Range, fallback: number | null = null) =>
  v.optional(v.nullable(decimal(range)), fallback);

export const oneOf = <const Words extends readonly string[]>(
  words: Words,
  fallback: Words[number],
  description: string,
) => v.optional(v.pipe(v.picklist(words, says(quoted(words))), v.description(description)), fallback);

export const truth = (fallback: boolean, description: string) =>
  v.optional(v.pipe(v.boolean(says("true or false")), v.description(description)), fallback);

/** One of some words, or a number. */
export const wordOrReal = <const Words extends readonly string[]>(
  words: Words,
  fallback: Words[number] | number,
  range: Range,
) =>
  v.optional(
    v.pipe(
      v.union([v.picklist(words), decimal(range)], says(`${quoted(words)} or ${told("a number", range)}`)),
      v.description(range.description),
    ),
    fallback,
  );

/** See ClassWeight. */
export const classWeight = () =>
  v.optional(
    v.nullable(
      v.pipe(
        ClassWeights,
        v.description(
          'What rows of a class weigh: null for 1, "balanced" for n/(classes · rows of the class), or {class: weight}.',
        ),
      ),
    ),
    null,
  );

export const WEIGHTS: Omit<Range, "description"> = { least: 1e-6, most: 1e6 };

const WeightsByClass = dictionary(decimal({ ...WEIGHTS, description: "" }), { of: "classes", most: CLASS_COUNT_MAX });

export const ClassWeights = v.lazy((input) =>
  typeof input === "object" && input !== null && !Array.isArray(input)
    ? WeightsByClass
    : v.literal("balanced", says(`null, "balanced" or {class: weight}, a weight being ${told("a number", WEIGHTS)}`)),
);

function whole(range: Range) {
  const message = says(told("a whole number", range));
  return v.pipe(
    v.number(message),
    v.integer(message),
    v.minValue(range.least, message),
    v.maxValue(range.most, message),
    v.description(range.description),
  );
}

export function decimal(range: Range) {
  const message = says(told("a number", range));
  const least: v.GenericValidation<number> = range.isAbove
    ? v.gtValue(range.least, message)
    : v.minValue(range.least, message);
  return v.pipe(v.number(message), least, v.maxValue(range.most, message), v.description(range.description));
}

function told(what: string, { least, most, isAbove }: Omit<Range, "description">): string {
  return isAbove ? `${what} above ${least}, up to ${most}` : `${what} from ${least} to ${most}`;
}

/** The message that a value is not accepted, and what would be. */
export function says(accepted: string) {
  return (issue: { input: unknown }) => `${show(issue.input)} is not accepted; it is ${accepted}`;
}

function quoted(words: readonly string[]): string {
  return words.map((word) => `"${word}"`).join(", ");
}
