// A thread of its own, so that what it measures is not how busy the attacker is: asks /health every so often, and tells how long it took.
import { parentPort, workerData } from "node:worker_threads";

const PAUSE_MS = 25;

const { origin } = workerData as { origin: string };
let isOver = false;
parentPort?.on("message", () => {
  isOver = true;
});
const times: number[] = [];
while (!isOver) {
  const before = performance.now();
  const response = await fetch(`${origin}/health`);
  await response.text();
  times.push(performance.now() - before);
  await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
}
parentPort?.postMessage(times);
parentPort?.close();
