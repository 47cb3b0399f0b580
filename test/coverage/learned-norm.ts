// A norm that has learned the first rows of a simulated meter, in the service's own use cases, and is asked of the rows after them.

import { countSavings } from "../../src/norm/answer/count-savings.ts";
import { predictNorm } from "../../src/norm/answer/predict-norm.ts";
import { specifyNorm } from "../../src/norm/learn/specify-norm.ts";
import { trainNorm } from "../../src/norm/learn/train-norm.ts";
import { PredictRequest, SavingsRequest, TrainRequest } from "../../src/norm/schema/norm-request.ts";
import { NormSpecification } from "../../src/norm/schema/norm-specification.ts";
import type { Context } from "../../src/platform/context/context.ts";
import { parse } from "../../src/platform/schema/parse.ts";
import type { Meter, Recipe } from "./simulate.ts";

/** Of every interval that is asked for. */
export const LEVEL = 0.9;

export type LearnedNorm = Awaited<ReturnType<typeof learn>>;

/** Each question is of the rows `from` … `to` − 1 after what was learned first. */
export async function learn(context: Context, name: string, recipe: Recipe, { t, temperature, y }: Meter) {
  await specifyNorm(context, name, parse(NormSpecification, recipe.specification));
  const rows = (from: number, to: number) => ({ t: t.slice(from, to), x: { T_out: temperature.slice(from, to) } });
  const observed = (from: number, to: number) => ({ ...rows(from, to), y: y.slice(from, to) });
  const first = recipe.learned;
  await trainNorm(context, name, parse(TrainRequest, observed(0, first)));
  return {
    recipe,
    actual: (from: number, to: number) => y.slice(first + from, first + to),
    predict: (from: number, to: number) =>
      predictNorm(context, name, parse(PredictRequest, { ...rows(first + from, first + to), level: LEVEL })),
    countSavings: (from: number, to: number) =>
      countSavings(context, name, parse(SavingsRequest, { ...observed(first + from, first + to), level: LEVEL })),
    train: (from: number, to: number) =>
      trainNorm(context, name, parse(TrainRequest, observed(first + from, first + to))),
  };
}
