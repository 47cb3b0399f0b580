// What was saved, added up from the beginning, and how sure that is on the way.

/** Sums up to each row; a row without a saving adds nothing. */
export function cumulate(saving: readonly (number | null)[]): number[] {
  let sum = 0;
  return saving.map((value) => {
    sum += value ?? 0;
    return sum;
  });
}

export interface Known {
  /** Rising, up to the last row's. */
  t: number;
  /** ± of the sum up to there. */
  half: number;
}

/** ± at each time, on straight lines between those that are known; 0 at the beginning. null where none is known. */
export function halvesAt(t: readonly number[], known: readonly Known[]): (number | null)[] {
  if (known.length === 0) return t.map(() => null);
  const start = { t: t[0] ?? 0, half: 0 };
  const all = [start, ...known.filter((of) => of.t > start.t)];
  let at = 0;
  return t.map((time) => {
    while (at < all.length - 2 && (all[at + 1] as Known).t <= time) at++;
    const [left, right] = [all[at] as Known, all[at + 1] ?? (all[at] as Known)];
    if (right.t === left.t) return right.half;
    const share = Math.min(1, Math.max(0, (time - left.t) / (right.t - left.t)));
    return left.half + share * (right.half - left.half);
  });
}
