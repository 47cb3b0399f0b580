// Mistakes in boosting, from its kernels up, and in what is told of its models: why, and which is as good.
import { mistakes } from "./mutation.ts";

const KERNEL = "src/engine/kernel/assembly/boosting";
const BOOSTING = [
  "test/engine/model/boosting/boosting.test.ts",
  "test/engine/model/boosting/golden.test.ts",
  "test/engine/model/boosting/ends.test.ts",
];
const SHAP = ["test/engine/explain/tree-shap.test.ts"];

export const boosting = [
  ...mistakes(`${KERNEL}/rows.ts`, BOOSTING, [
    ["missing values go the other way when rows are parted", "? missingLeft", "? missingLeft ^ 1"],
    ["missing values are the largest", "bin == MISSING_BIN", "bin == MISSING_BIN + 1"],
    ["the last bin of the left side goes right", "<i32>(bin <= lastLeft)", "<i32>(bin < lastLeft)"],
    ["levels of the left side go right", ">> (bin & 7)) & 1", ">> (bin & 7)) & 1 ^ 1"],
    ["rows that go right lose their order", "memory.copy(left, spare, right - spare);", ""],
    ["the last columns have too little room", "rest <= 4 ? 4 : 8", "4"],
  ]),
  ...mistakes(`${KERNEL}/histogram.ts`, BOOSTING, [
    [
      "a lane is not subtracted",
      "v128.store(at, i64x2.sub(v128.load(at, 16), v128.load(part, 16)), 16);",
      "v128.store(at, i64x2.sub(v128.load(at, 16), i64x2.replace_lane(v128.load(part, 16), 1, 0)), 16);",
    ],
    ["a column is added to the one beside it", "bump(at + 3 * NEXT + ", "bump(at + 2 * NEXT + "],
    ["the fourth of columns by fours keeps nothing", "bumpPair(at + 3 * NEXT_PAIR", "bumpPair(at + 2 * NEXT_PAIR"],
  ]),
  ...mistakes(`${KERNEL}/gradient.ts`, BOOSTING, [
    ["a hessian of poisson is the gradient", "target + (row << 3)), mean);", "target + (row << 3)), mean - 1);"],
    ["a hessian of gamma is one", "1 - share, share);", "1 - share, 1);"],
    [
      "a hessian of two classes is the probability",
      "- load<f64>(target + (row << 3)), p * (1 - p));",
      "- load<f64>(target + (row << 3)), p);",
    ],
    [
      "a hessian of many classes is doubled",
      "put(row, weight, gradients, hessians, false, g, p * (1 - p));",
      "put(row, weight, gradients, hessians, false, g, 2 * p * (1 - p));",
    ],
    ["a weight does not count in a hessian", "weight == 0 ? h : h * w", "h"],
    ["a quantile is its complement", "loss == ABSOLUTE ? 1 : 1 - level;", "loss == ABSOLUTE ? 1 : level;"],
  ]),
  ...mistakes(`${KERNEL}/split.ts`, BOOSTING, [
    [
      "missing values are tried on one side only",
      "  if (!hasMissing) return;\n  const last",
      "  return;\n  const last",
    ],
    ["missing values are left when they are right", "bestMissingLeft = isRight;", "bestMissingLeft = !isRight;"],
    [
      "a side may have a row less",
      "    if (rows < least) continue;\n    if (rows > most) break;\n    const side",
      "    if (rows < least - 1) continue;\n    if (rows > most + 1) break;\n    const side",
    ],
    ["bounds are not kept", "return min(max(value, lowerBound), upperBound);", "return value;"],
    [
      "a sign is turned",
      "if (<f64>sign * (rightValue - leftValue) < 0)",
      "if (<f64>sign * (rightValue - leftValue) > 0)",
    ],
    ["levels are in the order of their gradients", "/ (hessian + SUPPORT_LEAST);\n  let i", ";\n  let i"],
    ["λ is left out", "lambda = l2 + NO_ZERO;", "lambda = NO_ZERO;"],
  ]),
  ...mistakes("src/engine/model/boosting/grow-tree.ts", BOOSTING, [
    ["the last is split first", "candidates.pop()", "candidates.shift()"],
    ["unseen gaps go with fewer rows", "split.left.rows > split.right.rows", "split.left.rows < split.right.rows"],
    ["a step ignores λ", "-gradients / (hessians + l2 + NO_ZERO)", "-gradients / (hessians + NO_ZERO)"],
  ]),
  ...mistakes("src/engine/kernel/assembly/tree-shap.ts", SHAP, [
    ["missing values go left", "return (sides & MISSING_LEFT) != 0;", "return true;"],
    ["an edge of the same column counts twice", "if (before == 0) return;\n  // The edge", "return;\n  // The edge"],
    [
      "a column twice on a way is two",
      "const zBefore: f64 = before == 0 ? 1 : load<f64>(before);",
      "const zBefore: f64 = 1;",
    ],
    ["the row comes back to a path that it left", "load<i32>(before, 8) == 0) {", "load<i32>(before, 8) == 2) {"],
    ["the sides of a node count alike", "store<f64>(left, load<f64>(left) / cover);", "store<f64>(left, 0.5);"],
    ["the base is of leaves, not of rows", "load<f64>(covers + (leaf << 3)) / all;", "1.0 / <f64>nodeCount;"],
    [
      "the first output is that of all",
      "load<f64>(leaves + leaf * leafBytes + k));",
      "load<f64>(leaves + leaf * leafBytes));",
    ],
  ]),
  ...mistakes(
    "src/engine/score/compare-folds.ts",
    ["test/engine/score/compare-folds.test.ts"],
    [
      ["the best wins, however little it is better", "const least = best.standardError ?? 0;", "const least = 0;"],
      ["two standard errors are as good", "mean - best.mean) <= least", "mean - best.mean) <= 2 * least"],
      [
        "what is much better in one sense is close",
        "(isMoreBetter ? best.mean - mean : mean - best.mean)",
        "(best.mean - mean)",
      ],
      [
        "the last that is close wins",
        "each.rank < (contenders[winner] as Contender).rank",
        "each.rank > (contenders[winner] as Contender).rank",
      ],
      ["folds are many times independent", "(1 / k + heldOut / learned)", "(1 / k)"],
      ["a standard error is of the population", "std / Math.sqrt(scores.length - 1)", "std / Math.sqrt(scores.length)"],
    ],
  ),
  ...mistakes(
    "src/engine/score/conformal.ts",
    ["test/engine/score/conformal.test.ts", "test/registry/intervals.test.ts"],
    [
      [
        "rows within their ends count as 0",
        "Math.max((lower[row] as number) - y,",
        "Math.max(0, (lower[row] as number) - y,",
      ],
      ["ends move one way", "end - by)),\n", "end + by)),\n"],
      ["one score more is taken", "conformalRank(scores.length, level) - 1]", "conformalRank(scores.length, level)]"],
    ],
  ),
];
