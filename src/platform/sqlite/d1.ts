// D1's shape on node:sqlite, so that the store runs unchanged outside Cloudflare. It refuses what D1 refuses and keeps D1's
// limits, those too that the local simulator lets pass, so that neither side can drift from the other.
import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import type { D1Database } from "@cloudflare/workers-types";

// D1's documented limits.
const PARAMETER_COUNT_MAX = 100;
const STATEMENT_BYTES_MAX = 100_000;
const ROW_BYTES_MAX = 2_000_000;

// Preparing costs more than most of our statements take; there are a few dozen of them.
const STATEMENTS_KEPT = 200;

/**
 * What of D1Database the store uses: prepare, batch, exec; of a statement bind, first, all, raw, run. `requireFile` throws where what is
 * written would be lost: it is called before each write.
 */
export function createD1(database: DatabaseSync, requireFile: () => void = () => undefined): D1Database {
  const kept = new Map<string, Prepared>();
  const lastWrite = database.prepare("select changes() as changes, last_insert_rowid() as id");

  function prepared(sql: string): Prepared {
    const found = kept.get(sql) ?? compile(database, sql);
    kept.delete(sql);
    kept.set(sql, found);
    for (const oldest of kept.keys()) if (kept.size > STATEMENTS_KEPT) kept.delete(oldest);
    return found;
  }

  function statement(sql: string, values: SQLInputValue[]) {
    const execute = () => {
      const statement = prepared(sql);
      if (!statement.isRead && !database.isTransaction) requireFile();
      return run(lastWrite, statement, values);
    };
    return {
      execute,
      bind: (...given: unknown[]) => statement(sql, given.map(toBound)),
      run: async () => told(() => toResult(execute())),
      all: async () => told(() => toResult(execute())),
      first: async (column?: string) => told(() => firstOf(toResult(execute()).results, column)),
      raw: async (options?: { columnNames?: boolean }) =>
        told(() => {
          const { columns, rows } = execute();
          return options?.columnNames ? [columns, ...rows] : rows;
        }),
    };
  }

  /** All statements or none. Nothing comes between them, since nothing here waits. */
  async function batch(statements: ReturnType<typeof statement>[]): Promise<Result[]> {
    if (statements.length === 0) throw new Error("D1_ERROR: No SQL statements detected.");
    return told(() => {
      requireFile();
      database.exec("begin immediate");
      try {
        const results = statements.map(({ execute }) => toResult(execute()));
        database.exec("commit");
        return results;
      } catch (error) {
        if (database.isTransaction) database.exec("rollback");
        throw error;
      }
    });
  }

  /** One statement a line, as D1 has it. */
  async function exec(sql: string): Promise<{ count: number; duration: number }> {
    const lines = sql.split("\n").filter((line) => line.trim() !== "");
    for (const line of lines) told(() => database.exec(line));
    return { count: lines.length, duration: 0 };
  }

  return { prepare: (sql: string) => statement(sql, []), batch, exec } as unknown as D1Database;
}

interface Prepared {
  statement: StatementSync;
  columns: string[];
  parameterCount: number;
  /** A statement that only reads leaves SQLite's count of changes as the last write left it. */
  isRead: boolean;
}

interface Rows {
  columns: string[];
  rows: unknown[][];
  changes: number;
  lastRowId: number;
}

interface Result {
  success: true;
  meta: { changes: number; last_row_id: number; duration: number };
  results: Record<string, unknown>[];
}

function compile(database: DatabaseSync, sql: string): Prepared {
  if (sql.trim() === "") throw new Error("No SQL statements detected.");
  if (byteLength(sql) > STATEMENT_BYTES_MAX) throw new Error("statement too long: SQLITE_TOOBIG");
  const statement = database.prepare(sql);
  statement.setReturnArrays(true);
  const withoutText = sql.replace(TEXT_AND_COMMENTS, "");
  return {
    statement,
    columns: statement.columns().map(({ name }) => name),
    parameterCount: countParameters(withoutText),
    isRead: /^\s*(select|with|pragma)\b/i.test(sql) && !/\b(insert|update|delete)\b/i.test(withoutText),
  };
}

// 'text', "name", `name`, [name], -- comment, /* comment */
const TEXT_AND_COMMENTS = /'[^']*'|"[^"]*"|`[^`]*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?\*\//g;

/** As SQLite counts: ? is the next number, ?3 is number three. */
function countParameters(sql: string): number {
  let most = 0;
  for (const [, number] of sql.matchAll(/\?(\d*)/g)) most = number ? Math.max(most, Number(number)) : most + 1;
  return most;
}

function run(
  lastWrite: StatementSync,
  { statement, columns, parameterCount, isRead }: Prepared,
  values: SQLInputValue[],
): Rows {
  if (parameterCount > PARAMETER_COUNT_MAX) throw new Error("too many SQL variables: SQLITE_ERROR");
  if (parameterCount !== values.length) throw new Error("Wrong number of parameter bindings for SQL query.");
  if (values.reduce((sum: number, value) => sum + sizeOf(value), 0) > ROW_BYTES_MAX) {
    throw new Error("string or blob too big: SQLITE_TOOBIG");
  }
  if (columns.length === 0) {
    const { changes, lastInsertRowid } = statement.run(...values);
    return { columns, rows: [], changes: Number(changes), lastRowId: Number(lastInsertRowid) };
  }
  const rows = (statement.all(...values) as unknown as unknown[][]).map((row) => row.map(fromStored));
  if (isRead) return { columns, rows, changes: 0, lastRowId: 0 };
  const last = lastWrite.get();
  return { columns, rows, changes: Number(last?.changes), lastRowId: Number(last?.id) };
}

function toResult({ columns, rows, changes, lastRowId }: Rows): Result {
  const results = rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i]])));
  return { success: true, meta: { changes, last_row_id: lastRowId, duration: 0 }, results };
}

function firstOf([row]: Record<string, unknown>[], column?: string): unknown {
  if (row === undefined) return null;
  if (column === undefined) return row;
  if (!Object.hasOwn(row, column)) throw new Error(`D1_COLUMN_NOTFOUND: Column not found (${column})`);
  return row[column];
}

/** As D1 binds: booleans are 1 and 0, what is not finite is NULL, undefined and bigint are refused. */
function toBound(value: unknown): SQLInputValue {
  if (value === null || typeof value === "string") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer as ArrayBuffer, value.byteOffset, value.byteLength);
  throw new Error(`D1_TYPE_ERROR: Type '${typeof value}' not supported for value '${String(value)}'`);
}

/** As D1 answers: a BLOB is an array of numbers. */
function fromStored(value: unknown): unknown {
  return value instanceof Uint8Array ? [...value] : value;
}

function sizeOf(value: SQLInputValue): number {
  if (typeof value === "string") return byteLength(value);
  return ArrayBuffer.isView(value) ? value.byteLength : 8;
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** D1 says where an error comes from. */
function told<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    const message = (error as Error).message;
    if (message.startsWith("D1_")) throw error;
    throw new Error(`D1_ERROR: ${message}`, { cause: error });
  }
}
