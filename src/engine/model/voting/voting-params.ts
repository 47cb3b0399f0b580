// The hyperparameters of an average of models: those of each of its estimators, checked by its own family, and what each weighs.
import * as v from "valibot";
import type { Fault } from "../../../error.ts";
import { list } from "../../parameter/bounded.ts";
import type { ClassWeight } from "../../parameter/class-weights.ts";
import { exactObject, exactVariant } from "../../parameter/exact-object.ts";
import { classWeight, decimal, WEIGHTS } from "../../parameter/parameter.ts";
import type { Family, Params } from "../family.ts";
import type { Problem, Shape } from "../training-set.ts";

export interface VotingParams {
  estimators: { name: string; params: Params }[];
  /** One for each estimator; null: all weigh alike. */
  weights: number[] | null;
  class_weight?: ClassWeight;
}

/** A model among those that are averaged: the family of it, and its hyperparameters. */
export interface Member {
  family: Family;
  params: Params;
}

export const ESTIMATORS = { least: 2, most: 10 };

/** What is averaged unless something is given: they err in different ways. */
export const USUAL = ["Gradient Boosting", "Random Forest", "Ridge"].map((name) => ({ name }));

/** `families`: what an estimator can be of. */
export function votingParams(families: readonly Family[]) {
  const entriesOf = (problem: Problem) => {
    const estimator = exactVariant(
      "name",
      families.map(({ name, params }) => {
        // What classes weigh is told once, for all; and between what ends a member says that y lies is nothing to average.
        const { class_weight: _, interval: __, ...own } = params[problem].entries;
        return exactObject({ name: v.literal(name), params: v.optional(exactObject(own), {}) });
      }),
    );
    return {
      estimators: v.optional(
        v.pipe(
          list(estimator, { of: "estimators", ...ESTIMATORS }),
          v.description(
            "The models that are averaged: of each its family, and of its hyperparameters what is not left as it is. A family may come twice",
          ),
        ),
        USUAL as never,
      ),
      weights: v.optional(
        v.nullable(
          v.pipe(
            list(decimal({ ...WEIGHTS, description: "" }), { of: "weights", ...ESTIMATORS }),
            v.description("What the say of each estimator weighs, in their order; null: all weigh alike"),
          ),
        ),
        null,
      ),
    };
  };
  return {
    classification: exactObject({ ...entriesOf("classification"), class_weight: classWeight() }),
    regression: exactObject(entriesOf("regression")),
  };
}

export function membersOf(families: readonly Family[], { estimators }: VotingParams): Member[] {
  return estimators.map(({ name, params }) => {
    const family = families.find((each) => each.name === name);
    if (family === undefined) throw new Error(`No family "${name}"`);
    return { family, params };
  });
}

/** The fault of the first estimator that does not go with the table, with the path that leads to it. */
export function misfitOf(shape: Shape, { weights }: VotingParams, members: readonly Member[]): Fault | null {
  if (weights !== null && weights.length !== members.length) {
    const message = `${weights.length} weights for ${members.length} estimators; one for each is accepted, or null`;
    return { path: "params.weights", message };
  }
  for (const [i, { family, params }] of members.entries()) {
    const fault = family.misfit?.(shape, params);
    if (fault) return { ...fault, path: fault.path.replace(/^params(?=\.|\[)/, `params.estimators[${i}].params`) };
  }
  return null;
}
