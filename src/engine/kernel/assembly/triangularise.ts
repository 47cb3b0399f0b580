// AssemblyScript: R ← the upper triangle of the QR of [R; rows], by Householder reflections (TSQR, Demmel, Grigori,
// Hoemmen & Langou 2012), four reflections at a time in their compact WY form (Schreiber & Van Loan 1989).
//
// Memory: `r` is size × size f64, row by row, of which only the upper triangle is read and written. `block` holds the new
// rows column by column, BLOCK_ROW_COUNT f64 apart; `rowCount` is a multiple of ROW_MULTIPLE, the rest filled with zeros.
// The block is used up. Error bound: column j of R is exact for a column perturbed by O(size · ε) of its own norm, so
// the scale of one column never spoils another.

// One column is 4 KiB: long enough to copy from memory at full speed, short enough that a panel of four columns and the two at
// hand stay in a 32 KiB first-level cache.
const BLOCK_ROW_COUNT: usize = 512;
const COLUMN_BYTES: usize = BLOCK_ROW_COUNT << 3;

// The 4 × 4 upper triangle T of I − V·T·Vᵀ for the panel at hand, row by row.
const T: usize = memory.data(16 << 3, 16);

/** Where the memory that the caller lays out begins. */
export const memoryStart: usize = __heap_base;

/** Re-triangularises the factor at `r` with the rows in `block`. */
export function triangularise(r: usize, size: i32, block: usize, rowCount: i32): void {
  const bytes = <usize>rowCount << 3;
  for (let j = 0; j < size; j += 4) eliminate(r, size, block, bytes, j);
}

/**
 * The same where the rows are those of an upper triangle from row `first` on, a multiple of 4: the zeros under its diagonal, which stay
 * so until their column is reached, cost nothing.
 */
export function triangulariseTriangle(r: usize, size: i32, block: usize, rowCount: i32, first: i32): void {
  for (let j = first; j < size; j += 4) {
    const bytes = <usize>min(rowCount, j + 4 - first) << 3;
    eliminate(r, size, block, bytes, j);
  }
}

/** Takes columns j … j + 3 of the rows to zero, and reflects those behind them. */
function eliminate(r: usize, size: i32, block: usize, bytes: usize, j: i32): void {
  reducePanel(r, size, block, bytes, j, min(4, size - j));
  if (j + 4 >= size) return;
  formT(block + <usize>j * COLUMN_BYTES, bytes);
  let k = j + 4;
  for (; k + 1 < size; k += 2) applyToTwo(r, size, block, bytes, j, k);
  if (k < size) applyToOne(r, size, block, bytes, j, k);
}

/** Reduces columns j … j + width − 1 one after the other; leaves each reflector in its column and its τ on T's diagonal. */
function reducePanel(r: usize, size: i32, block: usize, bytes: usize, j: i32, width: i32): void {
  for (let i = 0; i < width; i++) {
    const v = block + <usize>(j + i) * COLUMN_BYTES;
    const diagonal = r + ((<usize>(j + i) * <usize>(size + 1)) << 3);
    const tau = T + <usize>i * 40;
    const rest = width - 1 - i;
    // Each call is inlined with a constant, so that a column costs two passes however many columns follow it.
    if (rest == 3) reduceColumn(v, bytes, diagonal, tau, 3);
    else if (rest == 2) reduceColumn(v, bytes, diagonal, tau, 2);
    else if (rest == 1) reduceColumn(v, bytes, diagonal, tau, 1);
    else reduceColumn(v, bytes, diagonal, tau, 0);
  }
}

/**
 * Turns [diagonal; x] into [β; 0], x becoming the reflector's tail v (its head is 1), and reflects the `rest` columns behind it.
 * τ is 0 where x is zero already.
 */
