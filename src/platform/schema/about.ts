// What people call a norm or a model and what it predicts, what they note of it and how they find it: nothing that anything is computed from.
import * as v from "valibot";
import { list } from "../../engine/parameter/bounded.ts";
import { exactObject } from "../../engine/parameter/exact-object.ts";
import { show } from "../../engine/parameter/show.ts";
import {
  COLUMN_NAME_LENGTH_MAX,
  DESCRIPTION_LENGTH_MAX,
  TAG_COUNT_MAX,
  TAG_LENGTH_MAX,
  TITLE_LENGTH_MAX,
  UNIT_LENGTH_MAX,
} from "./limit.ts";

/** As it is stored. */
export interface About {
  title?: string;
  description?: string;
  tags?: string[];
  target?: string;
  unit?: string;
}

/** What is wrong with a text; undefined where nothing is. */
function faultOfText(text: string, most: number, signs: RegExp): string | undefined {
  if (text.length > most) return `${text.length} characters; at most ${most} are accepted`;
  if (text.trim() === "") return "no characters but blanks";
  if (text.trim() !== text) return `${show(text)} begins or ends with a blank`;
  if (!text.isWellFormed()) return `${show(text)} has halves of characters`;
  const at = text.search(signs);
  return at < 0 ? undefined : `a control character at place ${at + 1}`;
}

const ANY_CONTROL = /\p{Cc}/u;
const CONTROL_BUT_LINES = /[^\P{Cc}\n\r\t]/u;

const textOf = (most: number, signs = ANY_CONTROL) =>
  v.pipe(
    v.string((issue) => `${show(issue.input)} is no text`),
    v.check(
      (text) => faultOfText(text, most, signs) === undefined,
      ({ input }) => faultOfText(input, most, signs) ?? "",
    ),
    v.metadata({ minLength: 1, maxLength: most }),
  );

// A column's name is one.
const TargetText = textOf(COLUMN_NAME_LENGTH_MAX);

const Tag = textOf(TAG_LENGTH_MAX);

export const Title = v.pipe(
  v.nullable(textOf(TITLE_LENGTH_MAX)),
  v.description("What people call it. null takes it away."),
);
export const Description = v.pipe(
  v.nullable(textOf(DESCRIPTION_LENGTH_MAX, CONTROL_BUT_LINES)),
  v.description("What is to be known of it, in lines. null takes it away."),
);
export const Tags = v.pipe(
  list(Tag, { of: "tags", most: TAG_COUNT_MAX }),
  v.check((tags) => new Set(tags).size === tags.length, "a tag twice"),
  v.description("By which it is found: `?tag=` of the list. An empty list takes all away."),
);
export const Target = v.pipe(
  v.nullable(TargetText),
  v.description(
    "Name of what is predicted, such as electricity. Where none is given, a table that is learned from gives the name of its column. " +
      "null takes it away.",
  ),
);
export const Unit = v.pipe(
  v.nullable(textOf(UNIT_LENGTH_MAX)),
  v.description("Unit of what is predicted, such as kWh. null takes it away."),
);

/** For the body of a call that makes or changes something: what is left out stays as it is. */
export const aboutEntries = {
  title: v.optional(Title),
  description: v.optional(Description),
  tags: v.optional(Tags),
  target: v.optional(Target),
  unit: v.optional(Unit),
};

export const AboutRequest = exactObject(aboutEntries);
export type AboutRequest = v.InferOutput<typeof AboutRequest>;

/** For the query of a list. */
export const tagEntries = {
  tag: v.optional(v.pipe(Tag, v.description("Only those that have this tag, letter by letter."))),
};

/** What a body says of it, without all else. */
export function aboutIn({ title, description, tags, target, unit }: AboutRequest): AboutRequest {
  return { title, description, tags, target, unit };
}

/** The same with the name of a table's target column, where no name is given or known. A name that is no such text says nothing. */
export function withTarget(asked: AboutRequest, column: string | undefined, known: About | null = null): AboutRequest {
  const isNamed = asked.target !== undefined || known?.target !== undefined;
  return isNamed || !v.is(TargetText, column) ? asked : { ...asked, target: column };
}

/** Whether anything is asked for. */
export function isAsked(asked: AboutRequest): boolean {
  return Object.values(asked).some((value) => value !== undefined);
}
