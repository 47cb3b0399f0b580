// Trees, draws and chance as plain loops: the oracle of the kernels.
import type { TreeOptions } from "../../../../src/engine/kernel/forest-kernel.ts";
import type { PackedTree } from "../../../../src/engine/kernel/held-forest.ts";

/** Whole numbers from 0 to n − 1 by SplitMix64 (Steele, Lea & Flood 2014). */
export function splitMix(seed: bigint): (n: number) => number {
  let state = seed;
  const wrap = (value: bigint) => BigInt.asUintN(64, value);
  return (n) => {
    state = wrap(state + 0x9e3779b97f4a7c15n);
    let z = state;
    z = wrap((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
    z = wrap((z ^ (z >> 27n)) * 0x94d049bb133111ebn);
    return Number((((z ^ (z >> 31n)) >> 32n) * BigInt(n)) >> 32n);
  };
}

/** The rows that a tree's draw left out, and the generator as the draw left it. */
export function undrawnRows({ seed, sampleCount }: TreeOptions, rowCount: number) {
  const below = splitMix(seed);
  const isDrawn = new Array<boolean>(rowCount).fill(sampleCount === 0);
  for (let i = 0; i < sampleCount; i++) isDrawn[below(rowCount)] = true;
  return { rows: [...isDrawn.keys()].filter((row) => !isDrawn[row]), below };
}

/** What the leaf of a row holds; `met` is told each column that is looked at on the way. */
export function leafOf(
  { nodes, leaves, sets = new Uint32Array() }: PackedTree,
  row: readonly number[],
  leafWidth: number,
  met: (column: number) => void = () => undefined,
): Float64Array {
  const view = new DataView(nodes.buffer, nodes.byteOffset, nodes.byteLength);
  let at = 0;
  for (;;) {
    const next = view.getInt32(at + 8, true);
    const feature = view.getInt16(at + 12, true);
    if (feature < 0) return leaves.subarray(next * leafWidth, (next + 1) * leafWidth);
    met(feature);
    const value = row[feature] as number;
    const sides = view.getInt16(at + 14, true);
    const isListed = () => {
      const list = sets.subarray(view.getUint32(at, true), view.getUint32(at, true) + view.getUint32(at + 4, true));
      return (
        value >= 0 &&
        value < 65_536 &&
        list.some((word) => word >>> 16 === value >> 4 && ((word >> (value & 15)) & 1) === 1)
      );
    };
    const ofValue = () => (sides < 2 ? value <= view.getFloat64(at, true) : isListed() !== sides >= 4);
    const isLeft = Number.isNaN(value) ? (sides & 1) === 1 : ofValue();
    at = 16 * (isLeft ? next : next + 1);
  }
}
