// A database that counts what Cloudflare counts: statements, each of a batch for itself, and what is bound to them.
import type { D1Database } from "@cloudflare/workers-types";

export interface Counted {
  statements: number;
  /** The most of one statement, and the most characters of one of them. */
  parameters: number;
  characters: number;
  /** What was written and read, for tests that ask what grew. */
  sql: string[];
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
  const known = new WeakMap<Statement, { inner: Statement; sql: string }>();

  function count(sql: string): void {
    counted.statements++;
    counted.sql.push(sql);
  }

  function wrap(inner: Statement, sql: string): Statement {
    const counting =
      <A extends unknown[]>(run: (...given: A) => Promise<unknown>) =>
      (...given: A) => {
        count(sql);
        return run(...given);
      };
    const statement: Statement = {
      bind(...values) {
        counted.parameters = Math.max(counted.parameters, values.length);
        const lengths = values.map((value) => (typeof value === "string" ? value.length : 0));
        counted.characters = Math.max(counted.characters, ...lengths);
        return wrap(inner.bind(...values), sql);
      },
      run: counting(() => inner.run()),
      all: counting(() => inner.all()),
      first: counting((column?: string) => inner.first(column)),
      raw: counting((options?: unknown) => inner.raw(options)),
    };
    known.set(statement, { inner, sql });
    return statement;
  }

  const counting = {
    prepare: (sql: string) => wrap(d1.prepare(sql) as unknown as Statement, sql),
    batch(statements: Statement[]) {
      const all = statements.map((statement) => known.get(statement) as { inner: Statement; sql: string });
      for (const { sql } of all) count(sql);
      return d1.batch(all.map(({ inner }) => inner) as never);
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

function nothing(): Counted {
  return { statements: 0, parameters: 0, characters: 0, sql: [] };
}
