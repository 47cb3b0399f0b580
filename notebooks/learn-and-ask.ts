// A model by itself, of whatever rows, as the registry learns it, asks it and makes a file of it.
import * as v from "valibot";
import type { Kernel } from "../src/engine/kernel/kernel.ts";
import { finish } from "../src/engine/math/work.ts";
import type { Family, Params } from "../src/engine/model/family.ts";
import type { Sigmoid } from "../src/engine/model/platt.ts";
import { subsetOf } from "../src/engine/model/training-set.ts";
import { formatOf, listedFamily } from "../src/registry/schema/model-artifact.ts";
import { toPlain } from "../src/registry/schema/plain.ts";
import { trainingSet } from "../src/registry/train/prepare-training.ts";
import { paramsFor } from "../src/shop/gender/session-params.ts";
import { GENDERS } from "../src/shop/gender/try-variant.ts";
import type { Learned } from "./try-on-folds.ts";

export interface Model {
  family: Family;
  params: Params;
  units: unknown[];
}

/** `rows`: those that are learned from, all unless given. `params`: the service's own for its gender model, unless given. */
export function learn(
  kernel: Kernel,
  { name, params, rows, ...of }: Learned & { name: string; params?: Params; rows?: Uint32Array },
): Model {
  const family = listedFamily(name);
  const given = params ?? paramsFor({ name: name as "Ridge", h_tune: false });
  const parsed = v.parse(family.params.classification, given) as Params;
  const { table, target, weights, folds } = of;
  const all = {
    columns: table.values,
    target,
    folds: folds.of,
    classCount: GENDERS.length,
    ...(weights && { weights }),
  };
  const set = trainingSet(rows === undefined ? all : subsetOf(all, rows), GENDERS, parsed);
  const units = finish(family.fit(kernel, set, parsed, { from: 0, to: family.unitCount(parsed) }));
  return { family, params: parsed, units };
}

/** Raw responses to rows. Of Ridge: male from 0 on. */
export function ask(kernel: Kernel, { family, units }: Model, columns: readonly Float64Array[]): Float64Array {
  const asked = { columns, rowCount: columns[0]?.length ?? 0, classCount: GENDERS.length };
  return family.respond(kernel, units, asked);
}

/** How much each column mattered, by measure: the mean over the units, as the registry has it. */
export function importanceOf({ family, units }: Model): Record<string, number[]> {
  const each = units.map((unit) => family.importance(unit));
  return Object.fromEntries(
    Object.keys(each[0] ?? {}).map((measure) => {
      const told = each.flatMap((of) => of[measure] ?? []);
      const sums = (told[0] ?? []).map((_, j) => told.reduce((total, values) => total + (values[j] as number), 0));
      return [measure, Array.from(sums, (total) => total / Math.max(1, told.length))];
    }),
  );
}

/** The text of what GET /api/ml_models/{id}/download gives. */
export function fileOf({ family, params, units }: Model, columns: string[], calibration: Sigmoid[] | null): string {
  const { name } = family;
  return JSON.stringify({
    ...{ format: formatOf({ name, classes: GENDERS }), problem: "classification", name, params, columns },
    ...{ classes: GENDERS, calibration, columns_with_missing: [], unit_count: units.length, units: units.map(toPlain) },
  });
}
