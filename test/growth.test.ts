// No call costs more than its body is long: eight times the body takes eight times the time and memory, whatever is in it.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { type Growth, isTooMuch, ratio } from "./support/growth.ts";
import { printTable } from "./support/print-table.ts";

it("grows with the body and no faster", async () => {
  const grown = await measure();
  const lines = grown.map((growth) => ({ growth, time: ratio(growth, "ms"), memory: ratio(growth, "megabytes") }));
  printTable(
    ["call", "status", "ms", "×time", "MB", "×memory"],
    lines.map(({ growth: { name, status, large }, time, memory }) => [
      ...[name, status.join("/"), large.ms.toFixed(1), time.toFixed(1), large.megabytes.toFixed(1), memory.toFixed(1)],
    ]),
  );
  expect(grown.length).toBeGreaterThan(100);
  expect(grown.filter(isTooMuch)).toEqual([]);
  expect(grown.filter(({ status }) => status.some((each) => each >= 500))).toEqual([]);
}, 1_200_000);

async function measure(): Promise<Growth[]> {
  const flags = ["--js-base-64", "--expose-gc", "--min-semi-space-size=512", "--max-semi-space-size=512"];
  const main = fileURLToPath(new URL("support/measure-growth.ts", import.meta.url));
  const child = spawn(process.execPath, [...flags, main], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const grown: Growth[] = [];
  for await (const line of createInterface(child.stdout)) grown.push(JSON.parse(line));
  expect(await ended).toBe(0);
  return grown;
}
