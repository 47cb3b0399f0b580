// The rows of a batch, as they were sent: read before it is forgotten, so that it can be trained again.
import { answerOf, asIs, edgefit } from "../../../api.ts";
import { cellOf } from "../../../part/save.ts";

export interface SentRows {
  t?: string[];
  x: Record<string, (number | string | null)[]>;
  y: (number | null)[];
  sample_weight?: number[];
  continues?: boolean;
}

// What a body of JSON may have; more goes as CSV, which is read as it comes.
const JSON_ROWS_MAX = 100_000;
const JSON_VALUES_MAX = 2_000_000;

/** All pages of it, joined; null where none of its rows are kept. */
export async function readBatchRows(norm: string, batch: string): Promise<SentRows | null> {
  const pages: SentRows[] = [];
  for (let skip: number | null = 0; skip !== null; ) {
    const params = { path: { norm, batch }, query: { skip: String(skip) as never } };
    const page: { sent: SentRows; kept: number; next: number | null } = await answerOf(
      edgefit().GET("/norms/{norm}/batches/{batch}/rows", { params }),
    );
    if (page.kept === 0) return null;
    pages.push(page.sent);
    skip = page.next;
  }
  return joinRows(pages);
}

/** Pages as one; what only some rows have (times, weights) all of them have. */
export function joinRows(pages: readonly SentRows[]): SentRows | null {
  const [first] = pages;
  if (first === undefined) return null;
  const joined = <Value>(of: (page: SentRows) => Value[] | undefined) => pages.flatMap((page) => of(page) ?? []);
  return {
    ...(first.t !== undefined && { t: joined(({ t }) => t) }),
    x: Object.fromEntries(Object.keys(first.x).map((column) => [column, joined(({ x }) => x[column])])),
    y: joined(({ y }) => y),
    ...(first.sample_weight !== undefined && { sample_weight: joined((page) => page.sample_weight) }),
    ...(first.continues !== undefined && { continues: first.continues }),
  };
}

/** Under the name that it had. */
export async function trainAgain(norm: string, batch: string, rows: SentRows): Promise<void> {
  const path = { norm };
  const columns = Object.keys(rows.x);
  if (rows.y.length <= JSON_ROWS_MAX && rows.y.length * columns.length <= JSON_VALUES_MAX) {
    const body = { ...rows, batch };
    await answerOf(edgefit().POST("/norms/{norm}/train", { params: { path }, body: body as never }));
    return;
  }
  const { text, query } = asCsv(rows);
  const { continues } = rows;
  const all = { ...query, batch, ...(continues !== undefined && { continues: String(continues) }) };
  await answerOf(
    edgefit().POST("/norms/{norm}/train", {
      params: { path, query: all as never },
      body: text as never,
      ...asIs,
      headers: { "content-type": "text/csv", "idempotency-key": batch },
    }),
  );
}

/** Times, y and weights get names that no column has. */
export function asCsv({ t, x, y, sample_weight }: SentRows): { text: string; query: Record<string, string> } {
  const columns = Object.keys(x);
  const free = (name: string): string => (columns.includes(name) ? free(`${name}_`) : name);
  const [time, target, weight] = [free("t"), free("y"), free("sample_weight")];
  const all: [string, readonly (string | number | null)[]][] = [
    ...(t === undefined ? [] : [[time, t] as [string, string[]]]),
    ...Object.entries(x),
    [target, y],
    ...(sample_weight === undefined ? [] : [[weight, sample_weight] as [string, number[]]]),
  ];
  const lines = y.map((_, row) => all.map(([, values]) => cellOf(values[row] ?? null)).join(","));
  const query = {
    target,
    ...(t !== undefined && { time }),
    ...(sample_weight !== undefined && { weight }),
  };
  return { text: [all.map(([name]) => cellOf(name)).join(","), ...lines].join("\n"), query };
}
