import { describe, expect, it } from "vitest";
import { readPage } from "./page.ts";
import { differencesOfJson, differencesOfText, splitJson } from "./shown.ts";

describe("what a page shows of an answer", () => {
  const agreeing = [
    { shown: '{"a": 1, "b": [0.67, null]}', answered: '{"a":1,"b":[0.6666666666666667,null]}' },
    { shown: '{"a": 1, "…": "…"}', answered: '{"a":1,"b":2}' },
    { shown: '{"a": "…"}', answered: '{"a":{"b":[2]}}' },
    { shown: '{"t": "2026-…Z"}', answered: '{"t":"2026-11-28T12:00:00.000Z"}' },
    { shown: '[1, "…"]', answered: "[1,2,3]" },
    { shown: '{"a": 1}\n{"b": 2}', answered: '{"a":1}{"b":2}' },
    { shown: '"its task is …"', answered: '"its task is 3fa"' },
    { shown: '{"nmbe": 0.0}', answered: '{"nmbe":1e-14}' },
  ];
  it.each(agreeing)("agrees: $shown with $answered", ({ shown, answered }) => {
    expect(differencesOfJson(shown, answered)).toEqual([]);
  });

  const differing = [
    { shown: '{"a": 1}', answered: '{"a":1,"b":2}', told: ".b: is not shown" },
    { shown: '{"a": 1, "b": 2}', answered: '{"a":1}', told: ".b: is not in the answer" },
    { shown: '{"a": [0.67]}', answered: '{"a":[0.676]}', told: ".a[0]: 0.676 is shown as 0.67" },
    { shown: '{"a": 8}', answered: '{"a":8.3}', told: ".a: 8.3 is shown as 8" },
    { shown: '{"a": null}', answered: '{"a":0}', told: ".a: 0 is shown as null" },
    { shown: "[1]", answered: "[1,2]", told: ": 2 items are shown as 1" },
    { shown: '[1, 2, "…"]', answered: "[1]", told: ": 1 items are shown as 2" },
    { shown: '"a.c"', answered: '"abc"', told: ': "abc" is shown as "a.c"' },
    { shown: "{}", answered: "{}{}", told: "1 values are shown, 2 were answered: {}{}" },
  ];
  it.each(differing)("differs: $shown from $answered", ({ shown, answered, told }) => {
    expect(differencesOfJson(shown, answered)[0]).toBe(told);
  });

  it("compares text with what is left out, over lines", () => {
    expect(differencesOfText("HTTP/1.1 200 OK\n…\nend", "HTTP/1.1 200 OK\r\na: b\r\nend\r\n")).toEqual([]);
    expect(differencesOfText("HTTP/1.1 200 OK", "HTTP/1.1 201 Created")).toHaveLength(1);
  });

  it("splits JSON values, brackets in strings or not", () => {
    expect(splitJson('{"a":"}"}["[\\""] "x"')).toEqual(['{"a":"}"}', '["[\\""]', '"x"']);
  });

  it("reads blocks and what stands between them", () => {
    const { blocks, prose } = readPage("a.md", "A\n```sh\ncurl\n```\n\n```json\n{}\n```\nB\n```text\n```\n");
    expect(blocks).toEqual([
      { kind: "sh", text: "curl\n", line: 2, followsBlock: false },
      { kind: "json", text: "{}\n", line: 6, followsBlock: true },
      { kind: "text", text: "", line: 10, followsBlock: false },
    ]);
    expect(prose).toBe("A\n\nB\n");
  });
});
