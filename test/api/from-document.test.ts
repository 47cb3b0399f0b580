// A share of `npm run check:document`: requests that are made from the document, good ones and wrong ones.
import { expect, it } from "vitest";
import { attackByDocument } from "../attack/attack-by-document.ts";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";

const COUNT = 120;

describeOnEachRuntime("requests made from the document", (_, origin) => {
  it("are answered as it says, and change nothing where they are refused", { timeout: 600_000 }, async () => {
    const { sent, statuses, faults } = await attackByDocument(origin(), { count: COUNT, seed: 1 });
    expect(faults).toEqual([]);
    expect(sent).toBe(COUNT);
    // Some of each kind, or it would find nothing.
    expect(Object.keys(statuses)).toEqual(expect.arrayContaining(["200", "400", "404", "422"]));
  });
});
