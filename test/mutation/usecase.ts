import { mistakes } from "./mutation.ts";

const NEXT_BATCH = ["test/norm/next-batch.test.ts"];
const MADE_AGAIN = ["test/norm/made-again.test.ts"];

export const usecase = [
  ...mistakes(
    "src/norm/answer/explain-norm.ts",
    ["test/norm/explain.test.ts"],
    [
      ["a row without y has parts", "if (!Number.isFinite(value))", "if (value === null)"],
      ["what comes of one column is told one by one", "sum === undefined ?", "sum !== undefined ?"],
    ],
  ),
  ...mistakes(
    "src/engine/model/ridge/explain-line.ts",
    ["test/norm/explain.test.ts"],
    [["the base is at zero, not at the means", ", intercept);", ", 0);"]],
  ),
  ...mistakes("src/norm/learn/batch-warnings.ts", NEXT_BATCH, [
    ["a row at the last trained time is not late", "firstMs > toMs", "firstMs >= toMs"],
  ]),
  ...mistakes(
    "src/norm/learn/prepare-chunks.ts",
    ["test/norm/stream.test.ts"],
    [
      ["a chunk looks back on nothing", "tail: sample.observed.tailWithin(), lastRow", "tail: past.tail, lastRow"],
      ["a chunk follows on nothing", "lastRow, endedAtMs, kept", "lastRow: null, endedAtMs, kept"],
    ],
  ),
  ...mistakes("src/norm/basis/score-rows.ts", NEXT_BATCH, [
    [
      "rows that were not learned from have used up parameters",
      "parameters: 0, rho",
      "parameters: before.degreesOfFreedom, rho",
    ],
    [
      "rows have used up all parameters",
      "(model.degreesOfFreedom * weight) /",
      "(model.degreesOfFreedom * model.weight) /",
    ],
  ]),
  ...mistakes("src/norm/rows/observe.ts", NEXT_BATCH, [
    ["a row follows on itself", "first <= lastMs", "first < lastMs"],
  ]),
  ...mistakes(
    "src/registry/task/run-task.ts",
    ["test/registry/pieces.test.ts"],
    [
      [
        "a late message fails the task",
        "if (task === undefined || task.stage !== stage) return;",
        "if (task === undefined) return;",
      ],
      ["a late message is worked off", "if (task.stage !== stage) {", "if (task.stage !== task.stage) {"],
      ["what was lost with a process is not sent again", "if (isRepeated) await sendMissing(context, task);", ""],
    ],
  ),
  ...mistakes(
    "src/registry/score/score-model.ts",
    ["test/registry/score-model.test.ts"],
    [
      ["rows scatter as if their mean were known", "/ (n - 1) / n", "/ n / n"],
      ["folds count alike", "(rows[fold] as number) * metric ** power", "metric ** power"],
    ],
  ),
  ...mistakes(
    "src/shop/gender/try-variant.ts",
    ["test/shop/session-report.test.ts"],
    [["shuffled rows are dealt to five folds", "classCount: 2 }, foldCount)", "classCount: 2 })"]],
  ),
  ...mistakes(
    "src/shop/gender/describe-report.ts",
    ["test/shop/session-report.test.ts"],
    [
      [
        "a score of 1 is in no bin",
        "Math.min(BINS - 1, Math.floor((scores[row] as number) * BINS))",
        "Math.floor((scores[row] as number) * BINS)",
      ],
      [
        "figures are at another threshold",
        "scores.map((score) => Number(score >= threshold))",
        "scores.map((score) => Number(score >= 0.5))",
      ],
    ],
  ),
  ...mistakes(
    "src/shop/gender/after-views.ts",
    ["test/shop/beginnings.test.ts"],
    [["a visit that went on is told as it ended", "ofBegun.get(rows[i] as number) ?? ", ""]],
  ),
  ...mistakes(
    "src/shop/feature/block.ts",
    ["test/shop/session-report.test.ts"],
    [["a block weighs as its sessions do", "-3 / 4", "0"]],
  ),
  ...mistakes("src/norm/basis/load-model.ts", MADE_AGAIN, [
    ["what was found by choosing λ is lost", "cv === undefined ? model : { ...model, cv }", "model"],
    ["months fade as they do now", "setting ? asOf(norm, setting.forget) : norm", "norm"],
  ]),
  ...mistakes("src/norm/basis/fit-norm.ts", MADE_AGAIN, [
    ["rows that follow on none are not warned of again", "stepWarnings(fit, seen)", "stepWarnings(fit, rho)"],
  ]),
  ...mistakes(
    "src/norm/answer/count-savings.ts",
    ["test/norm/extrapolation.test.ts"],
    [
      [
        "a sum with a row of which nothing is known is known",
        "used.every((row) => prediction.isUnknown[row] === 0)",
        "used.some((row) => prediction.isUnknown[row] === 0)",
      ],
    ],
  ),
  ...mistakes(
    "src/norm/rows/unknown-rows.ts",
    ["test/norm/extrapolation.test.ts"],
    [
      [
        "the first level is known though no row had it",
        "share(calendar) >= 1 - ROUNDING",
        "share(calendar) > 1 + ROUNDING",
      ],
    ],
  ),
  ...mistakes(
    "src/norm/basis/ageing.ts",
    ["test/norm/fading.test.ts"],
    [["rows of the day before the window scatter in it", "end <= from ? 0", "end < from ? 0"]],
  ),
  ...mistakes(
    "src/norm/basis/read-basis.ts",
    ["test/norm/fading.test.ts"],
    [["the day before the window is in it", "agedBy(ms) > from", "agedBy(ms) >= from"]],
  ),
  ...mistakes(
    "src/registry/task/work-training.ts",
    ["test/registry/held-out-score.test.ts"],
    [["of equal cells the last is chosen", "losses.indexOf(best)", "losses.lastIndexOf(best)"]],
  ),
  ...mistakes(
    "src/norm/answer/expect-rows.ts",
    ["test/norm/extrapolation.test.ts"],
    [["what was 0 may be expected below it", "targetMinimum < 0", "targetMinimum <= 0"]],
  ),
  ...mistakes(
    "src/platform/http/authorise.ts",
    ["test/platform/http/authorise.test.ts"],
    [
      ["of a token only the last byte counts", "difference |=", "difference ="],
      ["without a token everybody is served", "if (isPublic) return EVERYBODY;", "return EVERYBODY;"],
    ],
  ),
  ...mistakes(
    "src/platform/http/door.ts",
    ["test/api/access-matrix.test.ts"],
    [
      ["a call about all takes a token of some", 'if (prefix === "" || endpoint.isWithin) return;', "return;"],
      ["a kind that is not named is all of it", "if (prefix !== null) return prefix;", 'return prefix ?? "";'],
    ],
  ),
  ...mistakes(
    "src/registry/serve/require-inside.ts",
    ["test/api/tokens.test.ts"],
    [
      [
        "a model without a title is within every prefix",
        "!model.about?.title?.startsWith(prefix)",
        "model.about?.title?.startsWith(prefix) === false",
      ],
    ],
  ),
  ...mistakes(
    "src/access/token/find-token.ts",
    ["test/access/token.test.ts"],
    [["what has expired is remembered", "  requireCurrent(token, nowMs);\n  return callerOf", "  return callerOf"]],
  ),
  ...mistakes(
    "src/access/token/revoke-token.ts",
    ["test/access/token.test.ts"],
    [["a revoked token is remembered here", "  forgetRecent(context.cache);\n", ""]],
  ),
  ...mistakes(
    "src/shop/visit/cover-span.ts",
    ["test/shop/total-categories.test.ts"],
    [
      ["a day that goes on somewhere is kept", "(nowMs - BEHIND_MS)", "(nowMs + DAY_MS)"],
      ["a month is told of days that it does not have", "isWithin(each, days) && isCounted(each)", "isCounted(each)"],
    ],
  ),
  ...mistakes(
    "src/shop/store/category-totals.ts",
    ["test/shop/total-categories.test.ts"],
    [["what is not counted any more is told as nothing", "if (missing > 0) return undefined;", ""]],
  ),
  ...mistakes(
    "src/shop/store/visit-sql.ts",
    ["test/shop/total-categories.test.ts"],
    [["quotes in names are not escaped", "'\"', '\\\\\"')`", "'\"', '\"')`"]],
  ),
  ...mistakes(
    "src/shop/visit/store-sessions.ts",
    ["test/shop/store-sessions.test.ts"],
    [["the line is told where the piece ends", "if (piece.length === 0) firstLine = line;", "firstLine = line;"]],
  ),
];
