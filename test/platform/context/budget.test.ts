import { expect, it } from "vitest";
import { createBudget } from "../../../src/platform/context/budget.ts";

const busy = expect.objectContaining({ code: "busy" });
const refusal = (action: () => void) => {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
};

it("takes as much as there is room for, and not a byte more, until something is given back", () => {
  const budget = createBudget(100, () => 0);
  const [first, second, third] = [budget.open(), budget.open(), budget.open()];
  first.take(60);
  second.take(39);
  expect(refusal(() => third.take(2))).toEqual(busy);
  third.take(1);
  expect(refusal(() => first.take(1))).toEqual(busy);
  second.close();
  first.take(39);
  expect(refusal(() => third.take(1))).toEqual(busy);
});

it("serves one alone, however large it is", () => {
  const budget = createBudget(100, () => 0);
  const [first, second] = [budget.open(), budget.open()];
  first.take(90);
  first.take(90);
  expect(refusal(() => second.take(1))).toEqual(busy);
  first.close();
  second.take(1);
});

it("counts nothing for what is over", () => {
  const budget = createBudget(100, () => 0);
  const over = budget.open();
  over.close();
  expect(refusal(() => over.take(1))).toEqual(busy);
  budget.open().take(100);
});

it("forgets what nobody gives back", () => {
  let now = 0;
  const budget = createBudget(100, () => now);
  budget.open().take(100);
  const next = budget.open();
  now = 15 * 60_000;
  expect(refusal(() => next.take(1))).toEqual(busy);
  now += 1;
  next.take(1);
});
