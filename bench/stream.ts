// `npm run bench:stream`: how long a norm takes to learn from CSV of 1, 10 and 100 MB, what the process that serves holds meanwhile, and how long
// /health takes beside it.
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { gzipSync } from "node:zlib";
import { longCsv } from "../test/support/long-csv.ts";
import { peakMegabytes } from "../test/support/peak-megabytes.ts";
import { type Server, startDeno } from "../test/support/server.ts";
import { onEachRuntime } from "./load.ts";
import { printTable, quantile, type Row } from "./measure.ts";

const idle = await startDeno();
printTable(await onEachRuntime(benchStreams));
await idle.stop();

async function benchStreams(name: string, { origin }: Server): Promise<Row[]> {
  const asker = new Worker(new URL("ask-health.ts", import.meta.url), { workerData: [origin, idle.origin] });
  const rows: Row[] = [];
  for (const [megabytes, isFolded] of [
    [1, false],
    [10, false],
    [100, false],
    [100, true],
  ] as const) {
    const { text, rowCount } = longCsv(megabytes * 1e6);
    const body = isFolded ? gzipSync(text) : text;
    const headers = { "content-type": "text/csv", ...(isFolded && { "content-encoding": "gzip" }) };
    const before = peakMegabytes("VmRSS");
    const start = performance.now();
    asker.postMessage("start");
    const response = await fetch(`${origin}/norms/n${megabytes}${isFolded}/train`, { method: "POST", headers, body });
    const told = await response.text();
    const seconds = (performance.now() - start) / 1000;
    asker.postMessage("stop");
    const [[ours, theirs]] = await once(asker, "message");
    if (response.status !== 200) throw new Error(told.slice(0, 500));
    const what = `${name}: ${megabytes} MB of CSV${isFolded ? ", gzip" : ""}, ${rowCount} rows`;
    rows.push({
      what,
      ours: `${seconds.toFixed(1)} s, ${before} MB before, ${peakMegabytes()} MB at most`,
      peer: `/health beside it ${show(ours)}; an idle server ${show(theirs)}`,
    });
    console.log(rows.at(-1));
  }
  await asker.terminate();
  return rows;
}

function show(times: number[]): string {
  const [median, most, largest] = [0.5, 0.99, 1].map((share) => quantile(times, share).toFixed(0));
  return `p50 ${median}, p99 ${most}, most ${largest} ms`;
}
