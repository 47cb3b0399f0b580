// Columns of the same rows as sums of others: lines that bend at some of the knots, of the pieces between more of them. Every row of
// the columns lies where no knot is asked for inside an occupied cell, so the sums are exact.
import { assert } from "../../error.ts";
import { stretchesOf } from "./cells.ts";
import type { Feature } from "./feature.ts";
import type { CellsByColumn } from "./kept-feature.ts";
import type { Term } from "./term.ts";

/** One column as Σ share · source; `source` null is the constant 1. */
export type Combination = { source: number | null; share: number }[];

type Sum = { term: Term | null; share: number }[];

/** `sources`: the features that columns are there of, whose rows lie in `cells`. */
export function combine(targets: readonly Feature[], sources: readonly Feature[], cells: CellsByColumn): Combination[] {
  const places = new Map(sources.map(({ term }, i) => [keyOf(term), i]));
  const pieces = new Map<string, Term[]>();
  for (const { term } of sources) {
    if (term.kind === "piece") pieces.set(term.column, [...(pieces.get(term.column) ?? []), term]);
  }

  function sumOf(term: Term): Sum {
    if (term.kind === "product") return product(sumOf(term.left), sumOf(term.right));
    // Of a level that the rows do not have there is nothing.
    if (term.kind === "category" && !places.has(keyOf(term))) return [];
    if (term.kind !== "piece" || cells[term.column] === undefined) return [{ term, share: 1 }];
    const { column, from, to } = term;
    const shares = new Map(upToKnot(column, to).map(({ term, share }) => [term, share]));
    if (from !== -Infinity) {
      for (const { term, share } of upToKnot(column, from)) shares.set(term, (shares.get(term) ?? 0) - share);
    }
    return [...shares].filter(([, share]) => share !== 0).map(([term, share]) => ({ term, share }));
  }

  /** The lesser of the value and the knot: of each stretch as much as lies below it. */
  function upToKnot(column: string, knot: number): Sum {
    const stretches = stretchesOf(cells[column] as CellsByColumn[string]);
    const lowest = (stretches[0] as (typeof stretches)[number]).from;
    if (knot <= lowest) return [{ term: null, share: knot }];
    return stretches.flatMap(({ from, to }, i) => {
      const share = knot >= to ? 1 : (knot - from) / (to - from);
      return share > 0 ? [{ term: pieces.get(column)?.[i] as Term, share }] : [];
    });
  }

  return targets.map(({ term, name }) =>
    sumOf(term).map(({ term, share }) => {
      const source = term === null ? null : places.get(keyOf(term));
      assert(source !== undefined, `nothing is kept to make ${name} of`);
      return { source, share };
    }),
  );
}

function product(left: Sum, right: Sum): Sum {
  return left.flatMap((a) =>
    right.map((b) => ({
      term: a.term === null ? b.term : b.term === null ? a.term : { kind: "product", left: a.term, right: b.term },
      share: a.share * b.share,
    })),
  );
}

function keyOf(term: Term): string {
  return JSON.stringify(term);
}
