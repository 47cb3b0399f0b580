import { expect, it } from "vitest";
import { createLimiter, readLimit } from "../../../../src/platform/http/edge/limiter.ts";

/** A limiter with a clock that is set by hand. */
function limiterAt(limit: number, keysMax?: number) {
  const clock = { ms: 0 };
  const { take } = createLimiter(limit, () => clock.ms, keysMax);
  return { clock, take };
}

it("has a minute's calls at once, then one as often as they come evenly", () => {
  const { clock, take } = limiterAt(4);
  expect([take("a"), take("a"), take("a"), take("a")]).toEqual([undefined, undefined, undefined, undefined]);
  // One every fifteen seconds.
  expect(take("a")).toBe(15);
  clock.ms = 5_000;
  expect(take("a")).toBe(10);
  clock.ms = 15_000;
  expect([take("a"), take("a")]).toEqual([undefined, 15]);
  expect(take("b")).toBe(undefined);
});

it("holds no more than a minute's calls", () => {
  const { clock, take } = limiterAt(2);
  take("a");
  clock.ms = 3_600_000;
  expect([take("a"), take("a"), take("a")]).toEqual([undefined, undefined, 30]);
});

it("has calls again within a minute after the clock was set back", () => {
  const { clock, take } = limiterAt(2);
  clock.ms = 3_600_000;
  take("a");
  clock.ms = 0;
  expect(take("a")).toBe(30);
  clock.ms = 30_000;
  expect(take("a")).toBe(undefined);
});

it("forgets no key that has taken calls, however many others come: they share one bucket", () => {
  const { clock, take } = limiterAt(2, 3);
  expect([take("a"), take("a"), take("a")]).toEqual([undefined, undefined, 30]);
  const others = Array.from({ length: 100 }, (_, n) => take(`other ${n}`));
  // Two keys more are told apart; of the other 98 two have a call.
  expect(others.filter((told) => told === undefined)).toHaveLength(4);
  expect(take("a")).toBe(30);
  // After a minute without a call a bucket is full, and so is one that is made anew.
  clock.ms = 60_000;
  expect([take("new"), take("new")]).toEqual([undefined, undefined]);
});

it("reads its setting, or says what would be accepted", () => {
  expect([
    readLimit("L", undefined, 600),
    readLimit("L", "", null),
    readLimit("L", "off", 600),
    readLimit("L", "7", null),
  ]).toEqual([600, null, null, 7]);
  for (const text of ["0", "-1", "1.5", "1e3", "many", "OFF", "12345678"])
    expect(() => readLimit("L", text, null), text).toThrow("Cannot start: L is");
});
