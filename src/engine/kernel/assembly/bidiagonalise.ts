// AssemblyScript: what ridge regression needs of a matrix A of rows × p, for every λ at once and without any iteration: A·P = Q·[T; 0]
// by Householder reflections with column pivoting (Businger & Golub 1965), which finds the rank r, then T = U·[B 0]·Vᵀ with a lower
// bidiagonal B of r × r (Golub & Kahan 1965; Eldén 1977). U and Q are not formed: what they do to the targets is done to them at once.
//
// Memory: `a` holds p + targets columns one after the other, `stride` f64 each, stride a multiple of 4 and the last rows zero
// where there are fewer. Steps: p for the pivoting, r for the rest; nothing here waits for convergence. Error bound: B and the
// targets are exact for a matrix whose columns are perturbed by O(p · ε) of their norms; since pivoting sorts rows by size, rows
// of a graded matrix keep their own digits (Cox & Higham 1998).

// Two columns of 256 features, 2 KiB each, and the reflector stay in a first-level cache; four are taken at once.
const FOUR: i32 = 4;

// A norm that is updated by subtraction is taken anew when it has lost half its digits (Drmač & Bujanović 2008, LAPACK's dlaqp2).
const SQRT_EPSILON: f64 = 1.4901161193847656e-8;

/**
 * Reduces the columns in place to [R; 0] in the order of pivoting, and the targets with them. `order`: p i32, answers which column came
 * where. `noise`: p f64, of each column how much of it is rounding; a column of which no more is left depends on those before it.
 * `norms` 2 · p, `v` stride f64 to work in. Answers the rank.
 */
export function pivotedQr(
  a: usize,
  stride: i32,
  p: i32,
  targets: i32,
  order: usize,
  noise: usize,
  norms: usize,
  v: usize,
): i32 {
  const bytes = <usize>stride << 3;
  const references = norms + (<usize>p << 3);
  for (let k = 0; k < p; k++) {
    const norm = Math.sqrt(squares(a + <usize>k * bytes, 0, stride));
    set(norms, k, norm);
    set(references, k, norm);
    store<i32>(order + (<usize>k << 2), k);
  }
  const most = min(p, stride);
  for (let j = 0; j < most; j++) {
    const pivot = largest(norms, noise, j, p);
    if (pivot < 0) return j;
    if (pivot != j) swap(a, bytes, order, noise, norms, references, j, pivot);
    const column = a + <usize>j * bytes;
    const tau = reflector(column, j, stride, v);
    const from = (<usize>j & ~3) << 3;
    // The column becomes β under its head; what v holds is not needed again.
    set(column, j, head);
    for (let i = j + 1; i < stride; i++) set(column, i, 0);
    reflectRange(a + <usize>(j + 1) * bytes, bytes, p + targets - j - 1, v, tau, from, bytes);
    const pivotNoise = get(noise, j);
    for (let k = j + 1; k < p; k++) {
      const other = a + <usize>k * bytes;
      const taken = get(other, j);
      const share = taken / head;
      set(noise, k, Math.sqrt(get(noise, k) * get(noise, k) + share * share * pivotNoise * pivotNoise));
      const norm = get(norms, k);
      if (norm == 0) continue;
      const part = taken / norm;
      const left = max(1 - part * part, 0);
      const against = norm / get(references, k);
      if (left * against * against <= SQRT_EPSILON) {
        const anew = j + 1 < stride ? Math.sqrt(squares(other, j + 1, stride)) : 0;
        set(norms, k, anew);
        set(references, k, anew);
      } else set(norms, k, norm * Math.sqrt(left));
    }
  }
  return most;
}

/**
 * Reduces the first r rows of what pivotedQr left to [B 0], and the targets with them. `diagonal` and `below`: r f64 each, B's α and
 * β. `vectors`: r · p f64 of zeros, answers the reflectors of V, one after the other from their heads on, `taus` r f64 theirs.
 * `u` and `w` stride f64 each to work in.
 */
