import { expect, it } from "vitest";
import { answer, answerJson } from "../../../src/platform/http/respond.ts";
import { tagged } from "../../../src/platform/http/tagged.ts";

const asking = (tag?: string) =>
  new Request("http://localhost/", tag === undefined ? {} : { headers: { "if-none-match": tag } });

it("an answer of any length has a tag, and is sent as it is", async () => {
  for (const length of [0, 1, 999_997, 2_000_000]) {
    const text = JSON.stringify("ü".repeat(length));
    const sent = await tagged(asking(), answerJson(text));
    const tag = sent.headers.get("etag") as string;
    expect(await sent.text()).toBe(text);
    const again = await tagged(asking(tag), answerJson(text));
    expect([again.status, again.body, again.headers.get("content-type")]).toEqual([304, null, null]);
  }
});

it("a tag is of the text and of what is told in headers", async () => {
  const tags = await Promise.all(
    [
      answer([1]),
      answer([1]),
      answer([2]),
      answer([1], 200, { link: "<?after=1>" }),
      answer([1], 200, { "content-type": "text/csv" }),
    ].map(async (response) => (await tagged(asking(), response)).headers.get("etag")),
  );
  expect(tags[0]).toBe(tags[1]);
  expect(new Set(tags).size).toBe(4);
});

it("what is no 200 is as it was", async () => {
  const made = answer({}, 202);
  expect(await tagged(asking("*"), made)).toBe(made);
});
