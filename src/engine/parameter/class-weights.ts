/** Classes: a forest's leaf holds one share for each, and an SVM has a machine for each pair of them. */
export const CLASS_COUNT_MAX = 100;

/** What a row of each class weighs: given by label, or "balanced" for n/(classes · rows of the class), as scikit-learn's. */
export type ClassWeight = null | "balanced" | Record<string, number>;

/** One weight a class; undefined where all are 1. `classes`: their labels, a class left out of the record weighing 1. */
export function classWeightsOf(
  weight: ClassWeight,
  classes: readonly (string | number)[],
  target: Float64Array,
): number[] | undefined {
  if (weight === null) return undefined;
  if (weight !== "balanced")
    return classes.map((label) => (Object.hasOwn(weight, label) ? (weight[label] as number) : 1));
  const counts = countClasses(target, classes.length);
  return counts.map((count) => (count === 0 ? 1 : target.length / (classes.length * count)));
}

/** How many rows each class has. */
export function countClasses(target: Float64Array, classCount: number): number[] {
  const counts = Array<number>(classCount).fill(0);
  for (const value of target) counts[value] = (counts[value] as number) + 1;
  return counts;
}
