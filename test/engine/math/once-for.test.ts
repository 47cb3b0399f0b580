import { expect, it } from "vitest";
import { onceFor } from "../../../src/engine/math/once-for.ts";

it("works out an answer once for each pair of objects, null being one of them", () => {
  const asked: [string, number | null][] = [];
  const tell = onceFor((a: { name: string }, b: { size: number } | null) => {
    asked.push([a.name, b?.size ?? null]);
    return asked.length;
  });
  const [x, y] = [{ name: "x" }, { name: "y" }];
  const [one, sameSize] = [{ size: 1 }, { size: 1 }];
  const told = [
    tell(x, one),
    tell(x, null),
    tell(y, one),
    tell(x, sameSize),
    tell(x, one),
    tell(x, null),
    tell(y, one),
  ];
  expect(told).toEqual([1, 2, 3, 4, 1, 2, 3]);
  expect(asked).toEqual([
    ["x", 1],
    ["x", null],
    ["y", 1],
    ["x", 1],
  ]);
});

it("keeps an answer of nothing too", () => {
  let times = 0;
  const tell = onceFor((_: object, __: null) => {
    times++;
    return undefined;
  });
  const of = {};
  tell(of, null);
  tell(of, null);
  expect(times).toBe(1);
});
