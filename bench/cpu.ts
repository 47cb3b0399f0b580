// `npm run bench:cpu`: CPU time of the service's own code, call by call and message by message, beside the 10 ms that Cloudflare's free
// plan gives each. In this process, on SQLite whose own work is left out, as D1 does it elsewhere. `first`: the first such call of the process;
// `cold`: the mean of those that find nothing in the isolate's cache; `warm`: of the others. The clock of CPU time has ticks of milliseconds.
import { serve } from "../src/app.ts";
import { consumePieces } from "../src/registry/task/consume-pieces.ts";
import { openContext, type TestContext } from "../test/support/context.ts";
import { normal, uniform } from "../test/support/numbers.ts";
import { printTable } from "../test/support/print-table.ts";
import { madeUpSessions } from "../test/support/shop.ts";

const FREE_MS = 10;
const ROUNDS = 40;

let databaseMs = 0;
/** The model that was trained last. */
let newest = 0;

interface Call {
  what: string;
  /** The nth time; the first comes first. */
  send(n: number): { method: string; path: string; body?: unknown };
  /** Whether what it starts is done message by message. */
  isTask?: boolean;
}

interface Spent {
  ms: number;
  isCold: boolean;
}

const random = normal(uniform(1));
const context = timed(openContext(Number(process.env.PIECE_SECONDS ?? 0.005)));

const hours = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => new Date(Date.UTC(2026, 0, 1) + 3_600_000 * (from + i)).toISOString());
const column = (count: number) => Array.from({ length: count }, () => Number(random().toFixed(3)));
const day = (n: number, columns: number, count = 24) => ({
  t: hours(count * n, count),
  x: Object.fromEntries(Array.from({ length: columns }, (_, j) => [`x${j + 1}`, column(count)])),
});
const train = (norm: string, columns: number, count = 24): Call => ({
  what: `norm of ${columns} features: train ${count} rows`,
  send: (n) => ({
    method: "POST",
    path: `/norms/${norm}/train`,
    body: { ...day(n, columns, count), y: column(count) },
  }),
});
const ask = (norm: string, columns: number, count: number): Call => ({
  what: `norm of ${columns} features: predict ${count} rows`,
  send: (n) => ({ method: "POST", path: `/norms/${norm}/predict`, body: day(n, columns, count) }),
});
const question = (norm: string, columns: number, what: string, body?: unknown): Call => ({
  what: `norm of ${columns} features: ${what}`,
  send: () => ({ method: body === undefined ? "GET" : "POST", path: `/norms/${norm}/${what}`, body }),
});
const table = (rows: number, columns: number) => {
  const X = Array.from({ length: rows }, () => column(columns));
  return { X, y: X.map(([a = 0, b = 0]) => (a + b > 0 ? "yes" : "no")) };
};
const model = (name: string, rows: number, columns: number, params = {}): Call => ({
  what: `${name} of ${rows} × ${columns}: train`,
  isTask: true,
  send: () => ({
    method: "POST",
    path: "/api/ml_models",
    body: { problem: "classification", name, h_tune: false, params, ...table(rows, columns) },
  }),
});

const calls: Call[] = [
  { what: "health", send: () => ({ method: "GET", path: "/health" }) },
  ...[5, 16, 34, 64, 128, 198].flatMap((columns) => [
    train(`n${columns}`, columns),
    ask(`n${columns}`, columns, 1),
    ask(`n${columns}`, columns, 24),
    question(`n${columns}`, columns, "what-if", { features: ["x1", "x2"] }),
    question(`n${columns}`, columns, "lambda"),
  ]),
  ...[168, 744, 8760].map((count) => train(`rows${count}`, 5, count)),
  ask("rows8760", 5, 744),
  ...[50, 200, 1000].flatMap((rows) => [
    model("Ridge", rows, 5, { lambda: 1 }),
    model("SVM", rows, 5),
    model("Random Forest", rows, 5, { n_estimators: 20 }),
  ]),
  {
    what: "forest of 20 trees: predict 1 row",
    send: () => ({ method: "POST", path: `/api/ml_models/${newest}/predict`, body: { X: [column(5)] } }),
  },
  ...[1, 10, 50].map((count) => ({
    what: `sessions: ${count} visits`,
    send: (n: number) => ({
      method: "POST",
      path: "/sessions",
      body: { sessions: madeUpSessions(count, 7 * n + count) },
    }),
  })),
  { what: "session: categories", send: () => ({ method: "GET", path: "/sessions/1-0/categories" }) },
];

