// What is sent to the calls on sessions. A session that is wrong does not spoil those beside it: each is checked for itself.
import * as v from "valibot";
import { families } from "../../engine/model/families.ts";
import { dictionary, list } from "../../engine/parameter/bounded.ts";
import { exactObject } from "../../engine/parameter/exact-object.ts";
import { PARAM_COUNT_MAX, SESSION_COUNT_MAX } from "../../platform/schema/limit.ts";
import { PageLimit, PageOrder, WholeNumber, WholeText } from "../../platform/schema/page.ts";
import { keysOf, messageOf, tryParse } from "../../platform/schema/parse.ts";
import { collector, show } from "../../platform/schema/table.ts";
import { Identifier, LEVEL_COUNT, Session, Time } from "./session.ts";

/** A session that was sent, or why it cannot be used. `line`: where it stands, counted from 1. */
export type SentSession = { line: number; session: Session } | { line: number; message: string };

const SEVERAL_BODIES = "send several bodies";

export const SessionsRequest = exactObject({
  sessions: v.pipe(
    list(v.unknown(), { of: "sessions", least: 1, most: SESSION_COUNT_MAX, instead: SEVERAL_BODIES }),
    v.description(
      "Each is checked for itself: what is wrong with one is told in `rejected`, and the others are stored.",
    ),
  ),
});
export type SessionsRequest = v.InferOutput<typeof SessionsRequest>;

/** What `SessionsRequest` holds when every session is as it should be, for OpenAPI. */
export const SessionsBody = exactObject({
  sessions: list(Session, { of: "sessions", least: 1, most: SESSION_COUNT_MAX }),
});

/** The sessions of a JSON body, one by one. */
export function* sessionsOf({ sessions }: SessionsRequest): Generator<SentSession> {
  for (const [i, value] of sessions.entries()) yield sentSession(value, i + 1);
}

/** A session as it came, if it can be used. */
export function sentSession(value: unknown, line: number): SentSession {
  const result = tryParse(Session, value);
  if ("output" in result) return { line, session: result.output };
  const [first, ...others] = result.faults;
  const more = others.length > 0 ? ` (and ${others.length} more)` : "";
  return { line, message: `${first?.path ? `${first.path}: ` : ""}${first?.message}${more}` };
}

export function tooManySessions(count: number): string {
  return `${count} sessions are more than the ${SESSION_COUNT_MAX} that are accepted; ${SEVERAL_BODIES}`;
}

const page = {
  after: v.optional(
    v.pipe(WholeText, v.description("Only sessions behind the one of this number: `next` of the page before.")),
  ),
  limit: PageLimit,
};

export const GENDERS_ASKED = ["female", "male", "unknown"] as const;

/** Which sessions of all are asked for. */
const filter = {
  from: v.optional(v.pipe(Time, v.description("Only sessions that start then or later, by the clock as written."))),
  to: v.optional(v.pipe(Time, v.description("Only sessions that start before."))),
  visitor: v.optional(v.pipe(Identifier("visitor"), v.description("Only sessions of this visitor."))),
  gender: v.optional(
    v.pipe(
      v.picklist(GENDERS_ASKED, (issue) => `${show(issue.input)} is none of ${GENDERS_ASKED.join(", ")}`),
      v.description("Only sessions of this gender, or of none."),
    ),
  ),
};

export const SessionPageQuery = exactObject({ ...page, order: PageOrder, ...filter });
export type SessionPageQuery = v.InferOutput<typeof SessionPageQuery>;

export const VisitorQuery = exactObject(page);
export type VisitorQuery = v.InferOutput<typeof VisitorQuery>;

export const MODES = ["absolute", "relative"] as const;
const LEVELS = Array.from({ length: LEVEL_COUNT }, (_, i) => String(i + 1));

const counting = {
  mode: v.optional(
    v.pipe(
      v.picklist(MODES, (issue) => `${show(issue.input)} is neither absolute nor relative`),
      v.description("How many views, or what percentage of all views that are counted."),
    ),
    "absolute",
  ),
  level: v.optional(
    v.pipe(
      v.picklist(LEVELS, (issue) => `${show(issue.input)} is not a level: ${LEVELS.join(", ")} are`),
      v.transform(Number),
      v.description("1 is the widest. A view whose path ends before counts under the last category that it has."),
    ),
    "1",
  ),
};

export const CategoriesQuery = exactObject(counting);
export type CategoriesQuery = v.InferOutput<typeof CategoriesQuery>;

export const TotalsQuery = exactObject({
  ...filter,
  ...counting,
  limit: v.pipe(PageLimit, v.description("Categories that are told, the most viewed ones; the others are added up.")),
});
export type TotalsQuery = v.InferOutput<typeof TotalsQuery>;

export const STEPS = ["day", "week", "month"] as const;

/** Two years of days, or twenty of weeks. */
export const STEP_COUNT_MAX = 1_000;

/** Categories of a history unless more are asked for, and at most: lines of one picture, and of a table. */
export const CATEGORIES_FOLLOWED = 10;
const CATEGORIES_FOLLOWED_MAX = 50;

const { visitor: _, ...ofAll } = filter;

export const HistoryQuery = exactObject({
  ...ofAll,
  level: counting.level,
  step: v.optional(
    v.pipe(
      v.picklist(STEPS, (issue) => `${show(issue.input)} is no step: ${STEPS.join(", ")} are`),
      v.description(`Of time. Weeks begin on Mondays; ${STEP_COUNT_MAX} steps are told at most.`),
    ),
    "day",
  ),
  limit: v.optional(
    v.pipe(
      WholeNumber(CATEGORIES_FOLLOWED_MAX, 1),
      v.description(
        `Categories that are told, the most viewed ones of all; the others are added up. ${CATEGORIES_FOLLOWED} unless given.`,
      ),
    ),
  ),
});
export type HistoryQuery = v.InferOutput<typeof HistoryQuery>;

/** Those that a gender model can be of: not what is made of other models, whose probabilities its report cannot read. */
export const sessionFamilies = families.filter(({ withParams }) => withParams === undefined);

/** Params are checked by the family's own schema, as those of POST /api/ml_models. */
export const TrainSessionModelRequest = v.pipe(
  exactObject({
    // On PAKDD 2015's log, the real one that was tried, as good as a forest and many times as fast; docs/sessions.md has the figures.
    name: v.optional(v.picklist(sessionFamilies.map(({ name }) => name)), "Ridge"),
    h_tune: v.optional(v.pipe(v.boolean(), v.description("Whether to search the family's grid.")), false),
    params: v.optional(
      v.pipe(
        dictionary(v.unknown(), { of: "params", most: PARAM_COUNT_MAX }),
        v.description(
          "Hyperparameters of the family; what is left out is what does best with sessions, classes balanced.",
        ),
      ),
    ),
  }),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const { name, params = {} } = dataset.value;
    const schema = sessionFamilies.find((family) => family.name === name)?.params.classification;
    const fault = collector(addIssue);
    const { issues = [] } = schema === undefined ? {} : v.safeParse(v.partial(schema), params);
    for (const issue of issues as v.BaseIssue<unknown>[]) fault.add(messageOf(issue), "params", ...keysOf(issue));
  }),
);
export type TrainSessionModelRequest = v.InferOutput<typeof TrainSessionModelRequest>;

export const ExplainQuery = exactObject({
  explain: v.optional(
    v.pipe(
      v.picklist(["true", "false"], (issue) => `${show(issue.input)} is neither true nor false`),
      v.description("Whether to list what spoke most for and against."),
    ),
  ),
});
