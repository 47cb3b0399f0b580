/** Whether none of the last `patience` losses was less, by more than `tol`, than the one before them. `losses`: from before the first iteration on. */
export function isStalled(losses: readonly number[], patience: number, tol: number): boolean {
  if (losses.length <= patience) return false;
  const before = losses[losses.length - patience - 1] as number;
  // What is no number is no better.
  return !losses.slice(-patience).some((loss) => loss < before - tol);
}
