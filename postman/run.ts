// `npm run test:postman`: both collections as Postman would run them, against a fresh service on every runtime; twice over, for a run leaves
// nothing behind. With ORIGIN (and TOKEN, unless that server is public) they run against a server that is there already.
import { runtimes } from "../test/support/runtimes.ts";
import { itemsOf, readCollection } from "./collection.ts";
import { API_TOKEN, type Execution, nameOf, PIECE_SECONDS, runCollection } from "./newman.ts";
import { shapeOf } from "./shape.ts";
import { shownBody } from "./shown-body.ts";
import { undescribed } from "./undescribed.ts";

const items = itemsOf(readCollection("edgefit.json"));

const { ORIGIN, TOKEN = "" } = process.env;
if (ORIGIN !== undefined) await runBoth(ORIGIN, ORIGIN, TOKEN);
else {
  for (const { name, start } of runtimes) {
    const server = await start({ API_TOKEN, PIECE_SECONDS });
    await runBoth(name, server.origin, API_TOKEN).finally(() => server.stop());
  }
}

/** The process exits with 1 where anything failed. */
async function runBoth(where: string, origin: string, token: string): Promise<void> {
  for (const collection of ["edgefit.json", "cases.json"]) {
    const { stats, failures, executions } = await runCollection(collection, origin, token, 2);
    const changed = collection === "edgefit.json" ? executions.filter(isOfAnotherShape) : [];
    for (const execution of changed) console.error(`${nameOf(execution)}: not of the shape that is saved`);
    const others = await undescribed(executions);
    for (const told of others) console.error(`not as /openapi.json describes it: ${told}`);
    const failed = failures.length + changed.length + others.length;
    console.log(
      `${collection} on ${where}: ${stats.items.total} requests, ${stats.assertions.total} assertions, ${failed} failed (two runs)`,
    );
    if (failed > 0) process.exitCode = 1;
  }
}

/** Whether an answer has other keys or types than the one that is saved beside its request. */
function isOfAnotherShape(execution: Execution): boolean {
  const { response } = execution;
  const saved = items.get(nameOf(execution))?.response?.[0];
  if (response === undefined || saved === undefined) return true;
  // What is still under way is asked for again.
  return response.code === saved.code && shapeOf(shownBody(execution)) !== shapeOf(saved.body);
}
