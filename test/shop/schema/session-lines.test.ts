import { expect, it } from "vitest";
import { SESSION_COUNT_MAX } from "../../../src/platform/schema/limit.ts";
import { readLines } from "../../../src/shop/schema/session-lines.ts";

const session = (session_id: string) =>
  JSON.stringify({ session_id, start: "2026-03-02", end: "2026-03-02", views: ["A/B"] });
const read = (text: string) =>
  [...readLines(text)].map((each) => [each.line, "message" in each ? each.message : each.session.session_id]);

it("are told apart by newlines, with carriage returns or without, after a byte order mark or none; blank ones are passed over", () => {
  expect(read(`\ufeff${session("a")}\r\n\r\n \t\n${session("b")}\n${session("c")}`)).toEqual([
    [1, "a"],
    [4, "b"],
    [5, "c"],
  ]);
});

it("spoil no other line where one is wrong, and say why", () => {
  const lines = [
    session("a"),
    "{",
    "5",
    '{"session_id": "b", "session_id": "c"}',
    `${"[".repeat(33)}${"]".repeat(33)}`,
    '{"session_id": NaN}',
    session("model"),
    session("d"),
  ];
  expect(read(lines.join("\n"))).toEqual([
    [1, "a"],
    [2, expect.stringMatching(/^no JSON: /)],
    [3, "5 is not an object with session_id, start, end, views, gender, visitor"],
    [4, expect.stringContaining("session_id")],
    [5, expect.stringContaining("32")],
    [6, "no JSON: session_id: NaN is no JSON: a missing value is null"],
    [7, 'session_id: "model" is reserved and cannot name a session'],
    [8, "d"],
  ]);
});

it("are as many as sessions of a body, and one at least", () => {
  expect(read("5\n\n".repeat(SESSION_COUNT_MAX)).length).toBe(SESSION_COUNT_MAX);
  expect(() => readLines("5\n".repeat(SESSION_COUNT_MAX + 1))).toThrow(`${SESSION_COUNT_MAX + 1} sessions are more`);
  for (const text of ["", "\ufeff", "\r\n \n"]) expect(() => readLines(text)).toThrow("no sessions");
});
