// A session of a shop as it is sent, in JSON or as a line of the log: one rule for both.
import * as v from "valibot";
import { list } from "../../engine/parameter/bounded.ts";
import { exactObject } from "../../engine/parameter/exact-object.ts";
import { CATEGORY_NAME_LENGTH_MAX, SESSION_ID_LENGTH_MAX, VIEW_COUNT_MAX } from "../../platform/schema/limit.ts";
import { handWritten, show } from "../../platform/schema/table.ts";
import { parseTime } from "../../platform/schema/time.ts";

/** From the widest category to the product. */
export const LEVEL_COUNT = 4;

/** What would lead to another call than that of a session: names of calls, and what a URL takes for a folder. No session ever had them. */
const NEVER_IDS = ["model", "report", "prediction", ".", ".."];

/** Since 0.9.0 that is a call too: a session that was stored before goes on, and can be forgotten. */
const RESERVED_IDS = [...NEVER_IDS, "categories"];

// A lone half of a surrogate pair has no UTF-8: two names would be stored as one.
const isText = (text: string) => text.isWellFormed() && !/\p{Cc}/u.test(text);

export const Identifier = (what: string) =>
  v.pipe(
    v.string((issue) => `${show(issue.input)} is not a ${what} id, which is a string`),
    v.minLength(1, `empty; a ${what} id has 1 to ${SESSION_ID_LENGTH_MAX} characters`),
    v.maxLength(
      SESSION_ID_LENGTH_MAX,
      (issue) => `${issue.input.length} characters; a ${what} id has 1 to ${SESSION_ID_LENGTH_MAX}`,
    ),
    v.check(isText, `a ${what} id has no control characters and no halves of characters`),
  );

/** What a URL takes for a folder names no visitor who could be asked about. */
export const VisitorId = v.pipe(
  Identifier("visitor"),
  v.check(
    (id) => id !== "." && id !== "..",
    (issue) => `${show(issue.input)} is reserved and cannot name a visitor`,
  ),
  v.description("The visitor's id, as the shop has it"),
);

const sessionIdBeside = (reserved: string[]) =>
  v.pipe(
    Identifier("session"),
    v.check(
      (id) => !reserved.includes(id),
      (issue) => `${show(issue.input)} is reserved and cannot name a session`,
    ),
    v.description("The session's id, as the shop has it"),
  );

export const SessionId = sessionIdBeside(RESERVED_IDS);

/** Of a session that may be stored. */
export const StoredSessionId = sessionIdBeside(NEVER_IDS);

export const Time = v.pipe(
  v.string((issue) => `${show(issue.input)} is not a time, which is a string such as "2014-11-14 00:02:14"`),
  v.rawTransform(({ dataset: { value: text }, addIssue, NEVER }) => {
    const moment = parseTime(text);
    if (typeof moment !== "string") return { text, ...moment };
    addIssue({ message: moment });
    return NEVER;
  }),
);
handWritten.set(Time.pipe[0], {
  type: "string",
  examples: ["2014-11-14 00:02:14", "2014-11-14T00:02:14+07:00"],
  description:
    "ISO 8601, or with a space for the T; from 1970 to 2199. Hour and weekday are those of the clock as written.",
});

export const View = v.pipe(
  v.string((issue) => `${show(issue.input)} is not a view, which is a string such as "A00002/B00003/C00046/D01169"`),
  v.rawTransform(({ dataset, addIssue, NEVER }): string[] => {
    const levels = dataset.value.replace(/\/$/, "").split("/");
    const message = viewFault(dataset.value, levels);
    if (message === null) return levels;
    addIssue({ message });
    return NEVER;
  }),
);
handWritten.set(View.pipe[0], {
  type: "string",
  description:
    `One to ${LEVEL_COUNT} names between slashes, from the widest category to the product, each of 1 to ` +
    `${CATEGORY_NAME_LENGTH_MAX} characters without ";". One slash at the end changes nothing.`,
  examples: ["A00002/B00003/C00046/D01169", "Shoes/Boots"],
});

function viewFault(view: string, levels: string[]): string | null {
  if (levels.length > LEVEL_COUNT) return `${show(view)} has ${levels.length} levels; a view has 1 to ${LEVEL_COUNT}`;
  for (const [i, { length }] of levels.entries()) {
    const level = `level ${i + 1} of ${show(view)}`;
    if (length === 0) return `${level} is empty`;
    if (length > CATEGORY_NAME_LENGTH_MAX)
      return `${level} has ${length} characters; at most ${CATEGORY_NAME_LENGTH_MAX}`;
  }
  if (view.includes(";")) return `${show(view)} has a semicolon, which separates views`;
  return isText(view) ? null : `${show(view)} has control characters or halves of characters`;
}

export const Gender = v.picklist(["female", "male"], (issue) => `${show(issue.input)} is neither "female" nor "male"`);
export type Gender = v.InferOutput<typeof Gender>;

const visitOf = (session_id: v.GenericSchema<unknown, string | null>) =>
  v.pipe(
    exactObject({
      session_id,
      start: Time,
      end: Time,
      views: list(View, { of: "views", least: 1, most: VIEW_COUNT_MAX }),
      gender: v.optional(v.nullable(Gender), null),
      visitor: v.optional(v.nullable(VisitorId), null),
    }),
    v.forward(
      v.check(
        ({ start, end }) => start.hasOffset === end.hasOffset,
        "start and end have an offset from universal time both, or neither has",
      ),
      ["end"],
    ),
    v.forward(
      v.check(
        ({ start, end }) => end.ms >= start.ms,
        (issue) => `${issue.input.end.text} is before the start, ${issue.input.start.text}`,
      ),
      ["end"],
    ),
  );

/** A visit that is not stored, and so may have no id. */
export const Visit = visitOf(v.optional(v.nullable(SessionId), null));
export type Visit = v.InferOutput<typeof Visit>;

export type Session = Visit & { session_id: string };
export const Session = visitOf(SessionId) as v.GenericSchema<unknown, Session>;
