// Whether the levels of a norm's categories are few enough: each is a column of every factor, and their names lie beside those in a row of D1.
import type { LevelsByColumn } from "../../engine/feature/feature.ts";
import { AppError } from "../../error.ts";
import { FEATURE_COUNT_MAX, LEVELS_BYTES_MAX } from "../../platform/schema/limit.ts";
import { formatPath } from "../../platform/schema/parse.ts";
import type { NormParts } from "./levels.ts";
import { factorSize } from "./place-columns.ts";

/** Refuses levels, of a batch or of all batches, that with the other features are more than a norm may have. */
export function requireFewLevels(norm: NormParts, levels: LevelsByColumn): void {
  const [longest] = Object.entries(levels).sort(([, a], [, b]) => b.length - a.length);
  if (longest === undefined) return;
  const count = Object.values(levels).reduce((sum, { length }) => sum + length, 0);
  const [column, { length }] = longest;
  const told = `${length} levels in all batches`;
  // So many are not multiplied with others to be counted. Their names count as one.
  const features = 1 + (count > FEATURE_COUNT_MAX ? count : factorSize(norm, levels) - 2);
  if (features > FEATURE_COUNT_MAX) {
    const with_ = count > FEATURE_COUNT_MAX ? "levels" : "features, levels counted";
    refuse(column, `${told}, which make ${features} ${with_}, more than the ${FEATURE_COUNT_MAX} that are accepted`);
  }
  const bytes = new TextEncoder().encode(JSON.stringify(levels)).length;
  if (bytes > LEVELS_BYTES_MAX) {
    const names = `the names of all levels take ${bytes} bytes, more than the ${LEVELS_BYTES_MAX} that are accepted`;
    refuse(column, `${told}; ${names}: shorter ones would do`);
  }
}

function refuse(column: string, message: string): never {
  const path = formatPath(["x", column]);
  throw new AppError("invalid", `Cannot train: ${path}: ${message}`, [{ path, message }]);
}
