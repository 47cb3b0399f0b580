// What the query of a list says: where its page begins, and how long it is.
import * as v from "valibot";
import { show } from "../../engine/parameter/show.ts";
import { PAGE_LENGTH_MAX } from "./limit.ts";

// Twelve digits.
export const WHOLE_MAX = 999_999_999_999;

/** A whole number in a path or a query string: text there, and a number to whoever reads the document. */
export const WholeNumber = (most: number, least = 0) =>
  v.pipe(
    v.string(),
    v.metadata({ type: "integer", minimum: least, maximum: most }),
    v.check(
      (text) => /^\d{1,12}$/.test(text),
      (issue) => `${show(issue.input)} is not a whole number`,
    ),
    v.transform(Number),
    v.minValue(least),
    v.maxValue(most),
  );

export const WholeText = WholeNumber(WHOLE_MAX);

export const PageLimit = v.optional(
  v.pipe(
    WholeNumber(PAGE_LENGTH_MAX, 1),
    v.description(`Entries of the answer at most; ${PAGE_LENGTH_MAX} unless given.`),
  ),
);

const ORDERS = ["oldest", "newest"] as const;

export const PageOrder = v.optional(
  v.pipe(
    v.picklist(ORDERS, (issue) => `${show(issue.input)} is neither oldest nor newest`),
    v.description("Which come first; `after` goes on in the same direction. `oldest` unless given."),
  ),
);
export type PageOrder = v.InferOutput<typeof PageOrder>;
