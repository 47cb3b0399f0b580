// AssemblyScript: gradients and hessians of losses by the raw responses of rows (scikit-learn's half losses), kept as f32, and once more as whole
// multiples of a unit, as histograms sum them up (table.ts).
//
// `target` and `raw` are f64 a row, `weight` too or 0 for none; `gradients` and `hessians` f32 a row, the latter left alone where every one is 1.

export const SQUARED: i32 = 0; // (raw − y)²/2
export const ABSOLUTE: i32 = 1; // |raw − y|
export const QUANTILE: i32 = 2; // pinball loss
export const POISSON: i32 = 3; // exp(raw) − y·raw
export const GAMMA: i32 = 4; // raw + y·exp(−raw)
export const LOG: i32 = 5; // log(1 + exp(raw)) − y·raw, y 0 or 1

let absoluteSum: f64 = 0; // of gradients
let hessianSum: f64 = 0;

/** Of the rows that gradients were last taken of: Σ|gradient|, and Σ hessian. */
export function gradientSum(): f64 {
  return absoluteSum;
}

export function hessiansSum(): f64 {
  return hessianSum;
}

@inline
function put(row: usize, weight: usize, gradients: usize, hessians: usize, isConstant: bool, g: f64, h: f64): void {
  const w = weight == 0 ? 1 : load<f64>(weight + (row << 3));
  const gradient = <f32>(weight == 0 ? g : g * w);
  store<f32>(gradients + (row << 2), gradient);
  absoluteSum += Math.abs(<f64>gradient);
  if (isConstant) return;
  const hessian = <f32>(weight == 0 ? h : h * w);
  store<f32>(hessians + (row << 2), hessian);
  hessianSum += <f64>hessian;
}

/** `hessians` is 0 where every one is 1, which is so of the first three losses without weights. `level`: of QUANTILE. */
export function takeGradients(
  loss: i32,
  level: f64,
  rows: i32,
  target: usize,
  raw: usize,
  weight: usize,
  gradients: usize,
  hessians: usize,
): void {
  absoluteSum = 0;
  hessianSum = 0;
  const isConstant = hessians == 0;
  const count = <usize>rows;
  if (loss == SQUARED) {
    for (let row: usize = 0; row < count; row++) {
      const g = load<f64>(raw + (row << 3)) - load<f64>(target + (row << 3));
      put(row, weight, gradients, hessians, isConstant, g, 1);
    }
  } else if (loss == ABSOLUTE || loss == QUANTILE) {
    const below = loss == ABSOLUTE ? -1 : -level;
    const above = loss == ABSOLUTE ? 1 : 1 - level;
    for (let row: usize = 0; row < count; row++) {
      const g = load<f64>(raw + (row << 3)) > load<f64>(target + (row << 3)) ? above : below;
      put(row, weight, gradients, hessians, isConstant, g, 1);
    }
  } else if (loss == POISSON) {
    for (let row: usize = 0; row < count; row++) {
      const mean = Math.exp(load<f64>(raw + (row << 3)));
      put(row, weight, gradients, hessians, isConstant, mean - load<f64>(target + (row << 3)), mean);
    }
  } else if (loss == GAMMA) {
    for (let row: usize = 0; row < count; row++) {
      const share = load<f64>(target + (row << 3)) * Math.exp(-load<f64>(raw + (row << 3)));
      put(row, weight, gradients, hessians, isConstant, 1 - share, share);
    }
  } else {
    for (let row: usize = 0; row < count; row++) {
      const p = 1 / (1 + Math.exp(-load<f64>(raw + (row << 3))));
      put(row, weight, gradients, hessians, isConstant, p - load<f64>(target + (row << 3)), p * (1 - p));
    }
  }
}

/** Of the responses for all classes, `stride` bytes apart, the largest of each row, and Σ exp(raw − largest), f64 each. */
export function takeSoftmax(rows: i32, classes: i32, raw: usize, stride: usize, largest: usize, sums: usize): void {
  for (let row: usize = 0; row < <usize>rows << 3; row += 8) {
    let most = load<f64>(raw + row);
    for (let k = 1; k < classes; k++) most = max(most, load<f64>(raw + <usize>k * stride + row));
    let sum: f64 = 0;
    for (let k = 0; k < classes; k++) sum += Math.exp(load<f64>(raw + <usize>k * stride + row) - most);
    store<f64>(largest + row, most);
    store<f64>(sums + row, sum);
  }
}

/** Of one class by takeSoftmax, whose own responses have not moved since; `target`: numbers of classes. */
export function takeClassGradients(
  k: i32,
  rows: i32,
  target: usize,
  raw: usize,
  largest: usize,
  sums: usize,
  weight: usize,
  gradients: usize,
  hessians: usize,
): void {
  absoluteSum = 0;
  hessianSum = 0;
  for (let row: usize = 0; row < <usize>rows; row++) {
    const at = row << 3;
    const p = Math.exp(load<f64>(raw + at) - load<f64>(largest + at)) / load<f64>(sums + at);
    const g = <i32>load<f64>(target + at) == k ? p - 1 : p;
    put(row, weight, gradients, hessians, false, g, p * (1 - p));
  }
}

/** Gradients as whole multiples, `perGradient` of them to 1, above a 1 that counts the row. */
export function packGradients(rows: i32, gradients: usize, packed: usize, perGradient: f64, countBits: i32): void {
  const bits = <i64>countBits;
  for (let row: usize = 0; row < <usize>rows; row++) {
    const multiple = <i64>nearest(<f64>load<f32>(gradients + (row << 2)) * perGradient);
    store<i64>(packed + (row << 3), (multiple << bits) + 1);
  }
}

/** Gradients, and hessians above a 1 that counts the row. */
export function packPairs(
  rows: i32,
  gradients: usize,
  hessians: usize,
  packed: usize,
  perGradient: f64,
  perHessian: f64,
  countBits: i32,
): void {
  const bits = <i64>countBits;
  for (let row: usize = 0; row < <usize>rows; row++) {
    const at = packed + (row << 4);
    store<i64>(at, <i64>nearest(<f64>load<f32>(gradients + (row << 2)) * perGradient));
    store<i64>(at, ((<i64>nearest(<f64>load<f32>(hessians + (row << 2)) * perHessian)) << bits) + 1, 8);
  }
}
