// What an iteration of boosting has learned.
import * as v from "valibot";
import { list } from "../../parameter/bounded.ts";
import { exactObject } from "../../parameter/exact-object.ts";
import { learnedNumbers } from "../learned-numbers.ts";
import type { Shape } from "../training-set.ts";
import { checkTree } from "../tree/check-tree.ts";
import type { BoostedTree } from "./pack-tree.ts";

/** An iteration. */
export interface BoostedUnit {
  /** One, or of more than two classes one each; none of an iteration that was not needed. */
  trees: BoostedTree[];
  /** By column, by how much its splits let the loss fall. */
  gain: Float64Array;
  /** What the rows lose by which it is judged when to stop; null where it is not. */
  loss: number | null;
}

/** Checks what was read from outside; `treeCounts`: how many trees an iteration may have. */
export function unitSchema({ columnCount, levels }: Shape, treeCounts: readonly number[]) {
  const tree = v.pipe(
    exactObject({
      nodes: v.instance(Uint8Array),
      sets: v.optional(v.instance(Uint32Array)),
      leaves: v.instance(Float64Array),
      covers: v.instance(Float64Array),
    }),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return;
      // A leaf holds one number, as that of a regression tree.
      const fault = checkTree(dataset.value, { classCount: 0, columnCount, levels });
      if (fault === null) return;
      const { path: key, message } = fault;
      const input = dataset.value;
      addIssue({ message, path: [{ type: "object", origin: "value", input, key, value: input[key] }] });
    }),
  );
  return exactObject({
    trees: v.pipe(
      list(tree, { of: "trees", most: Math.max(...treeCounts) }),
      v.check(
        ({ length }) => length === 0 || treeCounts.includes(length),
        `not ${treeCounts.join(" or ")} trees, or none`,
      ),
    ),
    gain: learnedNumbers(columnCount),
    loss: v.nullable(v.pipe(v.number(), v.finite("not a finite number"))),
  });
}
