/** Classes: a forest's leaf holds one share for each, and an SVM has a machine for each pair of them. */
export const CLASS_COUNT_MAX = 100;

/** What a row of each class weighs: given by label, or "balanced", so that all classes weigh alike, as scikit-learn's. */
export type ClassWeight = null | "balanced" | Record<string, number>;

/**
 * One weight a class; undefined where all are 1. `classes`: their labels, a class left out of the record weighing 1. `weights`: what rows
 * weigh beside; 1 unless given. "balanced" is n/(classes · rows of the class), rows counted by what they weigh.
 */
export function classWeightsOf(
  weight: ClassWeight,
  classes: readonly (string | number)[],
  target: Float64Array,
  weights?: Float64Array,
): number[] | undefined {
  if (weight === null) return undefined;
  if (weight !== "balanced")
    return classes.map((label) => (Object.hasOwn(weight, label) ? (weight[label] as number) : 1));
  const sums = sumClasses(target, classes.length, weights);
  const total = sums.reduce((sum, each) => sum + each, 0);
  return sums.map((sum) => (sum === 0 ? 1 : total / (classes.length * sum)));
}

/** How many rows each class has. */
export function countClasses(target: Float64Array, classCount: number): number[] {
  return sumClasses(target, classCount);
}

/** What the rows of each class weigh together. */
function sumClasses(target: Float64Array, classCount: number, weights?: Float64Array): number[] {
  const sums = Array<number>(classCount).fill(0);
  for (const [row, value] of target.entries()) sums[value] = (sums[value] as number) + (weights?.[row] ?? 1);
  return sums;
}
