// Models as files, written by hand: what GET …/download gives, and POST /api/ml_models/upload takes.
import { toPlain } from "../../src/registry/schema/plain.ts";

/** One node of a tree: left is x ≤ threshold; the right child follows the left. A leaf has feature −1 and its number as child. */
export interface TreeNode {
  threshold?: number;
  child: number;
  feature: number;
}

/** x ≤ 3 leads to the first leaf, anything else to the second. */
export const STUMP: readonly TreeNode[] = [
  { threshold: 3, child: 1, feature: 0 },
  { child: 0, feature: -1 },
  { child: 1, feature: -1 },
];

/** 16 bytes a node. */
export function packNodes(nodes: readonly TreeNode[]): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(16 * nodes.length));
  nodes.forEach(({ threshold = 0, child, feature }, i) => {
    bytes.setFloat64(16 * i, threshold, true);
    bytes.setInt32(16 * i + 8, child, true);
    bytes.setInt16(16 * i + 12, feature, true);
  });
  return new Uint8Array(bytes.buffer);
}

/** A forest of one tree on column a that answers 1 or 2; `unit` changes its unit. */
export function forestFile(unit: Record<string, unknown> = {}) {
  const [impurity, permutation] = [Float64Array.of(1), Float64Array.of(0.5)];
  const tree = { nodes: packNodes(STUMP), leaves: Float64Array.of(1, 2), impurity, permutation };
  return {
    ...{ format: 1, problem: "regression", name: "Random Forest", params: { n_estimators: 1 }, columns: ["a"] },
    ...{ classes: null, calibration: null, unit_count: 1, units: [toPlain({ ...tree, ...unit })] },
  };
}

/** y = 1 + 2a; `unit` changes its unit. */
export function ridgeFile(unit: Record<string, unknown> = {}) {
  const line = { lambda: 0, intercepts: Float64Array.of(1), coefficients: Float64Array.of(2) };
  return {
    ...{ format: 1, problem: "regression", name: "Ridge", params: { lambda: 0 }, columns: ["a"] },
    ...{ classes: null, calibration: null, unit_count: 1 },
    units: [toPlain({ ...line, strength: Float64Array.of(2), ...unit })],
  };
}

/** A machine of one row, x = 1, that answers 1 + K(1, x); `kernel` and `scaling` change its own. */
export function svmFile(kernel: Record<string, unknown> = {}, scaling: Record<string, unknown> = {}) {
  const [one, zero] = [Float64Array.of(1), Float64Array.of(0)];
  const unit = {
    converged: true,
    scaling: { means: zero, deviations: one, ...scaling },
    kernel: { kind: "poly", gamma: 1, coef0: 0, degree: 3, ...kernel },
    supports: [one],
    machines: [{ rows: Uint32Array.of(0), weights: one, bias: 1 }],
  };
  return {
    ...{ format: 1, problem: "regression", name: "SVM", params: { kernel: "poly" }, columns: ["a"] },
    ...{ classes: null, calibration: null, unit_count: 1, units: [toPlain(unit)] },
  };
}

/** The file as text, in which the number of a key is too large for a number: JSON.parse gives Infinity. */
export function withInfinity(file: object, key: string): string {
  return JSON.stringify(file, (name, value) => (name === key ? "\0" : value)).replaceAll('"\\u0000"', "1e999");
}
