// Every zone that Intl knows, around each change of its clock in some years: hours, days and what is never on the clock are right, or
// refused by name. What is right is found here another way: by asking Intl for the wall clock of each instant.
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { features, type Inferred } from "../../src/engine/feature/feature.ts";
import { EMPTY_TAIL, type Tail } from "../../src/engine/feature/series.ts";
import type { AppError } from "../../src/error.ts";
import { observe } from "../../src/norm/rows/observe.ts";
import { Times } from "../../src/platform/schema/time.ts";
import { clocksOf, daysAround, HOUR, text, withOffset } from "../support/clocks.ts";

const YEARS = [1974, 1991, 2011, 2024];
const clocks = clocksOf(YEARS);

/** What a norm with a lag makes of rows at some times: the row before each, by number; and what the rows after them start from. */
function look(
  timezone: string,
  t: string[],
  lag: string,
  before: { inferred: Inferred | null; tail: Tail } | null = null,
) {
  const norm = {
    specification: { columns: ["a"], lags: { a: [lag] }, timezone, lambda: "auto" as const, continues: true },
    inferred: before?.inferred ?? null,
  };
  const x = { columns: ["a"], values: [Float64Array.from(t.keys())], rowCount: t.length, isNamed: true };
  const seen = observe(norm, { t: v.parse(Times, t), x }, { tail: before?.tail ?? EMPTY_TAIL });
  const [lagged] = seen.design(features(norm.specification, seen.inferred));
  return {
    instants: [...(seen.instants ?? [])],
    lagged: [...(lagged ?? [])],
    inferred: seen.inferred,
    tail: seen.tailAfter(),
  };
}

function refusalOf(act: () => unknown): string {
  try {
    act();
    return "accepted";
  } catch (error) {
    return (error as AppError).message;
  }
}

describe("zones", () => {
  it("are many, and change their clocks in these years", () => {
    expect(clocks.length).toBeGreaterThan(300);
    expect(clocks.flatMap(({ changes }) => changes).length).toBeGreaterThan(500);
  });

  it.each([1, 3])(
    "have rows every %d hours that follow on each other, told by the wall or with their offsets",
    (step) => {
      const wrong: string[] = [];
      for (const { timezone, wall, changes } of clocks) {
        for (const { at } of changes) {
          const hours = Array.from({ length: 24 }, (_, i) => at + (i - 12) * step * HOUR);
          for (const t of [hours.map((ms) => text(wall(ms))), hours.map((ms) => withOffset(ms, wall))]) {
            const { instants, lagged } = look(timezone, t, `${step}h`);
            const isRight = instants.every((ms, i) => ms === hours[i] && (i === 0 || lagged[i] === i - 1));
            if (!isRight) wrong.push(`${timezone} ${text(at)}`);
          }
        }
      }
      expect(wrong).toEqual([]);
    },
  );

  it("have days, whenever they begin, that follow on each other, told as dates or with their offsets, at once or in two batches", () => {
    const wrong: string[] = [];
    for (const { timezone, wall, changes } of clocks) {
      for (const change of changes) {
        const days = daysAround(change, wall);
        const told = days.flatMap(({ begins }) => (begins === undefined ? [] : [begins]));
        // A day that the clock leaves out is a gap.
        const expected = days.flatMap(({ begins }, i) =>
          begins === undefined ? [] : [days[i - 1]?.begins === undefined ? Number.NaN : told.indexOf(begins) - 1],
        );
        const dates = days.flatMap(({ date, begins }) => (begins === undefined ? [] : [date]));
        for (const t of [dates, told.map((ms) => withOffset(ms, wall))]) {
          const { instants, lagged } = look(timezone, t, "24h");
          const first = look(timezone, t.slice(0, 2), "24h");
          const second = look(timezone, t.slice(2), "24h", first);
          const joined = [
            ...first.lagged,
            second.lagged[0] === 1 ? 1 : Number.NaN,
            ...second.lagged.slice(1).map((n) => n + 2),
          ];
          const isRight =
            instants.every((ms, i) => ms === told[i]) &&
            [lagged, joined].every((each) => each.every((n, i) => Object.is(n, expected[i])));
          if (!isRight) wrong.push(`${timezone} ${text(change.at)} ${t[0]} ${lagged} ${joined} ${expected}`);
        }
        for (const { date, begins } of days) {
          if (begins !== undefined) continue;
          const refusal = refusalOf(() => look(timezone, [date], "24h"));
          if (!refusal.includes(`t[0]: ${date} is never on the clock in ${timezone}, the norm's \`timezone\``))
            wrong.push(`${timezone} ${date}: ${refusal}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it("have the hour that is shown twice also after a row that is missing", () => {
    const wrong: string[] = [];
    for (const { timezone, wall, changes } of clocks) {
      for (const { at, by } of changes) {
        if (by !== -HOUR) continue;
        const hours = Array.from({ length: 8 }, (_, i) => at + (i - 5) * HOUR).filter((_, i) => i !== 2);
        const { instants } = look(
          timezone,
          hours.map((ms) => text(wall(ms))),
          "1h",
        );
        if (!instants.every((ms, i) => ms === hours[i])) wrong.push(`${timezone} ${text(at)}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it("refuse what is never on the clock, by name", () => {
    const wrong: string[] = [];
    for (const { timezone, wall, changes } of clocks) {
      for (const { at, by } of changes) {
        for (let skipped = wall(at) - by; skipped < wall(at); skipped += by / 3) {
          const time = text(skipped);
          const refusal = refusalOf(() => look(timezone, [time], "1h"));
          if (!refusal.includes(`t[0]: ${time} is never on the clock in ${timezone}, the norm's \`timezone\``))
            wrong.push(`${timezone} ${time}: ${refusal}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});
