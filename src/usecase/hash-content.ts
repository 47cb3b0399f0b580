import type { TrainRequest } from "../schema/norm-request.ts";

/** SHA-256, in hexadecimal, of what a batch says: its columns by name, y and `continues`; not of how it was written down. */
export async function hashContent({ x, y, continues }: TrainRequest): Promise<string> {
  const order = x.columns
    .map((_, i) => i)
    .sort((a, b) => ((x.columns[a] as string) < (x.columns[b] as string) ? -1 : 1));
  const head = JSON.stringify({ columns: order.map((i) => x.columns[i]), rows: x.rowCount, continues });
  const values = [...order.map((i) => x.values[i] as Float64Array), y];
  const bytes = await new Blob([head, ...values.map((column) => column as Float64Array<ArrayBuffer>)]).arrayBuffer();
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}