@inline
function reduceColumn(v: usize, bytes: usize, diagonal: usize, tauAt: usize, rest: i32): void {
  // Two running sums a column: one alone would wait for its own last addition.
  let s = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  let s2 = f64x2.splat(0);
  let s3 = f64x2.splat(0);
  let u = f64x2.splat(0);
  let u1 = f64x2.splat(0);
  let u2 = f64x2.splat(0);
  let u3 = f64x2.splat(0);
  for (let o: usize = 0; o < bytes; o += 32) {
    const x = v128.load(v + o);
    const y = v128.load(v + o, 16);
    s = f64x2.relaxed_madd(x, x, s);
    u = f64x2.relaxed_madd(y, y, u);
    if (rest > 0) {
      s1 = f64x2.relaxed_madd(x, v128.load(v + o, COLUMN_BYTES), s1);
      u1 = f64x2.relaxed_madd(y, v128.load(v + o, COLUMN_BYTES + 16), u1);
    }
    if (rest > 1) {
      s2 = f64x2.relaxed_madd(x, v128.load(v + o, 2 * COLUMN_BYTES), s2);
      u2 = f64x2.relaxed_madd(y, v128.load(v + o, 2 * COLUMN_BYTES + 16), u2);
    }
    if (rest > 2) {
      s3 = f64x2.relaxed_madd(x, v128.load(v + o, 3 * COLUMN_BYTES), s3);
      u3 = f64x2.relaxed_madd(y, v128.load(v + o, 3 * COLUMN_BYTES + 16), u3);
    }
  }
  const tail = sum(f64x2.add(s, u));
  if (tail == 0) {
    store<f64>(tauAt, 0);
    return;
  }
  const alpha = load<f64>(diagonal);
  const norm = Math.sqrt(alpha * alpha + tail);
  // The sign that adds, so that α − β never cancels.
  const beta = alpha >= 0 ? -norm : norm;
  const tau = (beta - alpha) / beta;
  const scale = 1 / (alpha - beta);
  store<f64>(diagonal, beta);
  store<f64>(tauAt, tau);
  const scales = f64x2.splat(scale);
  let w1 = s1;
  let w2 = s2;
  let w3 = s3;
  if (rest > 0) w1 = f64x2.splat(reflectHead(diagonal + 8, tau, scale * sum(f64x2.add(s1, u1))));
  if (rest > 1) w2 = f64x2.splat(reflectHead(diagonal + 16, tau, scale * sum(f64x2.add(s2, u2))));
  if (rest > 2) w3 = f64x2.splat(reflectHead(diagonal + 24, tau, scale * sum(f64x2.add(s3, u3))));
  for (let o: usize = 0; o < bytes; o += 16) {
    const x = f64x2.mul(v128.load(v + o), scales);
    v128.store(v + o, x);
    if (rest > 0) {
      v128.store(v + o, f64x2.relaxed_madd(x, w1, v128.load(v + o, COLUMN_BYTES)), COLUMN_BYTES);
    }
    if (rest > 1) {
      v128.store(v + o, f64x2.relaxed_madd(x, w2, v128.load(v + o, 2 * COLUMN_BYTES)), 2 * COLUMN_BYTES);
    }
    if (rest > 2) {
      v128.store(v + o, f64x2.relaxed_madd(x, w3, v128.load(v + o, 3 * COLUMN_BYTES)), 3 * COLUMN_BYTES);
    }
  }
}

/** Reflects the value of R in a column, given vᵀc of its tail; answers what to add to the tail per unit of v. */
@inline
function reflectHead(head: usize, tau: f64, product: f64): f64 {
  const w = tau * (load<f64>(head) + product);
  store<f64>(head, load<f64>(head) - w);
  return -w;
}

