import { expect, it } from "vitest";
import { formatDuration, parseDuration } from "../../../src/engine/time/duration.ts";

it.each([
  ["1s", 1_000],
  ["15min", 900_000],
  ["24h", 86_400_000],
  ["90d", 7_776_000_000],
  ["2w", 1_209_600_000],
  ["999999s", 999_999_000],
])("%s is %i ms", (text, ms) => expect(parseDuration(text)).toBe(ms));

it.each(["", "h", "0h", "-1h", "+1h", "01h", "1.5h", "1 h", "1H", "1m", "1h30min", "1000000s", "1h\n", "1y"])(
  "%j is none",
  (text) => expect(parseDuration(text)).toBeNull(),
);

it.each([
  [3_600_000, "1h"],
  [5_400_000, "90min"],
  [86_400_000, "1d"],
  [604_800_000, "7d"],
  [90_000, "90s"],
  [1_500, "1500ms"],
])("%d ms are written %s", (ms, text) => expect(formatDuration(ms)).toBe(text));
