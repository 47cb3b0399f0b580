// What the query of a list says: where its page begins, and how long it is.
import * as v from "valibot";
import { show } from "../../engine/parameter/show.ts";
import { PAGE_LENGTH_MAX } from "./limit.ts";

/** A whole number in a path or a query string. */
export const WholeText = v.pipe(
  v.string(),
  v.regex(/^\d{1,12}$/, (issue) => `${show(issue.input)} is not a whole number`),
  v.transform(Number),
);

/** The same, up to `most`. */
export const WholeNumber = (most: number) => v.pipe(WholeText, v.maxValue(most));

/** Rows of a page at most; as many as may be unless given. */
export const PageLimit = v.optional(v.pipe(WholeNumber(PAGE_LENGTH_MAX), v.minValue(1)));
