// `npm run bench:health`: how long /health takes while calls that take long are under way, one kind after the other, on each runtime; and how
// long a server takes meanwhile that has nothing else to do.
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { uncheckedClientOf } from "../test/support/client.ts";
import { longCalls } from "../test/support/long-calls.ts";
import { type Server, startDeno } from "../test/support/server.ts";
import { onEachRuntime } from "./load.ts";
import { printTable, quantile, type Row } from "./measure.ts";

const idle = await startDeno();
printTable(await onEachRuntime(benchHealth));
await idle.stop();

async function benchHealth(name: string, { origin }: Server): Promise<Row[]> {
  const asker = new Worker(new URL("ask-health.ts", import.meta.url), { workerData: [origin, idle.origin] });
  const rows: Row[] = [];
  for (const { what, run } of await longCalls(uncheckedClientOf(origin))) {
    const start = performance.now();
    asker.postMessage("start");
    await run();
    const seconds = (performance.now() - start) / 1000;
    asker.postMessage("stop");
    const [[ours, theirs]] = await once(asker, "message");
    rows.push({
      what: `${name}: /health beside ${what}, ${seconds.toFixed(1)} s`,
      ours: show(ours),
      peer: `an idle server ${show(theirs)}`,
      ratio: quantile(ours, 0.99) / quantile(theirs, 0.99),
    });
  }
  await asker.terminate();
  return rows;
}

function show(times: number[]): string {
  const [median, most, largest] = [0.5, 0.99, 1].map((share) => quantile(times, share).toFixed(0));
  return `p50 ${median}, p99 ${most}, most ${largest} ms`;
}
