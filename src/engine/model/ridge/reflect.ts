// Householder reflections on columns of any length, for small parts of a triangle (Golub & Van Loan, Matrix Computations, §5.1).

/** Takes the entries of `pivot` below row `from` to zero, and reflects the other columns likewise. In place. */
export function reflect(pivot: Float64Array, from: number, others: readonly Float64Array[]): void {
  let tail = 0;
  for (let i = from + 1; i < pivot.length; i++) tail += (pivot[i] as number) ** 2;
  if (tail === 0) return;
  const alpha = pivot[from] as number;
  const beta = alpha > 0 ? -Math.sqrt(alpha * alpha + tail) : Math.sqrt(alpha * alpha + tail);
  const scale = 1 / (alpha - beta);
  for (let i = from + 1; i < pivot.length; i++) pivot[i] = (pivot[i] as number) * scale;
  const tau = (beta - alpha) / beta;
  for (const other of others) {
    let product = other[from] as number;
    for (let i = from + 1; i < pivot.length; i++) product += (pivot[i] as number) * (other[i] as number);
    product *= tau;
    other[from] = (other[from] as number) - product;
    for (let i = from + 1; i < pivot.length; i++) other[i] = (other[i] as number) - product * (pivot[i] as number);
  }
  pivot[from] = beta;
  pivot.fill(0, from + 1);
}

/** The b with R·b = y, R upper-triangular: column j's entries 0 … j. Zero where the diagonal is. */
export function backSubstitute(columns: readonly Float64Array[], y: Float64Array): Float64Array {
  const size = columns.length;
  const b = y.slice(0, size);
  for (let j = size - 1; j >= 0; j--) {
    const column = columns[j] as Float64Array;
    const diagonal = column[j] as number;
    b[j] = diagonal === 0 ? 0 : (b[j] as number) / diagonal;
    for (let i = 0; i < j; i++) b[i] = (b[i] as number) - (column[i] as number) * (b[j] as number);
  }
  return b;
}
