/** The index of the largest value, of equal ones the first: how a class is chosen from shares, votes or responses. −1 where there is none. */
export function firstLargest(values: ArrayLike<number>): number {
  let index = -1;
  let most = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (index >= 0 && !(value > most)) continue;
    index = i;
    most = value;
  }
  return index;
}
