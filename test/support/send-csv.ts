// A CSV as a request's body, learned from with limits that are made small, so that it does not fit.
import { trainChunks } from "../../src/norm/learn/train-chunks.ts";
import type { RowsQuery } from "../../src/norm/route/read-rows.ts";
import { streamRows } from "../../src/norm/route/stream-rows.ts";
import type { Context } from "../../src/platform/context/context.ts";
import { openCsv } from "../../src/platform/http/open-csv.ts";

export interface SentCsv {
  query?: RowsQuery & { continues?: boolean };
  batch?: string;
  /** Rows of a chunk. */
  rowsMax?: number;
  /** Bytes of a piece of the body. */
  pieceBytes?: number;
}

/** One row is more than is held at once. */
const NOTHING = { bytes: Number.POSITIVE_INFINITY, rows: 0, cells: 0, fileBytes: 1e8, fileRows: 1e6 };

export async function sendCsv(context: Context, norm: string, text: string, sent: SentCsv = {}) {
  const { query = {}, batch, rowsMax = 7, pieceBytes = 1_000 } = sent;
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  const body = new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, at + pieceBytes));
      at += pieceBytes;
    },
  });
  const init = { method: "POST", headers: { "content-type": "text/csv" }, body, duplex: "half" };
  const request = Object.assign(new Request("http://here/", init as RequestInit), {
    account: context.budget.open(),
    cpu: context.cpu,
  });
  const opened = await openCsv(request as never, context, { ...query, limits: NOTHING });
  return trainChunks(context, norm, streamRows(opened, query, { batch, rowsMax }));
}

/** Columns as a CSV; what is missing is an empty cell. */
export function csvOf(columns: Record<string, readonly (string | number | null)[]>): string {
  const names = Object.keys(columns);
  const [first = []] = Object.values(columns);
  const lines = first.map((_, row) => names.map((name) => columns[name]?.[row] ?? "").join(","));
  return `${[names.join(","), ...lines].join("\n")}\n`;
}
