import { sha256 } from "../../platform/store/sha-256.ts";
import type { TrainRequest } from "../schema/norm-request.ts";

/** SHA-256, in hexadecimal, of what a batch says: its times, its columns by name, y and `continues`; not of how it was written down. */
export async function hashContent({ t, x, y, continues }: TrainRequest): Promise<string> {
  const order = x.columns
    .map((_, i) => i)
    .sort((a, b) => ((x.columns[a] as string) < (x.columns[b] as string) ? -1 : 1));
  const head = JSON.stringify({
    columns: order.map((i) => x.columns[i]),
    rows: x.rowCount,
    continues,
    hasOffset: t?.hasOffset,
  });
  const columns = [...order.map((i) => x.values[i] as Float64Array), y, ...(t === undefined ? [] : [t.ms])];
  // One column at a time: no second copy of them all.
  const parts = [await sha256(new TextEncoder().encode(head))];
  for (const column of columns) parts.push(await sha256(column));
  return (await sha256(new TextEncoder().encode(parts.map((part) => part.toHex()).join()))).toHex();
}
