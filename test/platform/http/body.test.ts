// Bodies that come late, in part, or without end: how long they are waited for, and that nothing of them is counted on.
import type { IRequest } from "itty-router";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createBudget } from "../../../src/platform/context/budget.ts";
import { createCpuTime } from "../../../src/platform/context/cpu-time.ts";
import { bodyChunks, inPace, readBodyText } from "../../../src/platform/http/body.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const MEGABYTE = 1_000_000;

/** A request with a body, and what it may hold in all. */
function requestOf(body: ReadableStream | string, headers: Record<string, string> = {}, bytesMax = 10 * MEGABYTE) {
  const budget = createBudget(bytesMax, () => 0);
  const account = budget.open();
  const request = new Request("http://x/", { method: "POST", body, headers, duplex: "half" } as RequestInit);
  return { request: Object.assign(request, { account, cpu: createCpuTime() }) as unknown as IRequest, account, budget };
}

const never = () => new ReadableStream();
const codeOf = (reading: Promise<string>) =>
  reading.then(
    (text) => text,
    ({ code }) => code,
  );

it.each([
  ["of a hundred bytes half a minute", { "content-length": "100" }, 30_001],
  ["of ten megabytes 78 seconds more", { "content-length": String(10 * MEGABYTE) }, 30_000 + 78_125],
  ["of no told length, of which nothing comes, half a minute", {}, 30_001],
])("waits for a body %s, then answers 408", async (_, headers, ms) => {
  const { request } = requestOf(never(), headers);
  let code: unknown;
  void codeOf(readBodyText(request, 10 * MEGABYTE)).then((told) => {
    code = told;
  });
  await vi.advanceTimersByTimeAsync(ms - 2);
  expect(code).toBeUndefined();
  await vi.advanceTimersByTimeAsync(2);
  expect(code).toBe("timeout");
  expect(vi.getTimerCount()).toBe(0);
});

it("waits for a body of no told length as long as what has come by then allows", async () => {
  // Ten seconds for the first piece, of 1.28 MB, and nothing after it.
  let isFirst = true;
  const pull = (controller: ReadableStreamDefaultController) => {
    if (isFirst) controller.enqueue(new Uint8Array(1_280_000));
    isFirst = false;
    return isFirst ? undefined : new Promise<void>(() => undefined);
  };
  const { request } = requestOf(new ReadableStream({ pull }));
  let code: unknown;
  void codeOf(readBodyText(request, 10 * MEGABYTE)).then((told) => {
    code = told;
  });
  await vi.advanceTimersByTimeAsync(39_999);
  expect(code).toBeUndefined();
  await vi.advanceTimersByTimeAsync(1);
  expect(code).toBe("timeout");
});

it("leaves no timer behind a body that has come", async () => {
  const { request } = requestOf("whole", { "content-length": "5" });
  expect(await readBodyText(request, 5)).toBe("whole");
  expect(vi.getTimerCount()).toBe(0);
});

it("takes a caller who hangs up for no error of ours", async () => {
  const broken = () => new ReadableStream({ start: (controller) => controller.error(new TypeError("reset")) });
  for (const headers of [{}, { "content-length": "100" }]) {
    const { request } = requestOf(broken(), headers as Record<string, string>);
    expect(await codeOf(readBodyText(request, 100))).toBe("incomplete");
  }
});

it("refuses before a byte is read where what is told does not fit, and in between where nothing is told", async () => {
  const pulled = vi.fn((controller: ReadableStreamDefaultController) => controller.enqueue(new Uint8Array(40)));
  const stream = () => new ReadableStream({ pull: pulled }, { highWaterMark: 0 });
  const told = requestOf(stream(), { "content-length": "90" }, 100);
  told.budget.open().take(20);
  expect(await codeOf(readBodyText(told.request, 100))).toBe("busy");
  expect(pulled).not.toHaveBeenCalled();
  const untold = requestOf(stream(), {}, 100);
  untold.budget.open().take(20);
  expect(await codeOf(readBodyText(untold.request, 1_000))).toBe("busy");
  expect(pulled.mock.calls.length).toBeLessThanOrEqual(4);
});

it("waits for a piece as long as what came so far allows, what is done meanwhile not counted", async () => {
  const pieces = async function* () {
    yield new Uint8Array(1_280_000);
    await new Promise<void>(() => undefined);
  };
  const paced = inPace(pieces(), Date.now);
  expect((await paced.next()).value?.length).toBe(1_280_000);
  // An hour of work.
  await vi.advanceTimersByTimeAsync(3_600_000);
  let code: unknown;
  void codeOf(paced.next().then(() => "a piece")).then((told) => {
    code = told;
  });
  await vi.advanceTimersByTimeAsync(39_999);
  expect(code).toBeUndefined();
  await vi.advanceTimersByTimeAsync(1);
  expect(code).toBe("timeout");
  expect(vi.getTimerCount()).toBe(0);
});

it("takes no more of a long body than is held of it, told or not", async () => {
  for (const headers of [{}, { "content-length": "1000" }]) {
    const { request } = requestOf("1".repeat(1_000), headers as Record<string, string>, 100);
    const other = (request as unknown as { account: { take(bytes: number): void } }).account;
    const taken: number[] = [];
    other.take = (bytes) => void taken.push(bytes);
    let length = 0;
    for await (const chunk of bodyChunks(request, 2_000, 100)) length += chunk.length;
    expect(length).toBe(1_000);
    expect(taken.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThanOrEqual(100);
  }
});
