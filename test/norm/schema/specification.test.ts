// What a specification may not say, and what is nearest to it that it may.
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { NormSpecification } from "../../../src/norm/schema/norm-specification.ts";

const columns = ["T", "W"];

describe("a specification", () => {
  it.each([
    [
      "knots at one place",
      { piecewise: { T: { knots: [5, 5] } } },
      "not strictly increasing",
      { piecewise: { T: { knots: [5, 5.1] } } },
    ],
    [
      "a window of no rows",
      { rolling: [{ column: "T", window: 0, statistic: "mean" }] },
      "0 is not in the past",
      { rolling: [{ column: "T", window: 1, statistic: "mean" }] },
    ],
    ["a difference to now", { difference: { T: [0] } }, "0 is not in the past", { difference: { T: [1] } }],
    ["a lag into what comes", { lags: { T: [-1] } }, "looks ahead", { lags: { T: [0] } }],
    [
      "one lag in two spellings",
      { lags: { T: ["1h", "60min"] } },
      "a lag is given twice",
      { lags: { T: ["1h", "61min"] } },
    ],
    [
      "one candidate twice",
      { candidates: ["T", ["W", "T"]] },
      '"T" is a candidate twice',
      { candidates: ["T", ["W"]] },
    ],
    [
      "a column that is called as a group is",
      { columns: ["weekend"], calendar: ["weekend"], lags: { weekend: [] } },
      '"weekend" is the name of a group',
      { columns: ["weekends"], calendar: ["weekend"] },
    ],
    [
      "one name for two features",
      { calendar: ["weekend", "weekend"] },
      'two features have the name "weekend"',
      { calendar: ["weekend"] },
    ],
    ["nothing to learn from", { lags: { T: [], W: [] } }, "no feature is left", { lags: { T: [] } }],
    ["a column that is none", { lags: { X: [0] } }, '"X" is none of the columns', { lags: { W: [0] } }],
    [
      "a product of what is not there",
      { interactions: [["T", "X"]] },
      'no feature or group is named "X"',
      { interactions: [["T", "W"]] },
    ],
  ])("with %s is refused", (_, wrong, told, right) => {
    const { issues } = v.safeParse(NormSpecification, { columns, ...wrong });
    expect(issues?.map(({ message }) => message).join("\n")).toContain(told);
    expect(v.safeParse(NormSpecification, { columns, ...right }).issues).toBeUndefined();
  });
});
