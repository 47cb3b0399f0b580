// What the calls on sessions answer.
import * as v from "valibot";
import { described } from "../../platform/schema/described.ts";
import { Gender } from "./session.ts";
import { GENDERS_ASKED, MODES, STEPS } from "./session-request.ts";

export const StoreAnswer = v.object({
  received: described(v.number(), "Sessions in the body; every one is stored or rejected"),
  stored: v.number(),
  replaced: described(v.number(), "How many of those stored were there before, and are now as they were just sent"),
  rejected: v.array(
    v.object({ line: described(v.number(), "Line of the log, or place in `sessions`, from 1"), message: v.string() }),
  ),
});
export type StoreAnswer = v.InferOutput<typeof StoreAnswer>;

const figures = {
  session_id: v.string(),
  sequence: described(v.number(), "The order of arrival"),
  start: described(v.string(), "As it was sent"),
  end: described(v.string(), "As it was sent"),
  gender: v.nullable(Gender),
  visitor: v.nullable(v.string()),
  arrived_at: described(v.string(), "When the session was first sent"),
};

export const StoredSession = v.object({ ...figures, views: v.array(v.string()) });
export type StoredSession = v.InferOutput<typeof StoredSession>;

export const GrownSession = v.object({
  session_id: v.string(),
  created: described(v.boolean(), "Whether the session was not there before"),
  added: described(v.number(), "Views of this body that count from now on"),
  repeated: described(v.number(), "Views of this body that were delivered before"),
  start: figures.start,
  end: described(v.string(), "The latest that was sent of it"),
  view_count: described(v.number(), "All views of the session"),
});
export type GrownSession = v.InferOutput<typeof GrownSession>;

const ofVisitor = { visitor: v.string(), session_count: v.number(), view_count: v.number() };

export const VisitorHeld = v.object({
  ...ofVisitor,
  sessions: v.array(StoredSession),
  next: described(v.nullable(v.number()), "`after` of the next page; null on the last one"),
});
export type VisitorHeld = v.InferOutput<typeof VisitorHeld>;

/** What went. */
export const VisitorForgotten = v.object(ofVisitor);
export type VisitorForgotten = v.InferOutput<typeof VisitorForgotten>;

export const ListedSession = v.object({ ...figures, view_count: v.number() });

export const SessionList = v.object({
  sessions: v.array(ListedSession),
  next: described(v.nullable(v.number()), "`after` of the next page; null on the last one"),
});
export type SessionList = v.InferOutput<typeof SessionList>;

export const CategoriesAnswer = v.object({
  session_id: v.string(),
  mode: v.picklist(MODES),
  level: v.number(),
  total: described(v.number(), "Views of the session"),
  categories: described(
    v.record(v.string(), v.number()),
    "Views, or percent of the views, of each category; the most first, those with as many by name",
  ),
});

export const TotalsAnswer = v.object({
  from: described(v.nullable(v.string()), "As it was sent"),
  to: described(v.nullable(v.string()), "As it was sent"),
  visitor: v.nullable(v.string()),
  gender: v.nullable(v.picklist(GENDERS_ASKED)),
  mode: v.picklist(MODES),
  level: v.number(),
  sessions: v.number(),
  total: described(v.number(), "Views of these sessions"),
  category_count: described(v.number(), "All categories that were viewed, those too that are not told"),
  others: described(v.number(), "Views, or percent of the views, of categories that are not told"),
  categories: CategoriesAnswer.entries.categories,
});

const perStep = (description: string) => described(v.array(v.number()), description);

/** Views by category over time. */
export const CategoryHistory = v.object({
  from: TotalsAnswer.entries.from,
  to: TotalsAnswer.entries.to,
  gender: TotalsAnswer.entries.gender,
  level: v.number(),
  step: v.picklist(STEPS),
  t: described(
    v.array(v.string()),
    "The first day of each step, none left out; `from` and `to` may cut the first and the last",
  ),
  sessions: perStep("Of each step, those that start in it"),
  views: perStep("All views of these sessions"),
  others: perStep("Views of categories that are not told"),
  category_count: TotalsAnswer.entries.category_count,
  categories: described(
    v.array(v.object({ category: v.string(), total: v.number(), views: perStep("Of each step") })),
    "The most viewed of all steps first, those with as many by name",
  ),
});
export type CategoryHistory = v.InferOutput<typeof CategoryHistory>;

/** In an order that an object would not keep for names such as "10". */
type Ordered<T> = Omit<T, "categories"> & { categories: [category: string, value: number][] };

/** As `CategoriesAnswer` and `TotalsAnswer`, but for the order. */
export type Categories = Ordered<v.InferOutput<typeof CategoriesAnswer>>;
export type Totals = Ordered<v.InferOutput<typeof TotalsAnswer>>;
