// Long answers: made as they are read, whole, counted while they are sent, and given up where nobody reads.
import { afterEach, expect, it, vi } from "vitest";
import { createBudget } from "../../../src/platform/context/budget.ts";
import { countWhileSent, paced } from "../../../src/platform/http/paced.ts";
import { answerJson } from "../../../src/platform/http/respond.ts";

afterEach(() => void vi.useRealTimers());

const logged: unknown[] = [];
const contextOf = (bytesMax: number) => ({
  budget: createBudget(bytesMax, () => 0),
  log: (entry: unknown) => void logged.push(entry),
});
const isFree = ({ budget }: ReturnType<typeof contextOf>) => {
  const account = budget.open();
  try {
    account.take(1);
    return true;
  } catch {
    return false;
  } finally {
    account.close();
  }
};

it("sends every character, whatever stands where a piece ends", async () => {
  // Two halves each, so that one of the two texts has a pair across the end of a piece.
  for (const text of ["😀".repeat(100_000), `x${"😀".repeat(100_000)}`, "é€x".repeat(70_000), ""]) {
    const response = paced([text, "", "end"].values(), 1, {});
    expect(await response.text()).toBe(`${text}end`);
  }
});

it("makes no more than is read", async () => {
  let made = 0;
  async function* texts() {
    for (; made < 100; made++) yield "x".repeat(65_536);
  }
  const context = contextOf(10);
  const reader = countWhileSent(paced(texts(), 10, {}), context).body?.getReader();
  for (let i = 0; i < 3; i++) await reader?.read();
  expect(made).toBeLessThanOrEqual(4);
  expect(isFree(context)).toBe(false);
  await reader?.cancel();
  expect(isFree(context)).toBe(true);
});

it("counts a long answer until it was read, and no short one", async () => {
  const context = contextOf(1_500_000);
  const long = "x".repeat(1_000_000);
  const first = countWhileSent(answerJson(long), context);
  expect(() => countWhileSent(answerJson(long), context)).toThrow(expect.objectContaining({ code: "busy" }));
  const small = contextOf(1);
  const short = countWhileSent(answerJson("x".repeat(999_999)), small);
  expect(isFree(small)).toBe(true);
  expect([(await first.text()).length, (await short.text()).length]).toEqual([1_000_000, 999_999]);
  await countWhileSent(answerJson(long), context).text();
});

it("hangs up on whoever stops reading for a minute", async () => {
  vi.useFakeTimers();
  const context = contextOf(10);
  const ended = vi.fn();
  async function* texts() {
    try {
      for (;;) yield "x".repeat(65_536);
    } finally {
      ended();
    }
  }
  const reader = countWhileSent(paced(texts(), 10, {}), context).body?.getReader();
  await reader?.read();
  await vi.advanceTimersByTimeAsync(59_999);
  expect(isFree(context)).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(isFree(context)).toBe(true);
  expect(ended).toHaveBeenCalled();
  await expect(reader?.read()).rejects.toThrow("An answer broke off: nobody read on");
});

it("breaks off, says so in the log, and holds nothing where what was to come cannot be read", async () => {
  const context = contextOf(10);
  async function* texts() {
    yield "x";
    throw new Error("gone");
  }
  await expect(countWhileSent(paced(texts(), 10, {}), context).text()).rejects.toThrow("An answer broke off");
  expect(isFree(context)).toBe(true);
  expect(logged.at(-1)).toMatchObject({ level: "error", message: "Error: gone" });
});
