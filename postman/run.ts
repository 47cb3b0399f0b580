// `npm run test:postman`: the collection as Postman would run it, against a fresh service on every runtime; twice over, for a run leaves nothing
// behind. With ORIGIN (and TOKEN, unless that server is public) it runs against a server that is there already.
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { runtimes } from "../test/support/runtimes.ts";
import { type Execution, undescribed } from "./undescribed.ts";

/** What is used of newman, which has no types. */
interface Newman {
  run(options: object, done: (error: Error | null, summary: { run: Run }) => void): void;
}
interface Run {
  executions: Execution[];
  stats: Record<"items" | "assertions", { total: number }>;
  failures: {
    cursor: { iteration: number };
    parent: { name: string };
    source: { name: string };
    error: { test?: string; message: string };
  }[];
}
const newman: Newman = createRequire(import.meta.url)("newman");

/** Asked for, so that the refusals of credentials are shown too. */
const API_TOKEN = "a-token-of-the-postman-run";

/** Small pieces: workerd does one or two at each call, and some of the long trainings must be under way for six. */
const PIECE_SECONDS = "0.25";

const { ORIGIN, TOKEN = "" } = process.env;
if (ORIGIN !== undefined) await runCollection(ORIGIN, ORIGIN, TOKEN);
else {
  for (const { name, start } of runtimes) {
    const server = await start({ API_TOKEN, PIECE_SECONDS });
    await runCollection(name, server.origin, API_TOKEN).finally(() => server.stop());
  }
}

/** Runs the collection and tells what failed; the process exits with 1 where anything did. */
async function runCollection(name: string, origin: string, token: string): Promise<void> {
  const { stats, failures, executions } = await runNewman({
    collection: fileURLToPath(new URL("collection.json", import.meta.url)),
    environment: fileURLToPath(new URL("environment.json", import.meta.url)),
    envVar: Object.entries({ origin, token }).map(([key, value]) => ({ key, value })),
    iterationCount: 2,
  });
  for (const { cursor, parent, source, error } of failures) {
    const where = `run ${cursor.iteration + 1}: ${parent.name} / ${source.name}`;
    console.error(`${where}: ${error.test ? `${error.test}: ` : ""}${error.message}`);
  }
  const others = await undescribed(executions);
  for (const told of others) console.error(`not as /openapi.json describes it: ${told}`);
  console.log(
    `postman on ${name}: ${stats.items.total} requests, ${stats.assertions.total} assertions, ${failures.length} failed, ${others.length} undescribed (two runs)`,
  );
  if (failures.length + others.length > 0) process.exitCode = 1;
}

function runNewman(options: object): Promise<Run> {
  return new Promise((resolve, reject) => {
    newman.run(options, (error, summary) => (error ? reject(error) : resolve(summary.run)));
  });
}
