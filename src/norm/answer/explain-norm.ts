// Why a prediction is what it is: how much of it each feature of the norm accounts for.
import { sourceOf } from "../../engine/feature/feature.ts";
import { explainLine } from "../../engine/model/ridge/explain-line.ts";
import { AppError } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { spend } from "../../platform/context/leave-if-long.ts";
import { EXPLAINED_COUNT_MAX } from "../../platform/schema/limit.ts";
import { chosenFeatures } from "../basis/fit-norm.ts";
import { loadMeans } from "../basis/load-model.ts";
import type { Explanation, PredictAnswer } from "../schema/norm-answer.ts";
import type { PredictRequest } from "../schema/norm-request.ts";
import { answerOf, type PredictedWithFeatures, predictRows, toAnswers } from "./predict-norm.ts";

export async function explainNorm(context: Context, name: string, request: PredictRequest): Promise<PredictAnswer> {
  const predicted = await predictRows(context, name, request, "explain");
  const { warnings, ...answer } = answerOf(request, predicted);
  return { ...answer, explanation: await explanationOf(context, predicted), warnings };
}

// To work a number out, and to write it.
const SECONDS_PER_CONTRIBUTION = 2e-7;

/** Of rows that are predicted. AppError "too_large" where they and the features are too many. */
export async function explanationOf(
  context: Context,
  { norm, version, model, prediction, columns }: PredictedWithFeatures,
): Promise<Explanation> {
  const list = chosenFeatures(norm, model);
  const { y } = prediction;
  const count = y.length * list.length;
  if (count > EXPLAINED_COUNT_MAX) {
    const told = `${y.length} rows × ${list.length} features are more than the ${EXPLAINED_COUNT_MAX} numbers that are answered`;
    const most = Math.floor(EXPLAINED_COUNT_MAX / list.length);
    throw new AppError("too_large", `Cannot explain: ${told}; at most ${most} rows of this norm at once`);
  }
  spend(context, SECONDS_PER_CONTRIBUTION * count, "an explanation of these rows");
  const means = await loadMeans(context, norm, version, model);
  const { base, contributions } = explainLine(model, means, columns);
  const sums = new Map<string, Float64Array>();
  for (const [j, contribution] of contributions.entries()) {
    y.forEach((value, row) => {
      if (!Number.isFinite(value)) contribution[row] = Number.NaN;
    });
    const source = sourceOf(list[j] as (typeof list)[number]);
    const sum = sums.get(source);
    sums.set(source, sum === undefined ? contribution : sum.map((value, row) => value + (contribution[row] as number)));
  }
  const named = <T>(of: (j: number) => T) => Object.fromEntries(list.map(({ name }, j) => [name, of(j)]));
  return {
    base,
    means: named((j) => means[j] as number),
    contributions: named((j) => toAnswers(contributions[j] as Float64Array)),
    sources: Object.fromEntries([...sums].map(([source, sum]) => [source, toAnswers(sum)])),
  };
}
