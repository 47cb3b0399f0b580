// AssemblyScript: what each column adds to what a tree says of a row: its Shapley value, where a column that is not known goes both ways at a
// split, as the training rows did (the expectation along the paths of Lundberg et al. 2020). Exact.
//
// In a coalition of columns a leaf counts by a product over the columns of its path: o for one that is known, z for another; o is whether
// the row goes the path's way at all splits on the column, 1 or 0, and z the share of the training rows that did. The Shapley value of column i is
// the integral over t from 0 to 1 of (o − z) v Π (z + t(o − z)), the product being over the other columns (Owen 1972). That is a polynomial in
// t, so that a sum over the points of Gauss and Legendre is exact. At each point products go down the tree and sums come up, so that a node takes as
// many steps as there are points (Yu et al., Linear TreeShap, 2022). No factor is divided by but z + t(1 − z), which is at least t.
//
// A node is 16 bytes as it is stored (traverse.ts), not linked. `shares`: one f64 a node. Points are an even number of f64.
//
// A frame stands for a node on the way down: z (f64) and o (i32) of the edge that leads to it, 16 bytes; then vectors of the points: the product
// of its path; 1/(z + t(1 − z)) of its edge, where o is 1; the product without the column that it splits on; and for each output the sum over
// its leaves.
import { isListed } from "./level-set";

const MISSING_LEFT: i32 = 1;
const SET: i32 = 2;
const OTHERS_LEFT: i32 = 4;
const HEADER: usize = 16;

let nodes: usize = 0;
let shares: usize = 0;
let leaves: usize = 0;
let leafBytes: usize = 0;
let sets: usize = 0;
let width: usize = 0; // bytes of the outputs that are asked for
let points: usize = 0; // t
let weights: usize = 0; // of the points
let rests: usize = 0; // 1 − t
let coldWeights: usize = 0; // weight/(1 − t)
let vector: usize = 0; // bytes of one number a point
let frames: usize = 0;
let frameBytes: usize = 0;
let lasts: usize = 0; // u32 a column: the frame of the last edge of the path that parts by it, 0 where there is none
let row: usize = 0;
let out: usize = 0;

/** Takes over where the caller laid out a tree; `outputs` numbers of each leaf are asked for, from `leavesAt` on. */
export function shapTree(
  nodesAt: usize,
  sharesAt: usize,
  leavesAt: usize,
  leafWidth: i32,
  setsAt: usize,
  outputs: i32,
): void {
  nodes = nodesAt;
  shares = sharesAt;
  leaves = leavesAt;
  leafBytes = <usize>leafWidth << 3;
  sets = setsAt;
  width = <usize>outputs << 3;
}

/** `pointsAt`: the points, their weights, and room for as many numbers twice more. A frame takes 16 bytes, and as many vectors as outputs and 3. */
export function shapPoints(count: i32, pointsAt: usize, framesAt: usize, lastsAt: usize): void {
  vector = <usize>count << 3;
  points = pointsAt;
  weights = points + vector;
  rests = weights + vector;
  coldWeights = rests + vector;
  for (let q: usize = 0; q < vector; q += 8) {
    const rest = 1 - load<f64>(points + q);
    store<f64>(rests + q, rest);
    store<f64>(coldWeights + q, load<f64>(weights + q) / rest);
  }
  frames = framesAt;
  frameBytes = HEADER + 3 * vector + (width >> 3) * vector;
  lasts = lastsAt;
}

/**
 * From what the training rows of each leaf weigh, of each node the share of its parent's; adds to `base` what the tree says of a row of
 * which nothing is known.
 */
export function weighTree(nodeCount: i32, covers: usize, base: usize): void {
  // Children come after their parent.
  for (let node = nodeCount - 1; node >= 0; node--) {
    const at = nodes + (<usize>node << 4);
    const next = <usize>load<i32>(at, 8);
    const share = shares + (<usize>node << 3);
    if (load<i16>(at, 12) < 0) {
      store<f64>(share, load<f64>(covers + (next << 3)));
      continue;
    }
    const left = shares + (next << 3);
    const cover = load<f64>(left) + load<f64>(left, 8);
    store<f64>(share, cover);
    store<f64>(left, load<f64>(left) / cover);
    store<f64>(left, load<f64>(left, 8) / cover, 8);
  }
  const all = load<f64>(shares);
  for (let node = 0; node < nodeCount; node++) {
    const at = nodes + (<usize>node << 4);
    if (load<i16>(at, 12) >= 0) continue;
    const leaf = <usize>load<i32>(at, 8);
    const share = load<f64>(covers + (leaf << 3)) / all;
    for (let k: usize = 0; k < width; k += 8)
      store<f64>(base + k, load<f64>(base + k) + share * load<f64>(leaves + leaf * leafBytes + k));
  }
}

