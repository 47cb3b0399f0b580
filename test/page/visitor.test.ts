// What the visitors' views work out by themselves.
import { expect, it } from "vitest";
import { sayFeatures } from "../../page/view/visitor/say-features.ts";
import { sessionFeatures } from "../../src/shop/feature/session.ts";

it("says in words what the gender model looks at, no two alike", () => {
  const names = [
    ...["sin(daily)", "weekend", "log_count(1, A2)", "share(1, A2)"],
    ...["share(2, Rest)", "share(3, Rest)"],
  ];
  expect(sayFeatures(names)).toEqual([
    "start at ~6:00",
    "start: weekend",
    "views of A2",
    "share of A2",
    "share of Rest at level 2",
    "share of Rest at level 3",
  ]);
});

it("knows every feature that there is, and leaves others as they are", () => {
  const { columns } = sessionFeatures([], { categories: [["A1 (new), x"], ["A1-B2"], []] });
  expect(sayFeatures(columns).filter((said) => columns.includes(said))).toEqual([]);
  expect(sayFeatures(["log_count(1, A1 (new), x)", "hour"])).toEqual(["views of A1 (new), x", "hour"]);
});
