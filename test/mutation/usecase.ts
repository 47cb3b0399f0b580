import { mistakes } from "./mutation.ts";

const NEXT_BATCH = ["test/usecase/next-batch.test.ts"];
const MADE_AGAIN = ["test/usecase/made-again.test.ts"];

export const usecase = [
  ...mistakes("src/usecase/prepare-batch.ts", NEXT_BATCH, [
    [
      "rows that were not learned from have used up parameters",
      "parameters: 0, rho",
      "parameters: before.degreesOfFreedom, rho",
    ],
    ["a row at the last trained time is not late", "first > toMs", "first >= toMs"],
    [
      "rows have used up all parameters",
      "(model.degreesOfFreedom * used.length) /",
      "(model.degreesOfFreedom * model.weight) /",
    ],
  ]),
  ...mistakes("src/usecase/observe.ts", NEXT_BATCH, [["a row follows on itself", "first <= lastMs", "first < lastMs"]]),
  ...mistakes(
    "src/usecase/run-task.ts",
    ["test/usecase/pieces.test.ts"],
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
    "src/usecase/score-model.ts",
    ["test/usecase/score-model.test.ts"],
    [
      ["rows scatter as if their mean were known", "/ (n - 1) / n", "/ n / n"],
      ["folds count alike", "(rows[fold] as number) * metric ** power", "metric ** power"],
    ],
  ),
  ...mistakes(
    "src/usecase/report-sessions.ts",
    ["test/usecase/session-report.test.ts"],
    [["shuffled rows are dealt to five folds", "classCount: 2 }, foldCount)", "classCount: 2 })"]],
  ),
  ...mistakes(
    "src/usecase/describe-report.ts",
    ["test/usecase/session-report.test.ts"],
    [
      [
        "a score of 1 is in no bin",
        "Math.min(BINS - 1, Math.floor((scores[row] as number) * BINS))",
        "Math.floor((scores[row] as number) * BINS)",
      ],
      ["a threshold is chosen by the fold that it is tried on", "folds.of[row] !== fold)", "folds.of[row] === fold)"],
    ],
  ),
  ...mistakes("src/usecase/load-model.ts", MADE_AGAIN, [
    ["what was found by choosing λ is lost", "cv === undefined ? model : { ...model, cv }", "model"],
    ["months fade as they do now", "setting ? asOf(norm, setting.forget) : norm", "norm"],
  ]),
  ...mistakes("src/usecase/fit-norm.ts", MADE_AGAIN, [
    ["rows that follow on none are not warned of again", "stepWarnings(fit, seen)", "stepWarnings(fit, rho)"],
  ]),
  ...mistakes(
    "src/usecase/count-savings.ts",
    ["test/usecase/extrapolation.test.ts"],
    [
      [
        "a sum with a row of which nothing is known is known",
        "used.every((row) => prediction.isUnknown[row] === 0)",
        "used.some((row) => prediction.isUnknown[row] === 0)",
      ],
    ],
  ),
  ...mistakes(
    "src/usecase/unknown-rows.ts",
    ["test/usecase/extrapolation.test.ts"],
    [
      [
        "the first level is known though no row had it",
        "share(calendar) >= 1 - ROUNDING",
        "share(calendar) > 1 + ROUNDING",
      ],
    ],
  ),
  ...mistakes(
    "src/usecase/ageing.ts",
    ["test/usecase/fading.test.ts"],
    [["rows of the day before the window scatter in it", "end <= from ? 0", "end < from ? 0"]],
  ),
  ...mistakes(
    "src/usecase/read-basis.ts",
    ["test/usecase/fading.test.ts"],
    [["the day before the window is in it", "agedBy(ms) > from", "agedBy(ms) >= from"]],
  ),
  ...mistakes(
    "src/usecase/work-training.ts",
    ["test/usecase/held-out-score.test.ts"],
    [["of equal cells the last is chosen", "losses.indexOf(best)", "losses.lastIndexOf(best)"]],
  ),
  ...mistakes(
    "src/usecase/predict-norm.ts",
    ["test/usecase/extrapolation.test.ts"],
    [["what was 0 may be expected below it", "model.targetMinimum >= 0", "model.targetMinimum > 0"]],
  ),
  ...mistakes(
    "src/route/authorise.ts",
    ["test/route/authorise.test.ts"],
    [
      ["a token that goes on is the token", "let difference = left.length ^ right.length;", "let difference = 0;"],
      ["without a token everybody is served", "if (isPublic) return;", "return;"],
    ],
  ),
];
