// What an average of models says, out of what each of them said: nothing is learned for it.
import type { Tried } from "./try-variant.ts";

/**
 * The mean of the probabilities, as the family Voting takes it, all members weighing alike; they were asked about the same sessions. Each is
 * told male from another probability on, and their average from the mean of those: where members agree, so does it.
 */
export function averageTried(members: readonly Tried[]): Tried {
  const [first] = members as [Tried];
  const mean = (of: (member: Tried) => number) => members.reduce((sum, member) => sum + of(member), 0) / members.length;
  const { class_weight = null } = first.params;
  const estimators = members.map(({ name, params: { class_weight: _, ...params } }) => ({ name, params }));
  return {
    name: "Voting",
    params: { estimators, weights: null, class_weight },
    ...{ target: first.target, folds: first.folds, after: [] },
    scores: first.scores.map((_, i) => mean(({ scores }) => scores[i] as number)),
    threshold: mean(({ threshold }) => threshold),
  };
}