export function bidiagonalise(
  a: usize,
  stride: i32,
  p: i32,
  targets: i32,
  r: i32,
  diagonal: usize,
  below: usize,
  vectors: usize,
  taus: usize,
  u: usize,
  w: usize,
): void {
  const bytes = <usize>stride << 3;
  const wide = <usize>p << 3;
  for (let k = 0; k < p + targets; k++) {
    for (let i = r; i < stride; i++) set(a + <usize>k * bytes, i, 0);
  }
  for (let k = 0; k < p; k++) set(vectors, k, get(a + <usize>k * bytes, 0));
  const to = (<usize>(r + 3) & ~3) << 3;
  for (let j = 0; j < r; j++) {
    const v = vectors + <usize>j * wide;
    const tauV = reflector(v, j, p, v);
    set(diagonal, j, head);
    set(taus, j, tauV);
    if (j == r - 1) return;
    const from = (<usize>(j + 1) & ~3) << 3;
    timesVector(a + <usize>j * bytes, bytes, p - j, v + (<usize>j << 3), w, tauV, from, to);
    // The column of the next left reflection comes first, for the others are reflected from both sides in one pass.
    const column = a + <usize>j * bytes;
    for (let o = from; o < to; o += 16) {
      v128.store(column + o, f64x2.sub(v128.load(column + o), v128.load(w + o)));
    }
    const tauU = reflector(column, j + 1, <i32>(to >> 3), u);
    set(below, j, head);
    let k = j + 1;
    for (; k + FOUR <= p; k += FOUR) reflectFourTwice(a + <usize>k * bytes, bytes, w, v + (<usize>k << 3), u, tauU, from, to);
    for (; k < p; k++) reflectOneTwice(a + <usize>k * bytes, w, get(v, k), u, tauU, from, to);
    reflectRange(a + <usize>p * bytes, bytes, targets, u, tauU, from, to);
    const next = v + wide;
    for (let i = j + 1; i < p; i++) set(next, i, get(a + <usize>i * bytes, j + 1));
  }
}

/** x ← V·x for `count` vectors of p f64, one after the other. `vectors`, `taus`, r: as bidiagonalise left them. */
export function applyReflectors(vectors: usize, taus: usize, r: i32, p: i32, x: usize, count: i32): void {
  const wide = <usize>p << 3;
  for (let k = r - 1; k >= 0; k--) {
    const v = vectors + <usize>k * wide;
    const from = (<usize>k & ~3) << 3;
    reflectRange(x, wide, count, v, get(taus, k), from, wide);
  }
}

/** ‖R·v‖² for `count` vectors v of `size` f64, one after the other. `r`: size × size, row by row, upper triangle. */
export function triangleSquares(r: usize, size: i32, vectors: usize, count: i32, out: usize): void {
  const wide = <usize>size << 3;
  for (let i = 0; i < count; i++) {
    const v = vectors + <usize>i * wide;
    let total: f64 = 0;
    for (let row = 0; row < size; row++) {
      const product = dotFrom(r + <usize>row * wide, v, row, size);
      total += product * product;
    }
    set(out, i, total);
  }
}

@inline
function dotFrom(a: usize, b: usize, from: i32, to: i32): f64 {
  let s = f64x2.splat(0);
  let t = f64x2.splat(0);
  let i = from;
  for (; i + 4 <= to; i += 4) {
    const o = <usize>i << 3;
    s = f64x2.relaxed_madd(v128.load(a + o), v128.load(b + o), s);
    t = f64x2.relaxed_madd(v128.load(a + o, 16), v128.load(b + o, 16), t);
  }
  let rest: f64 = 0;
  for (; i < to; i++) rest += get(a, i) * get(b, i);
  return sumOf(f64x2.add(s, t)) + rest;
}

// β of the last reflector.
let head: f64 = 0;

/**
 * The reflector that takes x, from its entry `at` on, to β there and zeros below; answers τ, and β in `head`. v: 1 at the head, its tail
 * below, zeros above up to where a group of four begins. May be x itself.
 */
function reflector(x: usize, at: i32, end: i32, v: usize): f64 {
  for (let i = at & ~3; i < at; i++) set(v, i, 0);
  const alpha = get(x, at);
  const tail = at + 1 < end ? squares(x, at + 1, end) : 0;
  if (tail == 0) {
    set(v, at, 1);
    for (let i = at + 1; i < end; i++) set(v, i, 0);
    head = alpha;
    return 0;
  }
  const norm = Math.sqrt(alpha * alpha + tail);
  // The sign that adds, so that α − β never cancels.
  const beta = alpha >= 0 ? -norm : norm;
  const scale = 1 / (alpha - beta);
  set(v, at, 1);
  for (let i = at + 1; i < end; i++) set(v, i, get(x, i) * scale);
  head = beta;
  return (beta - alpha) / beta;
}