/** Adds to `outputs` numbers a column, row after row, what the column adds to each output. `x`: row-major. */
export function shapRows(x: usize, columnCount: i32, rowCount: i32, outAt: usize): void {
  if (load<i16>(nodes, 12) < 0) return;
  row = x;
  out = outAt;
  memory.fill(lasts, 0, <usize>columnCount << 2);
  for (let q: usize = 0; q < vector; q += 8) store<f64>(frames + HEADER + q, 1);
  for (let i = 0; i < rowCount; i++) {
    visit(nodes, frames);
    row += <usize>columnCount << 3;
    out += <usize>columnCount * width;
  }
}

function isLeft(node: usize): bool {
  const value = load<f64>(row + (<usize>load<i16>(node, 12) << 3));
  const sides = <i32>load<i16>(node, 14);
  if (value != value) return (sides & MISSING_LEFT) != 0;
  if ((sides & SET) == 0) return value <= load<f64>(node);
  const isIn = isListed(sets + (<usize>load<u32>(node) << 2), load<u32>(node, 4), value);
  return isIn == ((sides & OTHERS_LEFT) == 0);
}

/** Sums up the leaves under a node in its frame, and adds to its column what it adds. */
function visit(node: usize, frame: usize): void {
  const product = frame + HEADER;
  const sums = product + 3 * vector;
  const column = <usize>load<i16>(node, 12);
  const next = <usize>load<i32>(node, 8);
  const left = nodes + (next << 4);
  const leftShare = shares + (next << 3);
  const last = lasts + (column << 2);
  const before = <usize>load<u32>(last);
  memory.fill(sums, 0, (width >> 3) * vector);
  if (before != 0 && load<i32>(before, 8) == 0) {
    // The row has left this path by the same column: what it holds makes no difference any more.
    visitCold(left, load<f64>(leftShare), frame);
    visitCold(left + 16, load<f64>(leftShare, 8), frame);
    return;
  }
  const goesLeft = isLeft(node);
  const hot = goesLeft ? left : left + 16;
  const cold = goesLeft ? left + 16 : left;
  const zBefore: f64 = before == 0 ? 1 : load<f64>(before);
  const zHot = zBefore * (goesLeft ? load<f64>(leftShare) : load<f64>(leftShare, 8));
  const zCold = zBefore * (goesLeft ? load<f64>(leftShare, 8) : load<f64>(leftShare));
  const others = before == 0 ? product : product + 2 * vector;
  if (before != 0) multiply(product, before + HEADER + vector, others);
  const to = out + column * width;
  const isHotLeaf = load<i16>(hot, 12) < 0;
  const isColdLeaf = load<i16>(cold, 12) < 0;
  const integral = isHotLeaf || isColdLeaf ? dot(weights, others) : 0;
  const below = frame + frameBytes;
  if (isColdLeaf) {
    const leaf = leaves + <usize>load<i32>(cold, 8) * leafBytes;
    for (let k: usize = 0, sum = sums; k < width; k += 8, sum += vector) {
      const value = zCold * load<f64>(leaf + k);
      addScaled(sum, rests, others, value);
      add(to + k, -value * integral);
    }
  } else {
    scaleInto(below + HEADER, rests, others, zCold);
    store<i32>(below, 0, 8);
    store<u32>(last, <u32>below);
    visit(cold, below);
    const belowSums = below + HEADER + 3 * vector;
    for (let k: usize = 0, q: usize = 0; k < width; k += 8, q += vector) {
      addVector(sums + q, belowSums + q);
      add(to + k, -dot(coldWeights, belowSums + q));
    }
  }
  if (isHotLeaf) {
    const leaf = leaves + <usize>load<i32>(hot, 8) * leafBytes;
    for (let k: usize = 0, sum = sums; k < width; k += 8, sum += vector) {
      const value = load<f64>(leaf + k);
      addHot(sum, others, zHot, value);
      add(to + k, value * (1 - zHot) * integral);
    }
  } else {
    enterHot(below + HEADER, others, zHot);
    store<f64>(below, zHot);
    store<i32>(below, 1, 8);
    store<u32>(last, <u32>below);
    visit(hot, below);
    const belowSums = below + HEADER + 3 * vector;
    for (let k: usize = 0, q: usize = 0; k < width; k += 8, q += vector) {
      addVector(sums + q, belowSums + q);
      add(to + k, (1 - zHot) * dotOfThree(weights, below + HEADER + vector, belowSums + q));
    }
  }
  store<u32>(last, <u32>before);
  if (before == 0) return;
  // The edge before counted these leaves as its own.
  for (let k: usize = 0, q: usize = 0; k < width; k += 8, q += vector)
    add(to + k, -(1 - zBefore) * dotOfThree(weights, before + HEADER + vector, sums + q));
}

