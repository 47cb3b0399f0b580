// The table that a gender model learns from: made a few sessions at a time, for a row follows from its own session, and others are to be
// answered in between.

import type { Table } from "../../engine/feature/table.ts";
import { quantile } from "../../engine/math/quantile.ts";
import type { Context } from "../../platform/context/context.ts";
import type { Vocabulary } from "../feature/session.ts";
import { type Session, sessionFeatures } from "../feature/session.ts";

// Of either, some 20 ms of work.
const SESSIONS_AT_ONCE = 1_000;
const VIEWS_AT_ONCE = 20_000;

export async function tabulateSessions(
  context: Context,
  sessions: readonly Session[],
  vocabulary: Vocabulary,
): Promise<Table> {
  const { columns } = sessionFeatures([], vocabulary);
  const values = columns.map(() => new Float64Array(sessions.length));
  for (let from = 0; from < sessions.length; ) {
    const to = endOf(sessions, from);
    sessionFeatures(sessions.slice(from, to), vocabulary).values.forEach((part, j) => {
      values[j]?.set(part, from);
    });
    from = to;
    await context.sleep(0);
  }
  return { columns, values, rowCount: sessions.length };
}

/** Where the sessions end that begin at `from` and are worked on at once. */
function endOf(sessions: readonly Session[], from: number): number {
  let views = 0;
  let to = from;
  while (to < Math.min(sessions.length, from + SESSIONS_AT_ONCE) && views < VIEWS_AT_ONCE)
    views += (sessions[to++] as Session).views.length;
  return to;
}

/** Of each column. Most count views of a category, and more than half of their values are 0: those need no sorting. */
export async function mediansOf(context: Context, columns: readonly Float64Array[]): Promise<number[]> {
  const medians: number[] = [];
  for (const column of columns) {
    let zeros = 0;
    for (const value of column) if (value === 0) zeros++;
    const isZero = 2 * zeros > column.length;
    medians.push(isZero ? 0 : quantile(column.toSorted(), 0.5));
    if (!isZero) await context.sleep(0);
  }
  return medians;
}
