import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { createCpuTime, faultOfPlan, readCpuSeconds } from "../../../src/platform/context/cpu-time.ts";
import { faultOfPieceSeconds, readPieceSeconds } from "../../../src/platform/context/piece-seconds.ts";

it("adds up what one request takes, and refuses what is more than is left", () => {
  const cpu = createCpuTime(0.01);
  cpu.spend(0.004, "to read");
  expect([cpu.has(0.006), cpu.has(0.007)]).toEqual([true, false]);
  const told =
    "Cannot go on within Cloudflare's free plan: to learn takes about 7 ms of CPU time and what comes before it 4 ms, and the plan gives a " +
    "request 10 ms; PLAN=paid, on the paid plan, refuses none of it";
  expect(() => cpu.spend(0.007, "to learn")).toThrow(told);
  // What was refused was not done.
  cpu.spend(0.006, "to learn");
  expect(() => cpu.spend(1e-9, "more")).toThrow("more takes about 1 ms of CPU time and what comes before it 10 ms");
});

it("asks of another message whether it is too long by itself", () => {
  const cpu = createCpuTime(0.01);
  cpu.spend(0.009, "to read");
  cpu.require(0.01, "a piece");
  expect(() => cpu.require(0.0101, "a piece")).toThrow("a piece takes about 11 ms of CPU time, and the plan");
});

it("refuses nothing without a limit, whatever is told", () => {
  const cpu = createCpuTime();
  for (const seconds of [1e9, Number.POSITIVE_INFINITY, Number.NaN]) {
    cpu.spend(seconds, "all");
    cpu.require(seconds, "all");
    expect(cpu.has(seconds)).toBe(true);
  }
});

it.each([
  ["free", 0.01, undefined],
  ["paid", Number.POSITIVE_INFINITY, undefined],
  [undefined, Number.POSITIVE_INFINITY, undefined],
  ["Free", Number.POSITIVE_INFINITY, 'PLAN is "Free", neither free nor paid'],
])("PLAN %s gives %d seconds", (plan, seconds, fault) => {
  expect([readCpuSeconds(plan), faultOfPlan(plan)]).toEqual([seconds, fault]);
});

it.each([
  [undefined, 0.01, 0.005, undefined],
  [undefined, undefined, 1, undefined],
  ["0.01", 0.01, 0.01, undefined],
  ["0.011", 0.01, null, 'PIECE_SECONDS is "0.011", more than the 0.01 that PLAN "free" gives; leave it out'],
  ["60", undefined, 60, undefined],
])("PIECE_SECONDS %s where a message has %s", (text, cpuSeconds, seconds, fault) => {
  expect(faultOfPieceSeconds(text, cpuSeconds)).toBe(fault);
  if (seconds !== null) expect(readPieceSeconds(text, cpuSeconds)).toBe(seconds);
});

it("is a plan in wrangler.toml", () => {
  const [, plan] =
    /^PLAN = "(.*)"$/m.exec(readFileSync(new URL("../../../wrangler.toml", import.meta.url), "utf8")) ?? [];
  expect(faultOfPlan(plan)).toBeUndefined();
  expect(readCpuSeconds(plan)).toBe(0.01);
});
