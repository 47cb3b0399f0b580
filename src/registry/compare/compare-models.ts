// A comparison from its order to its first pieces: the table to KV, then one commit that names it.
import type { Folds } from "../../engine/model/fold-rows.ts";
import { AppError } from "../../error.ts";
import { waitingSeconds } from "../../platform/context/piece-seconds.ts";
import { aboutIn, withTarget } from "../../platform/schema/about.ts";
import { warn } from "../../warning.ts";
import type { Comparison } from "../schema/comparison/comparison-answer.ts";
import type { CompareRequest } from "../schema/comparison/comparison-request.ts";
import { METRICS } from "../schema/metric-name.ts";
import { warningsOfFolds } from "../score/warn-of-score.ts";
import { deleteComparisonRow, insertComparison } from "../store/comparisons.ts";
import type { Dataset } from "../store/datasets.ts";
import { dealRows } from "../train/describe-data.ts";
import type { RegistryContext } from "../train/model-owner.ts";
import { warningsOfFew } from "../train/prepare-training.ts";
import { MESSAGE_SECONDS, newKey } from "../train/start-training.ts";
import { type CodedTraining, dataOf, tableOf } from "../train/train-model.ts";
import { warningsOfData } from "../train/warn-of-data.ts";
import { deleteCompared, putCompared } from "./compared-data.ts";
import { describeFolds, planComparison } from "./plan-comparison.ts";
import { readComparison } from "./read-comparison.ts";
import { runComparison } from "./run-comparison.ts";
import { sendComparison } from "./send-comparison.ts";

/** `isAsync`: goes on in the background even where the work is small. */
export async function compareModels(
  context: RegistryContext,
  request: CompareRequest,
  isAsync: boolean,
): Promise<{ comparison: Comparison; isDone: boolean }> {
  const { problem, candidates: asked, metric = METRICS[problem][0], folds: countMax, train_best } = request;
  const table = tableOf(request, "compare") as CodedTraining;
  const { dataset: ofTraining, shape, inputs } = dataOf(table);
  const dealt = foldsOf(table, countMax);
  const areOwn = dealt.of.some((fold, row) => fold !== ofTraining.folds[row]);
  const folds = describeFolds(dealt, shape.foldsBy, areOwn);
  const dataset: Dataset = { ...ofTraining, folds: dealt.of };
  const { candidates, seconds } = planComparison(context, { problem, metric, candidates: asked }, shape, folds);
  const warnings = [...table.warnings, ...warningsOfData(table)];
  const key = newKey(context);
  const trainingFolds = train_best && areOwn ? ofTraining.folds : undefined;
  const chunkCount = await putCompared(context, key, { dataset, trainingFolds, inputs });
  const unitCount = folds.count * candidates.filter(({ error }) => error === null).length;
  const pieceCount = seconds <= context.pieceSeconds ? 1 : unitCount;
  const cut = { stage: "fit", unitCount, pieceCount } as const;
  const row = {
    ...{ key, problem, metric, candidates, shape, folds, chunkCount, warnings, seconds, ...cut },
    foldWarnings: [
      ...warningsOfFew(shape),
      ...warningsOfFolds(dataset, { foldCount: folds.count, classes: shape.classes }),
      ...warningsOfCount(folds.count, countMax),
    ],
    modelKey: train_best ? newKey(context) : null,
    createdAtMs: context.nowMs(),
  };
  const id = await insertComparison(context.database, row, withTarget(aboutIn(request), request.yColumn));
  const isShort = !isAsync && seconds <= waitingSeconds(context) && context.cpu.has(seconds + MESSAGE_SECONDS);
  if (!isShort) await sendComparison(context, { id, key, ...cut });
  const isDone = isShort && (await runWhole(context, id, key));
  return { comparison: await readComparison(context, id), isDone };
}

/** AppError where nothing can be held out. */
function foldsOf(table: CodedTraining, countMax: number): Folds {
  const dealt = dealRows(table, countMax);
  if (typeof dealt !== "string") return dealt;
  const message = `cannot be compared on: ${dealt}; two folds are needed`;
  throw new AppError("invalid", `Cannot compare: X: ${message}`, [{ path: "X", message }]);
}

function warningsOfCount(count: number, asked: number) {
  return count === asked
    ? []
    : [warn("Fewer folds", `${count} in place of ${asked}, for so many is as often as the rows can be parted.`)];
}

/** One that fails while its caller waits leaves nothing. */
async function runWhole(context: RegistryContext, id: number, key: string): Promise<boolean> {
  return runComparison(context, key).catch(async (error: unknown) => {
    await deleteComparisonRow(context.database, id);
    await deleteCompared(context, key);
    throw error;
  });
}
