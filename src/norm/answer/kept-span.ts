import type { Context } from "../../platform/context/context.ts";
import { keptFor } from "../schema/keep-rows.ts";
import type { KeptSpan } from "../schema/kept-answer.ts";
import { findKeptSpan } from "../store/archive.ts";
import type { NormRow } from "../store/norms.ts";

/** The first and the last time of which a norm keeps rows, and as it is told. Rows without times have none. */
export async function readKeptSpan(
  { database }: Context,
  { id, specification, inferred }: NormRow,
): Promise<{ fromMs: number | null; toMs: number | null; told: KeptSpan }> {
  const { fromMs, toMs } = await findKeptSpan(database, id);
  const told = (ms: number | null) => (ms === null || !inferred?.timed ? null : new Date(ms).toISOString());
  return { fromMs, toMs, told: { keep: keptFor(specification), from: told(fromMs), to: told(toMs) } };
}
