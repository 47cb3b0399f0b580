import { mistakes } from "./mutation.ts";

const INTERVAL = ["test/engine/model/ridge/interval.test.ts", "test/engine/score/scale.test.ts"];

const ENCODING = ["test/engine/model/encoding.test.ts"];

export const model = [
  ...mistakes(
    "src/engine/explain/sample-shapley.ts",
    ["test/engine/explain/lines-and-samples.test.ts"],
    [
      [
        "orders come without their reverse",
        "(added[at] as number) + (after - before) / 2",
        "(added[at] as number) + (direction === 0 ? after - before : 0)",
      ],
      ["errors are those of one pair", "Math.sqrt(squares / (pairs - 1) / pairs)", "Math.sqrt(squares / (pairs - 1))"],
    ],
  ),
  ...mistakes(
    "src/engine/explain/explain-line.ts",
    ["test/engine/explain/lines-and-samples.test.ts"],
    [["columns add to 0, not to the mean", "(column[row] as number) - mean", "(column[row] as number)"]],
  ),
  ...mistakes(
    "src/engine/kernel/tree-shap-kernel.ts",
    ["test/engine/explain/tree-shap.test.ts"],
    [["integrals have too few points", "2 * Math.ceil(columnsMost / 4)", "2 * Math.ceil(columnsMost / 8)"]],
  ),
  ...mistakes("src/engine/model/learn-encoding.ts", ENCODING, [
    [
      "rows do not count by their weights",
      "counts[level] = (counts[level] as number) + (weights?.[row] ?? 1);",
      "counts[level] = (counts[level] as number) + 1;",
    ],
    ["a level never seen is nowhere", "fill(other)", "fill(-1)"],
    [
      "the rarest levels have a column",
      "(counts[b] as number) - (counts[a] as number)",
      "(counts[a] as number) - (counts[b] as number)",
    ],
  ]),
  ...mistakes("src/engine/model/ridge/factor-rows.ts", ENCODING, [
    ["what stands for a gap is learned from held-out rows too", "learnEncoding(data, others)", "learnEncoding(data)"],
  ]),
  ...mistakes(
    "src/engine/model/tree/check-tree.ts",
    ["test/engine/model/forest/levels.test.ts"],
    [
      ["a list of levels may end past the sets", "if (from + length > sets.length)", "if (from > sets.length)"],
      ["a list of levels need not ascend", "if (from + length > (ends[from] as number))", "if (length > sets.length)"],
    ],
  ),
  ...mistakes(
    "src/engine/model/forest/pack-trees.ts",
    ["test/engine/model/forest/forest.test.ts"],
    [
      [
        "a large value goes where missing ones go",
        "next < 0 ? Infinity :",
        "next < 0 ? (bounds.highs[last] as number) :",
      ],
    ],
  ),
  ...mistakes(
    "src/engine/model/ridge/fit-ridge.ts",
    ["test/engine/model/ridge/ridge.test.ts"],
    [
      [
        "of equal errors the least λ is taken",
        "return errors.findLastIndex((error)",
        "return errors.findIndex((error)",
      ],
      ["errors that are rounding of y choose λ", "ROUNDING ** 2 * scatter", "0 * scatter"],
    ],
  ),
  ...mistakes(
    "src/engine/model/ridge/fit-ridge.ts",
    ["test/norm/fading.test.ts"],
    [["less than half a row is learned from", "return Math.round(count(all)) === 0;", "return count(all) === 0;"]],
  ),
  ...mistakes(
    "src/engine/model/fold-rows.ts",
    ["test/engine/model/fold-rows.test.ts"],
    [
      [
        "rows of one time are of two folds",
        "Uint32Array.from(timesMs, (time) => places.get(time) as number)",
        "Uint32Array.from(timesMs.keys())",
      ],
      [
        "three quarters of the rows are too much to hold out",
        "part > (1 - LEFT_LEAST) * all",
        "part >= (1 - LEFT_LEAST) * all",
      ],
      ["the only row of a class is held out", "if (size > 1) for", "if (size > 0) for"],
    ],
  ),
  ...mistakes(
    "src/engine/model/svm/classify.ts",
    ["test/engine/model/svm/vote.test.ts"],
    [
      [
        "a value of 0 speaks for the first class",
        "(values[pair]?.[row] as number) > 0 ?",
        "(values[pair]?.[row] as number) >= 0 ?",
      ],
      ["rows weigh what the first one does", "of.weights?.[row]", "of.weights?.[0]"],
    ],
  ),
  ...mistakes(
    "src/engine/model/ridge/ridge.ts",
    ["test/engine/model/svm/vote.test.ts"],
    [["a response of 0 speaks for the second class", "Number(value > 0)", "Number(value >= 0)"]],
  ),
  ...mistakes(
    "src/engine/score/savings.ts",
    ["test/engine/score/savings.test.ts"],
    [
      ["what was used too much is never significant", "Math.abs(saving) > found.half &&", "saving > found.half &&"],
      ["a line of months has one degree of its own", "Math.min(1, share) - 2)", "Math.min(1, share) - 1)"],
    ],
  ),
  ...mistakes(
    "src/engine/score/drift.ts",
    ["test/engine/score/drift.test.ts"],
    [["tails count too much", "(kurtosis - 1) / 2", "kurtosis / 2"]],
  ),
  ...mistakes(
    "src/engine/score/conformal.ts",
    ["test/engine/score/conformal.test.ts"],
    [
      ["the next row does not count", "Math.ceil((n + 1) * level", "Math.ceil(n * level"],
      ["a level is rounded up", "const ROUNDING = 4 * Number.EPSILON", "const ROUNDING = 0"],
      ["what is not kept is answered by less", "kept >= rank);", "kept >= rank - 1);"],
      ["rows are covered by themselves", "scores !== own),", "scores !== null),"],
      ["ends pass each other", "2 * by < 0;", "2 * by < -1e9;"],
    ],
  ),
  ...mistakes(
    "src/registry/task/assemble-model.ts",
    ["test/registry/intervals.test.ts"],
    [
      [
        "intervals of a forest are out of fold",
        "bagged && !hasEnds(family, params) ? ofBag",
        "bagged === undefined ? ofBag",
      ],
      ["no interval is kept", "conformal: sure?.conformal ?? null", "conformal: null"],
    ],
  ),
  ...mistakes("src/engine/score/band.ts", INTERVAL, [
    ["a band does not reach to what is expected", "Math.min(middle - half, y)", "middle - half"],
  ]),
  ...mistakes("src/engine/model/ridge/interval.ts", INTERVAL, [
    ["ρ is corrected by too little", "(1 + 4 * rho) / n", "(1 + rho) / n"],
    ["ρ does not widen the line", "(1 + leverage * inflation)", "(1 + leverage)"],
  ]),
  ...mistakes(
    "src/engine/model/ridge/cross-validate.ts",
    ["test/engine/model/ridge/ridge.test.ts"],
    [
      [
        "folds scatter as if their mean were known",
        "squares / (means.length - 1) / means.length",
        "squares / means.length / means.length",
      ],
    ],
  ),
  ...mistakes(
    "src/engine/model/ridge/forward-selection.ts",
    ["test/engine/model/ridge/forward-selection.test.ts"],
    [["the last step that is as good is chosen", "chosen: errors.findIndex(", "chosen: errors.findLastIndex("]],
  ),
  ...mistakes(
    "src/engine/score/roc-points.ts",
    ["test/engine/score/roc-points.test.ts"],
    [["a row at the threshold is not told", "score < threshold", "score <= threshold"]],
  ),
  ...mistakes(
    "src/engine/model/platt.ts",
    ["test/engine/model/platt.test.ts"],
    [
      ["targets are 0 and 1", "(firsts + 1) / (firsts + 2)", "1"],
      ["a curve may say the opposite", "return at.slope > 0 ? flat : at;", "return at;"],
    ],
  ),
  ...mistakes(
    "src/engine/score/curve/ranking.ts",
    ["test/engine/score/score-classification.test.ts"],
    [["ties count in full", "ones * (below + zeros / 2)", "ones * (below + zeros)"]],
  ),
  ...mistakes(
    "src/engine/score/compare-folds.ts",
    ["test/engine/score/compare-folds.test.ts"],
    [
      ["folds are taken to be independent", "(1 / k + heldOut / learned)", "(1 / k)"],
      [
        "a winner is within one error of its own",
        "const least = best.standardError ?? 0;",
        "const least = 2 * (best.standardError ?? 0);",
      ],
    ],
  ),
  ...mistakes(
    "src/engine/score/curve/ranking.ts",
    ["test/registry/metrics.test.ts"],
    [["precision is of the rows below a threshold", "steps.toReversed()", "steps"]],
  ),
  ...mistakes(
    "src/engine/score/curve/roc-curve.ts",
    ["test/engine/score/curve/curves.test.ts"],
    [
      ["a curve begins at its first row", "const points = [last];", "const points: Point[] = [];"],
      [
        "all that lies between the ends is on a line",
        "const isStraight =",
        "const isStraight = corners.length > 0 && next !== undefined ||",
      ],
    ],
  ),
  ...mistakes(
    "src/engine/score/curve/calibration-curve.ts",
    ["test/engine/score/curve/curves.test.ts"],
    [["an edge is of the bin above", "(edges[above] as number) < p", "(edges[above] as number) <= p"]],
  ),
  ...mistakes(
    "src/engine/model/svm/couple.ts",
    ["test/engine/model/svm/couple.test.ts"],
    [["a pair may be sure", "PROBABILITY_LEAST), 1 - PROBABILITY_LEAST)", "0), 1)"]],
  ),
  ...mistakes(
    "src/engine/model/grid.ts",
    ["test/engine/model/grid.test.ts"],
    [
      [
        "an edge is told where nothing lies beyond",
        "v.safeParse(schema, beyond).success",
        "v.safeParse(schema, value).success",
      ],
    ],
  ),
  ...mistakes(
    "src/engine/score/month-errors.ts",
    ["test/engine/score/month-errors.test.ts"],
    [["a month is met by a line that has learned from it", "error: error / (1 - h)", "error"]],
  ),
  ...mistakes(
    "src/engine/time/forget.ts",
    ["test/engine/time/forget.test.ts"],
    [["a half-life leaves a 1/e", "2 ** (-ageMs / halfLifeMs)", "Math.exp(-ageMs / halfLifeMs)"]],
  ),
  ...mistakes(
    "src/engine/score/gate.ts",
    ["test/engine/score/gate.test.ts"],
    [["at the limit is past it", "passed: cvrmseAdj <= limits.cvrmse", "passed: cvrmseAdj < limits.cvrmse"]],
  ),
  ...mistakes(
    "src/engine/model/plan-training.ts",
    ["test/engine/model/plan-training.test.ts"],
    [["a fold is learned twice", "(fold + 1) * modelUnits < to", "(fold + 1) * modelUnits <= to"]],
  ),
  ...mistakes(
    "src/engine/score/score.ts",
    ["test/engine/score/score.test.ts"],
    [["residuals follow on each other over a row that is missing", "used[i - 1] === row - 1", "used[i - 1] !== row"]],
  ),
];