const [only = ""] = process.argv.slice(2);
const lines: string[][] = [];
for (const call of calls.filter(({ what }) => what.includes(only))) {
  const spent = { request: [] as Spent[], message: [] as Spent[] };
  let told = "";
  let messages = 0;
  for (let n = 0; n < ROUNDS; n++) {
    const { method, path, body } = call.send(n);
    const isCold = n % 2 === 1;
    if (isCold) context.cache.entries.clear();
    const sent =
      body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
    const request = new Request(`http://edgefit${path}`, { method, ...sent });
    const { ms, value: response } = await measure(async () => {
      const answer = await serve(request, context, { token: undefined, isPublic: true });
      return { status: answer.status, text: await answer.text() };
    });
    spent.request.push({ ms, isCold });
    newest = JSON.parse(response.text).id ?? newest;
    if (response.status >= 300) told = `${response.status} ${response.text.slice(0, 200)}`;
    for (; context.messages[0] !== undefined; messages++) {
      const message = context.messages.shift();
      const delivery = { body: message, attempts: 1, ack: () => undefined, retry: () => (told = "retried") };
      if (isCold) context.cache.entries.clear();
      spent.message.push({ ...(await measure(() => consumePieces([delivery], context))), isCold });
    }
  }
  lines.push(row(call.what, spent.request, told));
  if (spent.message.length > 0) lines.push(row(`  its ${messages / ROUNDS} messages`, spent.message, ""));
}
printTable(["ms of CPU time", "first", "cold", "warm", `of ${FREE_MS}`, ""], lines);
context.close();

function row(what: string, [first, ...then]: Spent[], told: string): string[] {
  const mean = (cold: boolean) => {
    const of = then.filter(({ isCold }) => isCold === cold);
    return of.reduce((sum, { ms }) => sum + ms, 0) / of.length;
  };
  const [cold, warm] = [mean(true), mean(false)];
  return [
    what,
    ...[first?.ms ?? 0, cold, warm].map((ms) => ms.toFixed(1)),
    cold <= FREE_MS ? "fits" : "TOO LONG",
    told,
  ];
}

/** Of this thread, the database's own work left out. */
async function measure<T>(run: () => Promise<T>): Promise<{ ms: number; value: T }> {
  databaseMs = 0;
  const before = process.threadCpuUsage();
  const value = await run();
  const { user, system } = process.threadCpuUsage(before);
  return { ms: (user + system) / 1000 - databaseMs, value };
}

/** Counts what SQLite takes. */
function timed(context: TestContext): TestContext {
  const { sqlite } = context;
  const count =
    <A extends unknown[], R>(run: (...given: A) => R) =>
    (...given: A): R => {
      const start = process.threadCpuUsage();
      try {
        return run(...given);
      } finally {
        const { user, system } = process.threadCpuUsage(start);
        databaseMs += (user + system) / 1000;
      }
    };
  const prepare = sqlite.prepare.bind(sqlite);
  sqlite.exec = count(sqlite.exec.bind(sqlite));
  sqlite.prepare = count((sql: string) => {
    const statement = prepare(sql);
    for (const name of ["all", "get", "run"] as const)
      statement[name] = count(statement[name].bind(statement) as never) as never;
    return statement;
  }) as typeof sqlite.prepare;
  return context;
}
