// What is known of a table before anything is learned from it: its rows are counted, and dealt to folds.

import { rangeOf } from "../../engine/math/range-of.ts";
import { type Folds, foldRows, NEVER_HELD_OUT } from "../../engine/model/fold-rows.ts";
import { countClasses } from "../../engine/parameter/class-weights.ts";
import { profileColumns } from "../feature/profile-columns.ts";
import type { Input } from "../schema/input.ts";
import type { Label } from "../schema/labels.ts";
import type { Dataset } from "../store/datasets.ts";
import type { DatasetRow } from "../store/registry.ts";

/** Data to learn from, as they come. */
export interface TrainingTable {
  columns: string[];
  values: Float64Array[];
  /** Of X, which the columns are made of; numbers of the same names unless given. */
  inputs?: Input[];
  target: Float64Array;
  /** null for regression. */
  classes: Label[] | null;
  /** What each row weighs; 1 unless given. */
  weights?: Float64Array;
  /** Whose data they are; nobody's unless given. */
  owner?: string;
  groups?: Uint32Array | undefined;
  timesMs?: Float64Array | undefined;
}

/** What is known of data without their numbers. Missing values are those of X. */
export type DataShape = Omit<DatasetRow, "id" | "modelId" | "chunkCount" | "createdAtMs">;

/** Deals the rows to folds, and counts. */
export function describeData(observed: TrainingTable): { dataset: Dataset; shape: DataShape } {
  const { columns, values, target, classes, weights, groups, timesMs, owner = null } = observed;
  const inputs = observed.inputs ?? columns.map((name): Input => ({ name, type: "number" }));
  const targetRange = classes === null ? rangeOf(target) : null;
  const profile = { ...profileColumns(inputs, values), isWeighted: weights !== undefined, targetRange };
  const folds = dealRows(observed);
  const isDealt = typeof folds !== "string";
  return {
    dataset: {
      columns: values,
      target,
      folds: isDealt ? folds.of : new Uint8Array(target.length).fill(NEVER_HELD_OUT),
      isBlocked: groups !== undefined || timesMs !== undefined,
      names: columns,
      ...(weights && { weights }),
      ...(profile.levels && { levels: profile.levels }),
    },
    shape: {
      owner,
      rowCount: target.length,
      columns,
      classes,
      classCounts: classes && countClasses(target, classes.length),
      missingCount: profile.inputs.reduce((sum, { missing }) => sum + missing, 0),
      profile,
      foldCount: isDealt ? folds.count : 0,
      foldsBy: groups ? "group" : timesMs ? "time" : classes ? "class" : "row",
      foldsLacking: isDealt ? null : folds,
      groupCount: groups ? new Set(groups).size : 0,
    },
  };
}

/** Deals the rows to folds, alike wherever columns stand; a text that says why where there can be none. `countMax`: as many as they mostly are unless given. */
export function dealRows(observed: TrainingTable, countMax?: number): Folds | string {
  const { columns, values, target, classes, groups, timesMs } = observed;
  const byName = columns.map((name, j) => ({ name, column: values[j] as Float64Array }));
  byName.sort((a, b) => (a.name < b.name ? -1 : 1));
  const inOrder = byName.map(({ column }) => column);
  return foldRows({ columns: inOrder, target, classCount: classes?.length ?? 0, groups, timesMs }, countMax);
}
