// Of many classes, those that a card shows.
const CLASSES_MAX = 10;

/** Numbers of the classes with the most rows, ten at most, in their order. */
export function frequentClasses(counts: readonly number[]): number[] {
  const byRows = [...counts.keys()].sort((a, b) => (counts[b] as number) - (counts[a] as number) || a - b);
  return byRows.slice(0, CLASSES_MAX).sort((a, b) => a - b);
}