/** The column with the most left above its rounding; −1 where there is none. */
function largest(norms: usize, noise: usize, from: i32, p: i32): i32 {
  let best = -1;
  let most: f64 = 0;
  for (let k = from; k < p; k++) {
    const norm = get(norms, k);
    if (norm > most && norm > get(noise, k)) {
      most = norm;
      best = k;
    }
  }
  return best;
}

function swap(a: usize, bytes: usize, order: usize, noise: usize, norms: usize, references: usize, i: i32, k: i32): void {
  const left = a + <usize>i * bytes;
  const right = a + <usize>k * bytes;
  for (let o: usize = 0; o < bytes; o += 16) {
    const x = v128.load(left + o);
    v128.store(left + o, v128.load(right + o));
    v128.store(right + o, x);
  }
  const was = load<i32>(order + (<usize>i << 2));
  store<i32>(order + (<usize>i << 2), load<i32>(order + (<usize>k << 2)));
  store<i32>(order + (<usize>k << 2), was);
  swapValues(noise, i, k);
  swapValues(norms, i, k);
  swapValues(references, i, k);
}

@inline
function swapValues(values: usize, i: i32, k: i32): void {
  const was = get(values, i);
  set(values, i, get(values, k));
  set(values, k, was);
}

function squares(x: usize, from: i32, to: i32): f64 {
  return dotFrom(x, x, from, to);
}

/** Reflects `count` columns, `bytes` apart, from byte `from` to byte `to`, which may be in the middle of a group of four. */
function reflectRange(a: usize, bytes: usize, count: i32, v: usize, tau: f64, from: usize, to: usize): void {
  let k = 0;
  for (; k + FOUR <= count; k += FOUR) reflectFour(a + <usize>k * bytes, bytes, v, tau, from, to);
  for (; k < count; k++) reflectOne(a + <usize>k * bytes, v, tau, from, to);
}

function reflectFour(a: usize, bytes: usize, v: usize, tau: f64, from: usize, to: usize): void {
  const b = a + bytes;
  const c = b + bytes;
  const d = c + bytes;
  let sa = f64x2.splat(0);
  let sb = f64x2.splat(0);
  let sc = f64x2.splat(0);
  let sd = f64x2.splat(0);
  let o = from;
  for (; o + 16 <= to; o += 16) {
    const x = v128.load(v + o);
    sa = f64x2.relaxed_madd(x, v128.load(a + o), sa);
    sb = f64x2.relaxed_madd(x, v128.load(b + o), sb);
    sc = f64x2.relaxed_madd(x, v128.load(c + o), sc);
    sd = f64x2.relaxed_madd(x, v128.load(d + o), sd);
  }
  let ta = sumOf(sa);
  let tb = sumOf(sb);
  let tc = sumOf(sc);
  let td = sumOf(sd);
  if (o < to) {
    const x = load<f64>(v + o);
    ta += x * load<f64>(a + o);
    tb += x * load<f64>(b + o);
    tc += x * load<f64>(c + o);
    td += x * load<f64>(d + o);
  }
  ta *= -tau;
  tb *= -tau;
  tc *= -tau;
  td *= -tau;
  const wa = f64x2.splat(ta);
  const wb = f64x2.splat(tb);
  const wc = f64x2.splat(tc);
  const wd = f64x2.splat(td);
  for (o = from; o + 16 <= to; o += 16) {
    const x = v128.load(v + o);
    v128.store(a + o, f64x2.relaxed_madd(x, wa, v128.load(a + o)));
    v128.store(b + o, f64x2.relaxed_madd(x, wb, v128.load(b + o)));
    v128.store(c + o, f64x2.relaxed_madd(x, wc, v128.load(c + o)));
    v128.store(d + o, f64x2.relaxed_madd(x, wd, v128.load(d + o)));
  }
  if (o < to) {
    const x = load<f64>(v + o);
    store<f64>(a + o, load<f64>(a + o) + x * ta);
    store<f64>(b + o, load<f64>(b + o) + x * tb);
    store<f64>(c + o, load<f64>(c + o) + x * tc);
    store<f64>(d + o, load<f64>(d + o) + x * td);
  }
}

function reflectOne(a: usize, v: usize, tau: f64, from: usize, to: usize): void {
  const first = <i32>(from >> 3);
  const end = <i32>(to >> 3);
  const w = -tau * dotFrom(a, v, first, end);
  for (let i = first; i < end; i++) set(a, i, get(a, i) + w * get(v, i));
}

