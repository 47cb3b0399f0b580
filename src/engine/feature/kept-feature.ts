// What factors are made of. The features themselves, but for lines that bend at knots of which only the number is specified: all rows
// together say where those go, and no row is there any more when they do. So more and narrower pieces are kept, as the cells of a
// column's values cut them (cells.ts); those of a batch that came with other cells, and those between the knots that are chosen at last,
// are sums of them (recombine.ts).
import { onceFor } from "../math/once-for.ts";
import { type Cells, type Stretch, stretchesOf } from "./cells.ts";
import { countFeatures, type Feature, type FeatureSpecification, features, type Inferred } from "./feature.ts";
import type { Term } from "./term.ts";

/** By column of `piecewise`. */
export type CellsByColumn = Record<string, Cells>;

// A year at a degree or two; more would cost more time than they add to a line of a few knots. Stored factors have so many columns: with
// another number, here or below, those of norms that were begun could no longer be read.
const PIECES_MOST = 32;

// A year of hours with so many features is what one request may hold, and of wider norms no steps are kept.
const KEPT_MOST = 224;

/** The columns whose knots the rows place. Norms that 0.4.0 has begun keep the knots that their first batch fixed. */
export function placedColumns({ piecewise = {} }: FeatureSpecification, inferred: Inferred | null): string[] {
  return Object.keys(piecewise).filter(
    (column) => typeof piecewise[column]?.knots === "number" && inferred?.knots[column] === undefined,
  );
}

/** How many pieces are kept of each column whose knots the rows place: more than it has knots, and as many as fit. */
export const pieceCounts: (specification: FeatureSpecification, inferred: Inferred | null) => Record<string, number> =
  onceFor(countPieces);

function countPieces(specification: FeatureSpecification, inferred: Inferred | null): Record<string, number> {
  const columns = placedColumns(specification, inferred);
  const countsAt = (most: number) =>
    Object.fromEntries(
      columns.map((column) => {
        const least = (specification.piecewise?.[column]?.knots as number) + 1;
        return [column, Math.max(least, Math.min(most, Math.max(PIECES_MOST, 2 * least)))];
      }),
    );
  const largest = Math.max(PIECES_MOST, ...Object.values(countsAt(Infinity)));
  for (let most = columns.length === 0 ? 0 : largest; most > 2; most--) {
    const counts = countsAt(most);
    if (countOfBefore(withPieces(specification, counts)) <= KEPT_MOST) return counts;
  }
  return countsAt(2);
}

/** As 0.5.0 counted features, when it chose how many columns its factors have: a bent column's value and both sides of degree days too. */
function countOfBefore(specification: FeatureSpecification): number {
  const { columns, lags, piecewise = {}, degree_days = [] } = specification;
  const bent = new Set([...Object.keys(piecewise), ...degree_days.map(({ column }) => column)]);
  const values = columns.filter((column) => bent.has(column) && lags[column] === undefined).length;
  const sides = degree_days.filter(({ heating, cooling }) => heating === undefined || cooling === undefined).length;
  return countFeatures(specification) + values + sides;
}

/** The features of factors, in order. A column without a cell, of which no row is known, has none but empty pieces. */
export function keptFeatures(
  specification: FeatureSpecification,
  inferred: Inferred,
  cells: CellsByColumn,
): readonly Feature[] {
  const counts = pieceCounts(specification, inferred);
  const columns = Object.keys(counts);
  if (columns.length === 0) return features(specification, inferred);
  const knots = columns.map((column) => {
    const stretches = cells[column] === undefined ? [] : stretchesOf(cells[column]);
    return [column, padded(stretches, (counts[column] as number) - 1)] as const;
  });
  return features(keptSpecification(specification, counts), {
    ...inferred,
    knots: { ...inferred.knots, ...Object.fromEntries(knots) },
  });
}

/** How many they are. */
export function keptCount(specification: FeatureSpecification, inferred: Inferred | null): number {
  const counts = pieceCounts(specification, inferred);
  if (Object.keys(counts).length === 0) return features(specification, inferred).length;
  return features(keptSpecification(specification, counts), inferred).length;
}

/** Whether a feature is made of a column whose knots the rows place. */
export function isPlaced(term: Term, columns: readonly string[]): boolean {
  if (term.kind === "product") return isPlaced(term.left, columns) || isPlaced(term.right, columns);
  return term.kind === "piece" && columns.includes(term.column);
}

/** The ends of all stretches but the first and the last; what is left of so many knots makes pieces that no row is in. */
function padded(stretches: readonly Stretch[], count: number): number[] {
  const knots = stretches.map(({ to }) => to);
  return [...knots, ...Array(count).fill(knots.at(-1) ?? 0)].slice(0, count);
}

const keptSpecification = onceFor(withPieces);

function withPieces(specification: FeatureSpecification, counts: Record<string, number>): FeatureSpecification {
  const knots = Object.entries(counts).map(([column, count]) => [column, { knots: count - 1 }]);
  return {
    ...specification,
    piecewise: { ...specification.piecewise, ...Object.fromEntries(knots) },
    interactions: wholeGroups(specification, Object.keys(counts)),
  };
}

/** Of what is multiplied with one piece, all are kept: that piece will be made of several. */
function wholeGroups(specification: FeatureSpecification, columns: readonly string[]): [string, string][] {
  const { interactions = [] } = specification;
  if (interactions.length === 0) return interactions;
  const single = features({ ...specification, interactions: [] }, null);
  const groupOf = (name: string) => {
    const of = single.find((feature) => feature.name === name);
    return of !== undefined && isPlaced(of.term, columns) ? of.group : name;
  };
  const pairs = interactions.map(([a, b]) => JSON.stringify([groupOf(a), groupOf(b)]));
  return [...new Set(pairs)].map((pair) => JSON.parse(pair) as [string, string]);
}
