// What a refusal says of what is stored: which names there are, and which was sent instead.
import { beforeAll, expect, it } from "vitest";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";

const X = { a: [1, 2, 3, 4, 5, 6], b: [1, 2, 5, 3, 1, 2] };
const y = [1, 2, 3, 4, 5, 6];
const days = y.map((day) => `2026-01-0${day}`);

describeOnEachRuntime("a refusal", (call) => {
  beforeAll(async () => {
    await call("PUT", "/norms/house", { columns: ["a", "b"], calendar: ["weekend"], timezone: "Europe/Brussels" });
    await call("POST", "/norms/house/train", { t: days, x: X, y });
    await call("POST", "/api/ml_models", { problem: "regression", name: "Ridge", X, y });
  });

  const ask = (change: Record<string, unknown>) => ({ t: ["2026-02-01"], x: { a: [1], b: [2] }, ...change });

  it.each([
    [
      "a misspelt column",
      "/norms/house/predict",
      ask({ x: { a: [1], bb: [2] } }),
      [
        ["x.b", "missing"],
        ["x.bb", "unknown column"],
      ],
    ],
    [
      "days that fall",
      "/norms/house/predict",
      { t: ["2026-02-02", "2026-02-01"], x: { a: [1, 2], b: [1, 2] } },
      [["t[1]", "2026-02-01 is not after 2026-02-02; times are strictly increasing"]],
    ],
    [
      "hours that fall",
      "/norms/house/predict",
      { t: ["2026-02-01T02:00", "2026-02-01T01:00"], x: { a: [1, 2], b: [1, 2] } },
      [
        [
          "t[1]",
          "2026-02-01T01:00:00 is not after 2026-02-01T02:00:00 on the clock in Europe/Brussels, the norm's `timezone` (UTC unless given), which shows a time twice only where it is put back; times are strictly increasing",
        ],
      ],
    ],
    [
      "a misspelt feature",
      "/norms/house/what-if",
      { features: ["week"] },
      [["features[0]", 'no feature or group is named "week"; groups are a, b, weekend']],
    ],
    [
      "a misspelt column of a model",
      "/api/ml_models/1/predict",
      { X: { a: [1], bb: [2] } },
      [["X", 'column "b" is missing; the model\'s columns are a, b']],
    ],
  ])("names what there is: %s", async (_, path, body, told) => {
    const answer = await call("POST", path, body);
    const faults: { path: string; message: string }[] = answer.body.errors;
    expect([answer.status, faults.map((fault) => [fault.path, fault.message])]).toEqual([422, told]);
  });

  it("says that a body has no content type", async () => {
    const { status, body } = await call("PUT", "/norms/told", "{}", { "content-type": "" });
    expect([status, body.detail]).toEqual([
      415,
      "Cannot read a body without content type: application/json is accepted",
    ]);
  });
});
