import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { rankOf, TARGET_NAMES } from "../../src/table/describe/target-names.ts";

/** The one that is taken for y. */
const bestOf = (names: string[]) =>
  names.map((name) => ({ name, rank: rankOf(name, TARGET_NAMES) })).sort((a, b) => a.rank - b.rank)[0]?.name;

describe("the name of y", () => {
  it.each([
    ["kWh", ["T_out", "kWh", "price"]],
    ["Verbrauch [kWh]", ["Zeit", "Temperatur", "Verbrauch [kWh]"]],
    ["Énergie", ["temps", "Énergie", "vent"]],
    ["zużycie", ["czas", "zużycie"]],
    ["y", ["energy", "y"]],
    // A whole name before a word of another one.
    ["energy", ["energy price", "class_size", "energy"]],
  ])("is %s of %j", (expected, names) => {
    expect(bestOf(names)).toBe(expected);
  });

  it.each(["T_out", "lastname", "yes", "classic", "loads"])("is not %s", (name) => {
    expect(rankOf(name, TARGET_NAMES)).toBe(Number.POSITIVE_INFINITY);
  });

  it("is said in the docs", () => {
    const page = readFileSync(new URL("../../docs/tables.md", import.meta.url), "utf8");
    expect(TARGET_NAMES.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });
});