/** The strict upper triangle of T from its diagonal: T[0…i−1, i] = −τᵢ · T · (Vᵀvᵢ). The heads of V are orthogonal. */
function formT(v: usize, bytes: usize): void {
  let s01 = f64x2.splat(0);
  let s02 = f64x2.splat(0);
  let s03 = f64x2.splat(0);
  let s12 = f64x2.splat(0);
  let s13 = f64x2.splat(0);
  let s23 = f64x2.splat(0);
  for (let o: usize = 0; o < bytes; o += 16) {
    const x0 = v128.load(v + o);
    const x1 = v128.load(v + o, COLUMN_BYTES);
    const x2 = v128.load(v + o, 2 * COLUMN_BYTES);
    const x3 = v128.load(v + o, 3 * COLUMN_BYTES);
    s01 = f64x2.relaxed_madd(x0, x1, s01);
    s02 = f64x2.relaxed_madd(x0, x2, s02);
    s03 = f64x2.relaxed_madd(x0, x3, s03);
    s12 = f64x2.relaxed_madd(x1, x2, s12);
    s13 = f64x2.relaxed_madd(x1, x3, s13);
    s23 = f64x2.relaxed_madd(x2, x3, s23);
  }
  const t01 = -t(1, 1) * (t(0, 0) * sum(s01));
  const t12 = -t(2, 2) * (t(1, 1) * sum(s12));
  const t02 = -t(2, 2) * (t(0, 0) * sum(s02) + t01 * sum(s12));
  setT(0, 1, t01);
  setT(1, 2, t12);
  setT(0, 2, t02);
  setT(0, 3, -t(3, 3) * (t(0, 0) * sum(s03) + t01 * sum(s13) + t02 * sum(s23)));
  setT(1, 3, -t(3, 3) * (t(1, 1) * sum(s13) + t12 * sum(s23)));
  setT(2, 3, -t(3, 3) * (t(2, 2) * sum(s23)));
}

@inline
function setT(i: usize, j: usize, value: f64): void {
  store<f64>(T + ((i * 4 + j) << 3), value);
}

@inline
function t(i: usize, j: usize): f64 {
  return load<f64>(T + ((i * 4 + j) << 3));
}

@inline
function sum(a: v128): f64 {
  return f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1);
}

/** Applies the panel's four reflections to columns k and k + 1: eight running sums and six loads fill the registers. */
function applyToTwo(r: usize, size: i32, block: usize, bytes: usize, j: i32, k: i32): void {
  const v0 = block + <usize>j * COLUMN_BYTES;
  const a = block + <usize>k * COLUMN_BYTES;
  let a0 = f64x2.splat(0);
  let a1 = f64x2.splat(0);
  let a2 = f64x2.splat(0);
  let a3 = f64x2.splat(0);
  let b0 = f64x2.splat(0);
  let b1 = f64x2.splat(0);
  let b2 = f64x2.splat(0);
  let b3 = f64x2.splat(0);
  for (let o: usize = 0; o < bytes; o += 16) {
    const ca = v128.load(a + o);
    const cb = v128.load(a + o, COLUMN_BYTES);
    const x0 = v128.load(v0 + o);
    a0 = f64x2.relaxed_madd(x0, ca, a0);
    b0 = f64x2.relaxed_madd(x0, cb, b0);
    const x1 = v128.load(v0 + o, COLUMN_BYTES);
    a1 = f64x2.relaxed_madd(x1, ca, a1);
    b1 = f64x2.relaxed_madd(x1, cb, b1);
    const x2 = v128.load(v0 + o, 2 * COLUMN_BYTES);
    a2 = f64x2.relaxed_madd(x2, ca, a2);
    b2 = f64x2.relaxed_madd(x2, cb, b2);
    const x3 = v128.load(v0 + o, 3 * COLUMN_BYTES);
    a3 = f64x2.relaxed_madd(x3, ca, a3);
    b3 = f64x2.relaxed_madd(x3, cb, b3);
  }
  const stride = <usize>size << 3;
  const head = r + <usize>j * stride + (<usize>k << 3);
  // W = Tᵀ(heads + Vᵀ·C), both columns side by side in one vector; then heads − W, and −W for the tails below.
  const d0 = f64x2.add(v128.load(head), sums(a0, b0));
  const d1 = f64x2.add(v128.load(head + stride), sums(a1, b1));
  const d2 = f64x2.add(v128.load(head + 2 * stride), sums(a2, b2));
  const d3 = f64x2.add(v128.load(head + 3 * stride), sums(a3, b3));
  const w0 = f64x2.neg(times(0, 0, d0));
  const w1 = f64x2.neg(f64x2.add(times(0, 1, d0), times(1, 1, d1)));
  const w2 = f64x2.neg(f64x2.add(times(0, 2, d0), f64x2.add(times(1, 2, d1), times(2, 2, d2))));
  const w3 = f64x2.neg(
    f64x2.add(f64x2.add(times(0, 3, d0), times(1, 3, d1)), f64x2.add(times(2, 3, d2), times(3, 3, d3))),
  );
  v128.store(head, f64x2.add(v128.load(head), w0));
  v128.store(head + stride, f64x2.add(v128.load(head + stride), w1));
  v128.store(head + 2 * stride, f64x2.add(v128.load(head + 2 * stride), w2));
  v128.store(head + 3 * stride, f64x2.add(v128.load(head + 3 * stride), w3));
  const p0 = f64x2.splat(f64x2.extract_lane(w0, 0));
  const p1 = f64x2.splat(f64x2.extract_lane(w1, 0));
  const p2 = f64x2.splat(f64x2.extract_lane(w2, 0));
  const p3 = f64x2.splat(f64x2.extract_lane(w3, 0));
  const q0 = f64x2.splat(f64x2.extract_lane(w0, 1));
  const q1 = f64x2.splat(f64x2.extract_lane(w1, 1));
  const q2 = f64x2.splat(f64x2.extract_lane(w2, 1));
  const q3 = f64x2.splat(f64x2.extract_lane(w3, 1));
  for (let o: usize = 0; o < bytes; o += 16) {
    let ca = v128.load(a + o);
    let cb = v128.load(a + o, COLUMN_BYTES);
    const x0 = v128.load(v0 + o);
    ca = f64x2.relaxed_madd(x0, p0, ca);
    cb = f64x2.relaxed_madd(x0, q0, cb);
    const x1 = v128.load(v0 + o, COLUMN_BYTES);
    ca = f64x2.relaxed_madd(x1, p1, ca);
    cb = f64x2.relaxed_madd(x1, q1, cb);
    const x2 = v128.load(v0 + o, 2 * COLUMN_BYTES);
    ca = f64x2.relaxed_madd(x2, p2, ca);
    cb = f64x2.relaxed_madd(x2, q2, cb);
    const x3 = v128.load(v0 + o, 3 * COLUMN_BYTES);
    ca = f64x2.relaxed_madd(x3, p3, ca);
    cb = f64x2.relaxed_madd(x3, q3, cb);
    v128.store(a + o, ca);
    v128.store(a + o, cb, COLUMN_BYTES);
  }
}

