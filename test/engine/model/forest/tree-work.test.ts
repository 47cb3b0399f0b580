// Estimates of work against what was measured, on a 2-core AMD EPYC under Node 24: seconds of binning, and of ten trees that are grown,
// permuted and asked out of bag. A clock in a test would tell how busy the machine is; the numbers stand here instead.
import * as v from "valibot";
import { expect, it } from "vitest";
import { randomForest } from "../../../../src/engine/model/forest/random-forest.ts";

it.each([
  { rows: 200, columns: 64, classes: 2, params: {}, once: 0.0016, ten: 0.0021 },
  { rows: 200, columns: 20, classes: 50, params: {}, once: 0.0004, ten: 0.0049 },
  { rows: 2_000, columns: 4, classes: 0, params: { max_features: 1 }, once: 0.0014, ten: 0.0147 },
  { rows: 2_000, columns: 64, classes: 2, params: { max_depth: 3 }, once: 0.0248, ten: 0.0053 },
  { rows: 2_000, columns: 1_000, classes: 2, params: {}, once: 0.34, ten: 0.169 },
  { rows: 3_000, columns: 1_000, classes: 2, params: { max_samples: 0.01 }, once: 0.503, ten: 0.144 },
  { rows: 20_000, columns: 20, classes: 2, params: {}, once: 0.072, ten: 0.116 },
  { rows: 20_000, columns: 64, classes: 0, params: { max_features: 21 }, once: 0.256, ten: 1.307 },
  { rows: 20_000, columns: 20, classes: 50, params: {}, once: 0.098, ten: 0.529 },
  { rows: 20_000, columns: 20, classes: 0, params: { max_features: 6, min_samples_leaf: 10 }, once: 0.071, ten: 0.111 },
  { rows: 100_000, columns: 4, classes: 2, params: { max_samples: 0.01 }, once: 0.098, ten: 0.044 },
  { rows: 100_000, columns: 32, classes: 2, params: { max_samples: 0.01 }, once: 0.801, ten: 0.061 },
  { rows: 100_000, columns: 32, classes: 2, params: { max_samples: 0.1 }, once: 0.86, ten: 0.172 },
  { rows: 100_000, columns: 32, classes: 2, params: { max_depth: 4 }, once: 0.795, ten: 0.09 },
  { rows: 100_000, columns: 32, classes: 2, params: {}, once: 1.016, ten: 1.119 },
  { rows: 100_000, columns: 32, classes: 0, params: { max_features: 10 }, once: 0.936, ten: 2.989 },
])("$rows × $columns, $classes classes, $params: within a factor of 2.2", (each) => {
  const problem = each.classes === 0 ? "regression" : "classification";
  const shape = { rowCount: each.rows, columnCount: each.columns, classCount: each.classes };
  const params = v.parse(randomForest.params[problem], each.params) as never;
  const { seconds, onceSeconds = 0 } = randomForest.work(shape, params);
  expect(Math.abs(Math.log2(each.once / onceSeconds))).toBeLessThan(Math.log2(2.2));
  expect(Math.abs(Math.log2(each.ten / (10 * seconds)))).toBeLessThan(Math.log2(2.2));
});
