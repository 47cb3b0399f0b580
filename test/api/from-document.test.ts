// A share of `npm run check:document`: requests that are made from the document, good ones and wrong ones.
import { expect, it } from "vitest";
import { attackByDocument } from "../attack/attack-by-document.ts";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";

describeOnEachRuntime("requests made from the document", (_, origin) => {
  it("are answered as it says, and change nothing where they are refused", async () => {
    const { sent, statuses, faults } = await attackByDocument(origin(), { count: 200, seed: 1 });
    expect(faults).toEqual([]);
    expect(sent).toBe(200);
    // Some of each kind, or it would find nothing.
    expect(Object.keys(statuses)).toEqual(expect.arrayContaining(["200", "400", "404", "405", "415", "422"]));
  });
});
