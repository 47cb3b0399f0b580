// How long the rows of a norm are kept as they came.
import * as v from "valibot";
import { DAY_MS, parseDuration } from "../../engine/time/duration.ts";
import { show } from "../../platform/schema/table.ts";

/** Two years and two months: the year before a measure, the year after it, and some weeks on either side. */
export const KEPT_UNLESS_GIVEN = "800d";

/** A century. */
export const KEEP_ROWS_MAX_MS = 36_525 * DAY_MS;

const NONE = "none";

const noSpan = (issue: v.BaseIssue<unknown>) =>
  `${show(issue.input)} is neither "none" nor a duration: a whole number with s, min, h, d or w, such as "${KEPT_UNLESS_GIVEN}"`;

export const KeepRows = v.pipe(
  v.string(noSpan),
  v.check((text) => text === NONE || parseDuration(text) !== null, noSpan),
  v.check(
    (text) => (parseDuration(text) ?? 0) <= KEEP_ROWS_MAX_MS,
    (issue) => `${show(issue.input)} is longer than the 36525d that are accepted`,
  ),
);

interface Keeping {
  keep_rows?: string | undefined;
}

export function keptFor({ keep_rows = KEPT_UNLESS_GIVEN }: Keeping): string {
  return keep_rows;
}

export function keepsRows(keeping: Keeping): boolean {
  return keptFor(keeping) !== NONE;
}

/** From which time on rows are kept where the newest is of another. */
export function keptSinceMs(keeping: Keeping, newestMs: number): number {
  return newestMs - (parseDuration(keptFor(keeping)) ?? 0);
}
