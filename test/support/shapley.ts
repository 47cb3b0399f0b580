// Shapley values by their definition, over all coalitions: an oracle that shares nothing with what it judges.

/** `value`: what is said where the columns of a coalition, bits of a number, are known. One number a column. */
export function shapley(columnCount: number, value: (coalition: number) => number): number[] {
  const values = Array.from({ length: 2 ** columnCount }, (_, coalition) => value(coalition));
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
  return Array.from({ length: columnCount }, (_, j) => {
    let sum = 0;
    for (const [coalition, without] of values.entries()) {
      if ((coalition >> j) & 1) continue;
      const size = bits(coalition);
      const weight = (factorial(size) * factorial(columnCount - size - 1)) / factorial(columnCount);
      sum += weight * ((values[coalition | (1 << j)] as number) - without);
    }
    return sum;
  });
}

function bits(of: number): number {
  let [count, rest] = [0, of];
  for (; rest > 0; rest >>= 1) count += rest & 1;
  return count;
}

interface StoredTree {
  nodes: Uint8Array;
  leaves: Float64Array;
  covers?: Float64Array | undefined;
  sets?: Uint32Array | undefined;
}

/**
 * What a tree says of a row of which the columns of a coalition are known: at a split by another column both ways count, by what the training
 * rows weighed that went them. `k`: which of the leaf's `width` numbers.
 */
export function expectedByPaths(
  { nodes, leaves, covers = new Float64Array(), sets = new Uint32Array() }: StoredTree,
  row: readonly number[],
  { coalition, k = 0, width = 1 }: { coalition: number; k?: number; width?: number },
): number {
  const view = new DataView(nodes.buffer, nodes.byteOffset, nodes.byteLength);
  const coverOf = (node: number): number => {
    const next = view.getInt32(16 * node + 8, true);
    return view.getInt16(16 * node + 12, true) < 0 ? (covers[next] as number) : coverOf(next) + coverOf(next + 1);
  };
  const goesLeft = (node: number): boolean => {
    const value = row[view.getInt16(16 * node + 12, true)] as number;
    const sides = view.getInt16(16 * node + 14, true);
    if (Number.isNaN(value)) return sides % 2 === 1;
    if (sides < 2) return value <= view.getFloat64(16 * node, true);
    const [from, length] = [view.getUint32(16 * node, true), view.getUint32(16 * node + 4, true)];
    const isListed = [...sets.subarray(from, from + length)].some(
      (word) => word >>> 16 === Math.floor(value / 16) && ((word >>> (value % 16)) & 1) === 1,
    );
    return isListed !== sides >= 4;
  };
  const expected = (node: number): number => {
    const next = view.getInt32(16 * node + 8, true);
    const column = view.getInt16(16 * node + 12, true);
    if (column < 0) return leaves[next * width + k] as number;
    if ((coalition >> column) & 1) return expected(goesLeft(node) ? next : next + 1);
    const [left, right] = [coverOf(next), coverOf(next + 1)];
    return (left * expected(next) + right * expected(next + 1)) / (left + right);
  };
  return expected(0);
}