/** Adds what is under a child to the sums of a frame, where the column between makes no difference. */
function visitCold(child: usize, share: f64, frame: usize): void {
  const product = frame + HEADER;
  const sums = product + 3 * vector;
  if (load<i16>(child, 12) < 0) {
    const leaf = leaves + <usize>load<i32>(child, 8) * leafBytes;
    for (let k: usize = 0, sum = sums; k < width; k += 8, sum += vector) {
      const value = f64x2.splat(share * load<f64>(leaf + k));
      for (let q: usize = 0; q < vector; q += 16)
        v128.store(sum + q, f64x2.add(v128.load(sum + q), f64x2.mul(value, v128.load(product + q))));
    }
    return;
  }
  const below = frame + frameBytes;
  const factor = f64x2.splat(share);
  for (let q: usize = 0; q < vector; q += 16)
    v128.store(below + HEADER + q, f64x2.mul(factor, v128.load(product + q)));
  visit(child, below);
  for (let q: usize = 0; q < (width >> 3) * vector; q += vector)
    addVector(sums + q, below + HEADER + 3 * vector + q);
}

@inline
function add(at: usize, value: f64): void {
  store<f64>(at, load<f64>(at) + value);
}

@inline
function addVector(to: usize, from: usize): void {
  for (let q: usize = 0; q < vector; q += 16) v128.store(to + q, f64x2.add(v128.load(to + q), v128.load(from + q)));
}

@inline
function multiply(a: usize, b: usize, to: usize): void {
  for (let q: usize = 0; q < vector; q += 16) v128.store(to + q, f64x2.mul(v128.load(a + q), v128.load(b + q)));
}

/** to = factor · a · b. */
@inline
function scaleInto(to: usize, a: usize, b: usize, factor: f64): void {
  const by = f64x2.splat(factor);
  for (let q: usize = 0; q < vector; q += 16)
    v128.store(to + q, f64x2.mul(by, f64x2.mul(v128.load(a + q), v128.load(b + q))));
}

/** to += factor · a · b. */
@inline
function addScaled(to: usize, a: usize, b: usize, factor: f64): void {
  const by = f64x2.splat(factor);
  for (let q: usize = 0; q < vector; q += 16)
    v128.store(to + q, f64x2.add(v128.load(to + q), f64x2.mul(by, f64x2.mul(v128.load(a + q), v128.load(b + q)))));
}

/** z + t(1 − z). */
@inline
function hotFactor(q: usize, z: v128, rest: v128): v128 {
  return f64x2.add(z, f64x2.mul(v128.load(points + q), rest));
}

/** to += value · (z + t(1 − z)) · others. */
@inline
function addHot(to: usize, others: usize, z: f64, value: f64): void {
  const share = f64x2.splat(z);
  const rest = f64x2.splat(1 - z);
  const by = f64x2.splat(value);
  for (let q: usize = 0; q < vector; q += 16) {
    const more = f64x2.mul(by, f64x2.mul(hotFactor(q, share, rest), v128.load(others + q)));
    v128.store(to + q, f64x2.add(v128.load(to + q), more));
  }
}

/** The product of a frame that the row leads to, and what its edge is divided by. */
@inline
function enterHot(product: usize, others: usize, z: f64): void {
  const share = f64x2.splat(z);
  const rest = f64x2.splat(1 - z);
  const one = f64x2.splat(1);
  for (let q: usize = 0; q < vector; q += 16) {
    const factor = hotFactor(q, share, rest);
    v128.store(product + q, f64x2.mul(factor, v128.load(others + q)));
    v128.store(product + vector + q, f64x2.div(one, factor));
  }
}

@inline
function dot(a: usize, b: usize): f64 {
  let sum = f64x2.splat(0);
  for (let q: usize = 0; q < vector; q += 16) sum = f64x2.add(sum, f64x2.mul(v128.load(a + q), v128.load(b + q)));
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

@inline
function dotOfThree(a: usize, b: usize, c: usize): f64 {
  let sum = f64x2.splat(0);
  for (let q: usize = 0; q < vector; q += 16)
    sum = f64x2.add(sum, f64x2.mul(f64x2.mul(v128.load(a + q), v128.load(b + q)), v128.load(c + q)));
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}