/** w ← τ · (the columns, times v), four columns a pass. */
function timesVector(a: usize, bytes: usize, count: i32, v: usize, w: usize, tau: f64, from: usize, to: usize): void {
  for (let o = from; o < to; o += 16) v128.store(w + o, f64x2.splat(0));
  let k = 0;
  for (; k + FOUR <= count; k += FOUR) {
    const p = a + <usize>k * bytes;
    const q = p + bytes;
    const r = q + bytes;
    const s = r + bytes;
    const vp = f64x2.splat(tau * get(v, k));
    const vq = f64x2.splat(tau * get(v, k + 1));
    const vr = f64x2.splat(tau * get(v, k + 2));
    const vs = f64x2.splat(tau * get(v, k + 3));
    for (let o = from; o < to; o += 16) {
      const x = f64x2.relaxed_madd(v128.load(p + o), vp, f64x2.mul(v128.load(q + o), vq));
      const y = f64x2.relaxed_madd(v128.load(r + o), vr, f64x2.mul(v128.load(s + o), vs));
      v128.store(w + o, f64x2.add(v128.load(w + o), f64x2.add(x, y)));
    }
  }
  for (; k < count; k++) {
    const p = a + <usize>k * bytes;
    const vp = f64x2.splat(tau * get(v, k));
    for (let o = from; o < to; o += 16) {
      v128.store(w + o, f64x2.relaxed_madd(v128.load(p + o), vp, v128.load(w + o)));
    }
  }
}

/** Four columns c ← (I − τ·u·uᵀ)(c − w·v), v four values. */
function reflectFourTwice(a: usize, bytes: usize, w: usize, v: usize, u: usize, tau: f64, from: usize, to: usize): void {
  const b = a + bytes;
  const c = b + bytes;
  const d = c + bytes;
  const va = f64x2.splat(-get(v, 0));
  const vb = f64x2.splat(-get(v, 1));
  const vc = f64x2.splat(-get(v, 2));
  const vd = f64x2.splat(-get(v, 3));
  let sa = f64x2.splat(0);
  let sb = f64x2.splat(0);
  let sc = f64x2.splat(0);
  let sd = f64x2.splat(0);
  for (let o = from; o < to; o += 16) {
    const x = v128.load(w + o);
    const y = v128.load(u + o);
    const ca = f64x2.relaxed_madd(x, va, v128.load(a + o));
    const cb = f64x2.relaxed_madd(x, vb, v128.load(b + o));
    const cc = f64x2.relaxed_madd(x, vc, v128.load(c + o));
    const cd = f64x2.relaxed_madd(x, vd, v128.load(d + o));
    v128.store(a + o, ca);
    v128.store(b + o, cb);
    v128.store(c + o, cc);
    v128.store(d + o, cd);
    sa = f64x2.relaxed_madd(y, ca, sa);
    sb = f64x2.relaxed_madd(y, cb, sb);
    sc = f64x2.relaxed_madd(y, cc, sc);
    sd = f64x2.relaxed_madd(y, cd, sd);
  }
  const wa = f64x2.splat(-tau * sumOf(sa));
  const wb = f64x2.splat(-tau * sumOf(sb));
  const wc = f64x2.splat(-tau * sumOf(sc));
  const wd = f64x2.splat(-tau * sumOf(sd));
  for (let o = from; o < to; o += 16) {
    const y = v128.load(u + o);
    v128.store(a + o, f64x2.relaxed_madd(y, wa, v128.load(a + o)));
    v128.store(b + o, f64x2.relaxed_madd(y, wb, v128.load(b + o)));
    v128.store(c + o, f64x2.relaxed_madd(y, wc, v128.load(c + o)));
    v128.store(d + o, f64x2.relaxed_madd(y, wd, v128.load(d + o)));
  }
}

function reflectOneTwice(a: usize, w: usize, v: f64, u: usize, tau: f64, from: usize, to: usize): void {
  const minusV = f64x2.splat(-v);
  for (let o = from; o < to; o += 16) {
    v128.store(a + o, f64x2.relaxed_madd(v128.load(w + o), minusV, v128.load(a + o)));
  }
  reflectOne(a, u, tau, from, to);
}

@inline
function sumOf(a: v128): f64 {
  return f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1);
}

@inline
function get(at: usize, i: i32): f64 {
  return load<f64>(at + (<usize>i << 3));
}

@inline
function set(at: usize, i: i32, value: f64): void {
  store<f64>(at + (<usize>i << 3), value);
}
