// What splits must keep to: responses that do not fall or rise with a column, and columns that may meet in one branch (scikit-learn's
// monotonic_cst and interaction_cst).

interface Bounds {
  lower: number;
  upper: number;
}

/** Columns that may be split by, and the groups that they are from. */
interface Allowed {
  columns: Int32Array;
  groups: readonly number[];
}

export interface Constraints {
  ofRoot(): Allowed;
  /** Below a split by a column. */
  below(column: number, allowed: Allowed): Allowed;
  /** Of the values left and right of a split by a column. */
  boundsOf(column: number, bounds: Bounds, values: readonly [number, number]): [Bounds, Bounds];
}

/** `signs`: +1 or −1 by column, else 0; null for none. `groups`: of columns that may meet; null for all. */
export function constraintsOf(
  columnCount: number,
  signs: Int32Array | null,
  groups: readonly (readonly number[])[] | null,
): Constraints {
  const all: Allowed = { columns: Int32Array.from({ length: columnCount }, (_, j) => j), groups: [] };
  return {
    ofRoot: () => (groups === null ? all : allowedBy(groups, [...groups.keys()])),
    below(column, allowed) {
      if (groups === null) return allowed;
      const left = allowed.groups.filter((group) => (groups[group] as readonly number[]).includes(column));
      return allowedBy(groups, left);
    },
    boundsOf(column, bounds, [left, right]) {
      const sign = signs?.[column] ?? 0;
      if (sign === 0) return [bounds, bounds];
      const middle = (left + right) / 2;
      const [low, high] = [
        { lower: bounds.lower, upper: middle },
        { lower: middle, upper: bounds.upper },
      ];
      return sign > 0 ? [low, high] : [high, low];
    },
  };
}

function allowedBy(groups: readonly (readonly number[])[], some: readonly number[]): Allowed {
  const columns = new Set(some.flatMap((group) => groups[group] as readonly number[]));
  return { columns: Int32Array.from(columns).sort(), groups: some };
}
