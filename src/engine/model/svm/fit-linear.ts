// The linear kernel on many rows: the same problem and the same answer as by fit-svm.ts, in a time that grows with the rows.
import type { SvmKernel } from "../../kernel/svm-kernel.ts";
import type { LinearDual } from "../../kernel/svm-linear-kernel.ts";
import type { Work } from "../../math/work.ts";
import { AT_BOUND, type Decision, middleOf } from "./decision.ts";

/** `columns`: standardised, one number a row; `tolerance`: of the gradient's violation, in units of t. */
export function* fitLinear(
  kernel: SvmKernel,
  columns: readonly Float64Array[],
  dual: LinearDual,
  options: { tolerance: number; stepsMax: number },
): Work<Decision> {
  const { beta, f, steps, converged } = yield* kernel.solveLinear(columns, dual, options);
  const rows = Uint32Array.from([...beta.keys()].filter((row) => beta[row] !== 0));
  const objective = beta.reduce((sum, b, row) => {
    return sum + b * ((f[row] as number) / 2 - (dual.target[row] as number)) + dual.epsilon * Math.abs(b);
  }, 0);
  return {
    rows,
    weights: Float64Array.from(rows, (row) => beta[row] as number),
    bias: biasOf(dual, beta, f),
    objective,
    steps,
    converged,
  };
}

/** By the same rule as of the other solver: the mean of what the β between their bounds say, else the middle of what the bounds allow. */
function biasOf({ target, low, high, epsilon }: LinearDual, beta: Float64Array, f: Float64Array): number {
  let [sum, free, most, least] = [0, 0, -Infinity, Infinity];
  beta.forEach((b, row) => {
    const rest = (target[row] as number) - (f[row] as number);
    const [lowest, highest] = [low[row] as number, high[row] as number];
    const edge = AT_BOUND * Math.max(highest, -lowest);
    const side = Math.abs(b) > edge ? Math.sign(b) : 0;
    const mayGrow = b < highest - edge;
    const mayFall = b > lowest + edge;
    if (side !== 0 && mayGrow && mayFall) {
      sum += rest - epsilon * side;
      free++;
    }
    if (mayGrow) most = Math.max(most, side < 0 ? rest + epsilon : rest - epsilon);
    if (mayFall) least = Math.min(least, side > 0 ? rest - epsilon : rest + epsilon);
  });
  return free > 0 ? sum / free : middleOf(most, least);
}