@inline
function sums(a: v128, b: v128): v128 {
  return f64x2.add(v128.shuffle<f64>(a, b, 0, 2), v128.shuffle<f64>(a, b, 1, 3));
}

@inline
function times(i: usize, j: usize, d: v128): v128 {
  return f64x2.mul(v128.load_splat<f64>(T + ((i * 4 + j) << 3)), d);
}

/** Applies the panel's four reflections to a last single column, one after the other. */
function applyToOne(r: usize, size: i32, block: usize, bytes: usize, j: i32, k: i32): void {
  const c = block + <usize>k * COLUMN_BYTES;
  for (let i = 0; i < 4; i++) {
    const v = block + <usize>(j + i) * COLUMN_BYTES;
    const head = r + ((<usize>(j + i) * <usize>size + <usize>k) << 3);
    const w = load<f64>(T + <usize>i * 40) * (load<f64>(head) + dot(v, c, bytes));
    store<f64>(head, load<f64>(head) - w);
    const minusW = f64x2.splat(-w);
    for (let o: usize = 0; o < bytes; o += 16) {
      v128.store(c + o, f64x2.relaxed_madd(v128.load(v + o), minusW, v128.load(c + o)));
    }
  }
}

@inline
function dot(a: usize, b: usize, bytes: usize): f64 {
  let s = f64x2.splat(0);
  let u = f64x2.splat(0);
  for (let o: usize = 0; o < bytes; o += 32) {
    s = f64x2.relaxed_madd(v128.load(a + o), v128.load(b + o), s);
    u = f64x2.relaxed_madd(v128.load(a + o, 16), v128.load(b + o, 16), u);
  }
  return sum(f64x2.add(s, u));
}
