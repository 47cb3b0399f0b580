// A database that counts what Cloudflare counts: statements, each of a batch for itself, and what is bound to them.
import type { D1Database } from "@cloudflare/workers-types";

export interface Counted {
  statements: number;
  /** The most of one statement, and the most bytes of all of one together. */
  parameters: number;
  bytes: number;
}

interface Statement {
  bind(...values: unknown[]): Statement;
  run(): Promise<unknown>;
  all(): Promise<unknown>;
  first(column?: string): Promise<unknown>;
  raw(options?: unknown): Promise<unknown>;
}

/** `take` answers what was counted since it was last called. */
export function countStatements(d1: D1Database): { d1: D1Database; take(): Counted } {
  let counted = nothing();
  const known = new WeakMap<Statement, Statement>();

  function wrap(inner: Statement): Statement {
    const counting =
      <A extends unknown[]>(run: (...given: A) => Promise<unknown>) =>
      (...given: A) => {
        counted.statements++;
        return run(...given);
      };
    const statement: Statement = {
      bind(...values) {
        const bytes = values.reduce((sum: number, value) => sum + Buffer.byteLength(String(value)), 0);
        counted.parameters = Math.max(counted.parameters, values.length);
        counted.bytes = Math.max(counted.bytes, bytes);
        return wrap(inner.bind(...values));
      },
      run: counting(() => inner.run()),
      all: counting(() => inner.all()),
      first: counting((column?: string) => inner.first(column)),
      raw: counting((options?: unknown) => inner.raw(options)),
    };
    known.set(statement, inner);
    return statement;
  }

  const counting = {
    prepare: (sql: string) => wrap(d1.prepare(sql) as unknown as Statement),
    batch(statements: Statement[]) {
      counted.statements += statements.length;
      return d1.batch(statements.map((statement) => known.get(statement)) as never);
    },
  };
  return {
    d1: counting as unknown as D1Database,
    take() {
      const taken = counted;
      counted = nothing();
      return taken;
    },
  };
}

/** A database that is some way off: what is asked of it comes and goes by turns, as it does on Cloudflare. */
export function later(d1: D1Database, ms: number): D1Database {
  const known = new WeakMap<Statement, Statement>();
  const delayed = async <T>(run: () => Promise<T>): Promise<T> => {
    await new Promise((resolve) => setTimeout(resolve, ms));
    const answer = await run();
    await new Promise((resolve) => setTimeout(resolve, ms));
    return answer;
  };
  function wrap(inner: Statement): Statement {
    const statement: Statement = {
      bind: (...values) => wrap(inner.bind(...values)),
      run: () => delayed(() => inner.run()),
      all: () => delayed(() => inner.all()),
      first: (column) => delayed(() => inner.first(column)),
      raw: (options) => delayed(() => inner.raw(options)),
    };
    known.set(statement, inner);
    return statement;
  }
  return {
    prepare: (sql: string) => wrap(d1.prepare(sql) as unknown as Statement),
    batch: (statements: Statement[]) =>
      delayed(() => d1.batch(statements.map((statement) => known.get(statement)) as never)),
  } as unknown as D1Database;
}

/** A database that fails, as `message` says, in each batch after so many. */
export function failingAfter(d1: D1Database, batches: number, message: string): D1Database {
  let left = batches;
  return {
    prepare: (sql: string) => d1.prepare(sql),
    batch: (statements: never) =>
      left-- > 0 ? d1.batch(statements) : Promise.reject(new Error(`D1_ERROR: ${message}`)),
  } as unknown as D1Database;
}

function nothing(): Counted {
  return { statements: 0, parameters: 0, bytes: 0 };
}
