// What machines rest on, made independent of the table they were fitted on. With the linear kernel that is one row a machine, w itself:
// K(w, x) = w · x, so that a prediction costs no more than the columns, however many rows had a weight.
import type { KernelFunction } from "../../kernel/svm-kernel.ts";
import { takeRows } from "../take-rows.ts";
import type { Machine } from "./decision.ts";

export interface Supports {
  /** The rows that some machine rests on, standardised, column by column. */
  supports: Float64Array[];
  /** Their rows are places among the supports. */
  machines: Machine[];
}

/** `machines`: their rows are rows of the columns. */
export function keepSupports(
  { kind }: KernelFunction,
  columns: readonly Float64Array[],
  machines: readonly Machine[],
): Supports {
  if (kind === "linear") {
    return {
      supports: columns.map((column) => Float64Array.from(machines, (machine) => weightOf(column, machine))),
      machines: machines.map(({ bias }, place) => ({ rows: Uint32Array.of(place), weights: Float64Array.of(1), bias })),
    };
  }
  const placeOf = new Map<number, number>();
  const kept = machines.map(({ rows, weights, bias }) => {
    const places = rows.map((row) => {
      const place = placeOf.get(row) ?? placeOf.size;
      placeOf.set(row, place);
      return place;
    });
    return { rows: places, weights, bias };
  });
  return { supports: takeRows(columns, Uint32Array.from(placeOf.keys())), machines: kept };
}

/** wⱼ = Σ weights · xⱼ. */
function weightOf(column: Float64Array, { rows, weights }: Machine): number {
  return rows.reduce((sum, row, i) => sum + (weights[i] as number) * (column[row] as number), 0);
}
