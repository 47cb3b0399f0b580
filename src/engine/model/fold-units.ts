// Rows that are held out together or not at all, counted by class. Of a hundred thousand groups each has few of a hundred classes: only
// what a unit has is kept, so that all of it takes no more than the rows.

export interface Units {
  /** Rows of each unit. */
  sizes: Uint32Array;
  /** Rows of each class, of all units. */
  totals: Uint32Array;
  /** The classes that units have rows of, and how many: unit by unit, ascending. */
  classes: Uint32Array;
  counts: Uint32Array;
  /** Where those of each unit begin; last, where all end. */
  starts: Uint32Array;
}

/** `unitOf` and `classOf`: numbers from 0, one a row. */
export function countUnits(unitOf: Uint32Array, classOf: (row: number) => number, classCount: number): Units {
  const unitCount = unitOf.reduce((most, unit) => Math.max(most, unit + 1), 0);
  const pairs = unitOf.map((unit, row) => unit * classCount + classOf(row)).sort();
  const firsts = pairs.map((_, i) => i).filter((i) => i === 0 || pairs[i] !== pairs[i - 1]);
  const counts = firsts.map((first, i) => (firsts[i + 1] ?? pairs.length) - first);
  const units: Units = {
    sizes: new Uint32Array(unitCount),
    totals: new Uint32Array(classCount),
    classes: firsts.map((first) => (pairs[first] as number) % classCount),
    counts,
    starts: new Uint32Array(unitCount + 1),
  };
  firsts.forEach((first, i) => {
    const unit = Math.floor((pairs[first] as number) / classCount);
    add(units.sizes, unit, counts[i] as number);
    add(units.totals, units.classes[i] as number, counts[i] as number);
    units.starts[unit + 1] = i + 1;
  });
  // A number that no row has begins where the next one does.
  for (let unit = 0; unit < unitCount; unit++)
    units.starts[unit + 1] = Math.max(units.starts[unit] as number, units.starts[unit + 1] as number);
  return units;
}

/** Visits the classes that a unit has rows of, ascending, with how many. */
export function eachClass(
  { starts, classes, counts }: Units,
  unit: number,
  visit: (k: number, count: number) => void,
): void {
  for (let i = starts[unit] as number; i < (starts[unit + 1] as number); i++)
    visit(classes[i] as number, counts[i] as number);
}

/** Adds what a unit has of each class. */
export function addUnit(units: Units, unit: number, to: Uint32Array): void {
  eachClass(units, unit, (k, count) => add(to, k, count));
}

function add(to: Uint32Array, at: number, count: number): void {
  to[at] = (to[at] as number) + count;
}
