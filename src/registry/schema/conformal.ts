// By what a version's intervals are told: how far held-out rows were from what was said of them.
import * as v from "valibot";
import { list } from "../../engine/parameter/bounded.ts";
import { exactObject } from "../../engine/parameter/exact-object.ts";
import { conformalRank, largestLevel, SCORES_KEPT_MAX } from "../../engine/score/conformal.ts";
import { ROW_COUNT_MAX } from "../../platform/schema/limit.ts";
import { show } from "../../platform/schema/table.ts";

const Finite = v.pipe(v.number(), v.finite("not a finite number"));
const Rank = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(ROW_COUNT_MAX));

/** As it stands in a version's head, and in its file; see engine/score/conformal.ts. */
export const Conformal = v.pipe(
  exactObject({
    kind: v.pipe(
      v.picklist(["absolute", "quantile"]),
      v.description("What a score is: |y − ŷ|, or max(lower − y, y − upper) of a model that says its own ends"),
    ),
    method: v.pipe(
      v.picklist(["out_of_bag", "cross_validation"]),
      v.description("How the rows were kept from what they were compared with"),
    ),
    rows: v.pipe(Rank, v.description("How many rows have a score")),
    ranks: v.pipe(
      list(Rank, { of: "ranks", least: 1, most: SCORES_KEPT_MAX }),
      v.description("Which of the ascending scores are kept, from 1; the last is `rows`"),
    ),
    scores: v.pipe(
      list(Finite, { of: "scores", least: 1, most: SCORES_KEPT_MAX }),
      v.description("Those scores, ascending"),
    ),
  }),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const { kind, rows, ranks, scores } = dataset.value;
    const isAscending = (values: readonly number[], isNext: (a: number, b: number) => boolean) =>
      values.every((value, i) => i === 0 || isNext(values[i - 1] as number, value));
    if (ranks.length !== scores.length) addIssue({ message: `${ranks.length} ranks, but ${scores.length} scores` });
    else if (!isAscending(ranks, (a, b) => a < b)) addIssue({ message: "ranks that do not ascend" });
    else if (ranks.at(-1) !== rows)
      addIssue({ message: `ranks that end at ${ranks.at(-1)}, not at ${rows}, the rows` });
    else if (!isAscending(scores, (a, b) => a <= b)) addIssue({ message: "scores that descend" });
    else if (kind === "absolute" && (scores[0] as number) < 0) addIssue({ message: "a distance that is negative" });
  }),
);
export type Conformal = v.InferOutput<typeof Conformal>;

/** The level of an interval that is asked for. */
export const IntervalLevel = v.pipe(
  v.number(),
  v.check(
    (level) => level > 0 && level < 1,
    (issue) => `${show(issue.input)} is no level: above 0, and below 1`,
  ),
  v.description(
    "Of regression: the share of rows that are to lie within `lower` and `upper`, above 0 and below 1, such as 0.9. Of n held-out rows up to n/(n + 1).",
  ),
);

/** Why so many scores cannot tell a level; null where they can. */
export function levelFault(rows: number, level: number): string | null {
  if (conformalRank(rows, level) <= rows) return null;
  // Rounded down, so that it is accepted.
  const most = Math.floor(largestLevel(rows) * 1e4) / 1e4;
  return `${show(level)} is more than ${rows} held-out rows can tell: levels up to ${most} are accepted`;
}
