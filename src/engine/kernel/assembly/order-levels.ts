// AssemblyScript: levels of a node in an order of which the best of all ways to part them in two is a beginning, so that of 2^(L−1) − 1 ways
// L − 1 are looked at. By the mean of y, or the share of the second of two classes, that is so (Fisher 1958; Breiman et al. 1984, theorem
// 4.5); of more classes by the first principal component of the levels' shares, each weighing as much as its rows, it is so or nearly
// (Coppersmith, Hong & Hosking 1999).
//
// `histogram`: what the rows of each level come to, `stride` bytes a level: weight per class, or weight and weight × y. Levels are numbered
// as the node's rows first have them, and of those that are alike the first comes first: what a level's code is makes no difference.

// Where nothing is said of an order any will do: the power method ends where its vector turns by less than the root of this.
const TURN_LEAST: f64 = 1e-9;
const TURNS_MAX: i32 = 30;

let keys: usize = 0; // f64 a level: what they are ordered by
let ranks: usize = 0; // u32 a level: their numbers, in order
let otherRanks: usize = 0; // while they are sorted
let component: usize = 0; // f64 a class, three times: the shares of all rows, the component, and what it is multiplied to

/** Takes over where the caller laid out room for the levels of a node. */
export function layOutLevels(keysAt: usize, ranksAt: usize, otherRanksAt: usize, componentAt: usize): void {
  keys = keysAt;
  ranks = ranksAt;
  otherRanks = otherRanksAt;
  component = componentAt;
}

/** Answers where the levels' numbers stand in order, u32. */
export function orderLevels(histogram: usize, stride: usize, classCount: i32, count: i32): usize {
  for (let i = 0; i < count; i++) store<u32>(ranks + (<usize>i << 2), i);
  // Two levels are parted in one way.
  if (count <= 2) return ranks;
  if (classCount > 2) setComponents(histogram, stride, classCount, count);
  else {
    for (let i = 0; i < count; i++) {
      const at = histogram + <usize>i * stride;
      const first = load<f64>(at);
      const second = load<f64>(at, 8);
      setKey(i, second / (classCount == 0 ? first : first + second));
    }
  }
  return sort(count);
}

@inline
function setKey(i: i32, key: f64): void {
  store<f64>(keys + (<usize>i << 3), key);
}

/** By merging ever longer runs, so that equal keys stay in their order. */
function sort(count: i32): usize {
  let from = ranks;
  let to = otherRanks;
  for (let run = 1; run < count; run <<= 1) {
    for (let start = 0; start < count; start += run << 1) merge(from, to, start, min(start + run, count), min(start + (run << 1), count));
    const swapped = from;
    from = to;
    to = swapped;
  }
  return from;
}

@inline
function merge(from: usize, to: usize, start: i32, middle: i32, end: i32): void {
  let left = start;
  let right = middle;
  for (let at = start; at < end; at++) {
    const isLeft = left < middle && (right >= end || keyOf(from, left) <= keyOf(from, right));
    store<u32>(to + (<usize>at << 2), load<u32>(from + (<usize>(isLeft ? left : right) << 2)));
    if (isLeft) left++;
    else right++;
  }
}

@inline
function keyOf(list: usize, i: i32): f64 {
  return load<f64>(keys + (<usize>load<u32>(list + (<usize>i << 2)) << 3));
}

/** Into `keys`, of each level its shares along the first principal component, found by the power method. */
function setComponents(histogram: usize, stride: usize, classCount: i32, count: i32): void {
  const shares = component;
  const vector = component + (<usize>classCount << 3);
  const next = vector + (<usize>classCount << 3);
  memory.fill(shares, 0, <usize>classCount << 3);
  for (let i = 0; i < count; i++) addTimes(shares, 1, histogram + <usize>i * stride, classCount);
  const total = sumOf(shares, classCount);
  for (let k = 0; k < classCount; k++) store<f64>(shares + (<usize>k << 3), load<f64>(shares + (<usize>k << 3)) / total);
  begin(vector, shares, histogram, stride, classCount, count);
  for (let turn = 0; turn < TURNS_MAX; turn++) {
    // Of centred shares, for those sum to zero: Σ weight · (p − p̄)(p − p̄)ᵀ·v = Σ (p − p̄)ᵀ·v · weights.
    const middle = dot(shares, vector, classCount);
    memory.fill(next, 0, <usize>classCount << 3);
    for (let i = 0; i < count; i++) {
      const at = histogram + <usize>i * stride;
      const along = dot(at, vector, classCount) / sumOf(at, classCount) - middle;
      setKey(i, along);
      addTimes(next, along, at, classCount);
    }
    const turned = 1 - dot(next, vector, classCount) / Math.sqrt(dot(next, next, classCount));
    // Not the other way round: where all levels are alike it is NaN.
    if (!(turned > TURN_LEAST)) return;
    setNormed(vector, next, classCount);
  }
}

/** From the level that lies furthest from the mean, by its weight. */
function begin(vector: usize, shares: usize, histogram: usize, stride: usize, classCount: i32, count: i32): void {
  let most: f64 = -1;
  let furthest = histogram;
  for (let i = 0; i < count; i++) {
    const at = histogram + <usize>i * stride;
    const weight = sumOf(at, classCount);
    let squares: f64 = 0;
    for (let k = 0; k < classCount; k++) {
      const away = load<f64>(at + (<usize>k << 3)) / weight - load<f64>(shares + (<usize>k << 3));
      squares += away * away;
    }
    if (weight * squares <= most) continue;
    most = weight * squares;
    furthest = at;
  }
  const weight = sumOf(furthest, classCount);
  memory.copy(vector, furthest, <usize>classCount << 3);
  addTimes(vector, -weight, shares, classCount);
  setNormed(vector, vector, classCount);
}

function setNormed(to: usize, from: usize, count: i32): void {
  const norm = Math.sqrt(dot(from, from, count));
  const share = norm > 0 ? 1 / norm : 0;
  for (let k: usize = 0; k < <usize>count << 3; k += 8) store<f64>(to + k, share * load<f64>(from + k));
}

@inline
function addTimes(to: usize, share: f64, from: usize, count: i32): void {
  for (let k: usize = 0; k < <usize>count << 3; k += 8) store<f64>(to + k, load<f64>(to + k) + share * load<f64>(from + k));
}

@inline
function dot(a: usize, b: usize, count: i32): f64 {
  let sum: f64 = 0;
  for (let k: usize = 0; k < <usize>count << 3; k += 8) sum += load<f64>(a + k) * load<f64>(b + k);
  return sum;
}

@inline
function sumOf(a: usize, count: i32): f64 {
  let sum: f64 = 0;
  for (let k: usize = 0; k < <usize>count << 3; k += 8) sum += load<f64>(a + k);
  return sum;
}
