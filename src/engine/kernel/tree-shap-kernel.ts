// What each column adds to what a tree says of rows (kernel/tree-shap.ts), in WebAssembly.
import { gaussLegendre } from "../math/gauss-legendre.ts";
import { NO_SETS, NODE_BYTES, type PackedTree } from "./held-forest.ts";
import type { Wasm } from "./wasm.ts";

/** A tree that knows what its training rows weighed, one number a leaf. */
export interface WeighedTree extends PackedTree {
  covers: Float64Array;
}

/** What is asked of a tree. */
export interface ShapAsked {
  /** NaN is a missing value. */
  columns: readonly Float64Array[];
  rowCount: number;
  /** Numbers of a leaf, each for an output. */
  leafWidth: number;
  /** How deep the tree is, and the most different columns on a way down it. */
  depth: number;
  columnsMost: number;
  /** Outputs of a row in all, and which is that of the leaf's first number. */
  outputs: number;
  at: number;
}

/** Where it is added to, in place. */
export interface ShapSums {
  /** What the tree says of a row of which nothing is known, a number an output; left as it is unless asked for. */
  base?: Float64Array | undefined;
  /** Row after row, column after column, a number an output. */
  values: Float64Array;
}

export interface TreeShapKernel {
  /** Adds the Shapley value of each column for each output of a tree; a column that is not known goes both ways, by the covers. */
  explainTree(tree: WeighedTree, asked: ShapAsked, onto: ShapSums): void;
}

interface TreeShapExports {
  shapTree(nodes: number, shares: number, leaves: number, leafWidth: number, sets: number, outputs: number): void;
  shapPoints(count: number, points: number, frames: number, lasts: number): void;
  weighTree(nodeCount: number, covers: number, base: number): void;
  shapRows(x: number, columnCount: number, rowCount: number, out: number): void;
}

/** How many points make integrals over so many columns exact: an even number, two of which go side by side. */
export function pointsFor(columnsMost: number): number {
  return Math.max(2, 2 * Math.ceil(columnsMost / 4));
}

/** Outputs that go down a tree together: they share the products of the ways, and each has its sums. */
const OUTPUTS_MAX = 8;
const HEADER_BYTES = 16;
const VECTORS = 3; // of a frame, beside the sums

export function createTreeShapKernel(wasm: Wasm): TreeShapKernel {
  const kernel = wasm.exports as unknown as TreeShapExports;
  return {
    explainTree(tree, asked, onto) {
      for (let first = 0; first < asked.leafWidth; first += OUTPUTS_MAX)
        explain(wasm, kernel, tree, { ...asked, first, count: Math.min(OUTPUTS_MAX, asked.leafWidth - first) }, onto);
    },
  };
}

function explain(
  wasm: Wasm,
  kernel: TreeShapExports,
  { nodes, leaves, sets = NO_SETS, covers }: WeighedTree,
  asked: ShapAsked & { first: number; count: number },
  { base, values }: ShapSums,
): void {
  const { columns, rowCount, leafWidth, depth, columnsMost, outputs, at: of, first, count } = asked;
  const nodeCount = nodes.length / NODE_BYTES;
  const columnCount = columns.length;
  const points = pointsFor(columnsMost);
  const at = wasm.layOut({
    nodes: nodes.length,
    leaves: leaves.byteLength,
    sets: sets.byteLength,
    covers: covers.byteLength,
    shares: 8 * nodeCount,
    points: 8 * 4 * points,
    frames: (depth + 1) * (HEADER_BYTES + 8 * points * (VECTORS + count)),
    lasts: 4 * columnCount,
    base: 8 * count,
    x: 8 * rowCount * columnCount,
    out: 8 * rowCount * columnCount * count,
  });
  const buffer = wasm.buffer();
  new Uint8Array(buffer, at.nodes, nodes.length).set(nodes);
  new Float64Array(buffer, at.leaves, leaves.length).set(leaves);
  new Uint32Array(buffer, at.sets, sets.length).set(sets);
  new Float64Array(buffer, at.covers, covers.length).set(covers);
  const rule = gaussLegendre(points);
  new Float64Array(buffer, at.points, points).set(rule.points);
  new Float64Array(buffer, at.points + 8 * points, points).set(rule.weights);
  const bases = new Float64Array(buffer, at.base, count);
  for (let k = 0; k < count; k++) bases[k] = base?.[of + first + k] ?? 0;
  const x = new Float64Array(buffer, at.x, rowCount * columnCount);
  columns.forEach((column, j) => {
    for (let row = 0; row < rowCount; row++) x[row * columnCount + j] = column[row] as number;
  });
  // A row and column has `count` numbers here, and `outputs` where they come from.
  const out = new Float64Array(buffer, at.out, rowCount * columnCount * count);
  for (let cell = 0; cell < rowCount * columnCount; cell++)
    for (let k = 0; k < count; k++) out[cell * count + k] = values[cell * outputs + of + first + k] as number;

  kernel.shapTree(at.nodes, at.shares, at.leaves + 8 * first, leafWidth, at.sets, count);
  kernel.shapPoints(points, at.points, at.frames, at.lasts);
  kernel.weighTree(nodeCount, at.covers, at.base);
  kernel.shapRows(at.x, columnCount, rowCount, at.out);

  if (base) for (let k = 0; k < count; k++) base[of + first + k] = bases[k] as number;
  for (let cell = 0; cell < rowCount * columnCount; cell++)
    for (let k = 0; k < count; k++) values[cell * outputs + of + first + k] = out[cell * count + k] as number;
}
