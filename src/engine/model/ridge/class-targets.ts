// Regression has one target, a classifier one for each class, +1 for its rows and −1 for the others; two classes share one.

/** How many targets stand for so many classes; 0 of them is regression. */
export function targetCountOf(classCount: number): number {
  return classCount <= 2 ? 1 : classCount;
}

export function targetsOf(target: Float64Array, classCount: number): Float64Array[] {
  if (classCount === 0) return [target];
  const positives = classCount === 2 ? [1] : Array.from({ length: classCount }, (_, k) => k);
  return positives.map((positive) => target.map((k) => (k === positive ? 1 : -1)));
}
