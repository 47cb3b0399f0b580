// A thread that asks servers for /health every 10 ms, answered or not, from "start" to "stop"; answers how long each took from when it was to
// be asked, in ms. By itself, for what the others of its process do is not to count.
import { parentPort, workerData } from "node:worker_threads";
import { HEALTH, onConnection } from "./load.ts";

const EVERY_MS = 10;
const origins: string[] = workerData;
let isOver = false;
parentPort?.on("message", async (told: "start" | "stop") => {
  isOver = told === "stop";
  if (told === "start") parentPort?.postMessage(await Promise.all(origins.map(timesOf)));
});

function timesOf(origin: string): Promise<number[]> {
  const times: number[] = [];
  return onConnection(origin, async (send) => {
    for (let due = performance.now(); !isOver; due += EVERY_MS) {
      const early = due - performance.now();
      if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
      await send(HEALTH);
      times.push(performance.now() - due);
    }
    return times;
  });
}
