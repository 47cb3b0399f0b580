import type { Table } from "../../engine/feature/table.ts";
import { sha256 } from "../../platform/store/sha-256.ts";
import type { TrainRequest } from "../schema/norm-request.ts";

/**
 * SHA-256, in hexadecimal, of what a batch says: its times, its columns by name, y, weights and `continues`; not of how it was written down.
 * Categories are coded (code-levels.ts), so that a level is the same whether it was sent as text.
 */
export async function hashContent({ t, x, y, sample_weight, continues }: TrainRequest): Promise<string> {
  const order = x.columns
    .map((_, i) => i)
    .sort((a, b) => ((x.columns[a] as string) < (x.columns[b] as string) ? -1 : 1));
  const head = JSON.stringify({
    columns: order.map((i) => x.columns[i]),
    rows: x.rowCount,
    continues,
    hasOffset: t?.hasOffset,
    ...(x.levels && x.levels.size > 0 && { levels: levelNames(x) }),
    ...(sample_weight && { isWeighted: true }),
  });
  const columns = [
    ...order.map((i) => x.values[i] as Float64Array),
    y,
    ...(t === undefined ? [] : [t.ms]),
    ...(sample_weight === undefined ? [] : [sample_weight]),
  ];
  // One column at a time: no second copy of them all.
  const parts = [await sha256(new TextEncoder().encode(head))];
  for (const column of columns) parts.push(await sha256(column));
  return (await sha256(new TextEncoder().encode(parts.map((part) => part.toHex()).join()))).toHex();
}

/** By column; they are ascending. */
function levelNames({ levels = new Map() }: Table): [string, readonly string[]][] {
  return [...levels]
    .map(([column, { names }]): [string, readonly string[]] => [column, names])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
