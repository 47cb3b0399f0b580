// What every answer says to browsers and caches, whatever it is.
import { expect, it } from "vitest";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";

const ALWAYS = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};
/** Of what is stored: its reader may keep it, and asks each time whether it still holds. */
const STORED = { "cache-control": "private, no-cache" };

describeOnEachRuntime("every answer", (call) => {
  it("says that it is nobody else's, and no page", async () => {
    const X = { a: [1, 2, 4, 8] };
    const y = [3, 5, 9, 17];
    const model = { problem: "regression", name: "Ridge", h_tune: false, X, y };
    const { id } = (await call("POST", "/api/ml_models", model)).body;
    await call("POST", "/norms/long/train", { x: { a: [1, 2, 4] }, y: [3, 5, 9] });
    const rows = { x: { a: Array.from({ length: 30_000 }, (_, i) => i % 9) } };
    for (const [method, path, status, body, accept = "*/*"] of [
      ["GET", "/", 200],
      ["HEAD", "/health", 200],
      ["OPTIONS", "/train", 204],
      ["GET", "/nowhere", 404],
      ["PUT", "/norms", 405, {}],
      ["POST", "/train", 422, {}],
      ["POST", "/train", 400, "{"],
      ["GET", "/norms", 200, undefined, "text/csv"],
      ["POST", "/norms/long/predict", 200, { x: { a: [1] } }],
      // Sent as they are made, and made by another thread.
      ["POST", "/norms/long/predict", 200, rows],
      ["POST", "/norms/long/predict", 200, rows, "text/csv"],
      ["GET", `/api/ml_models/${id}/download`, 200],
      ["DELETE", `/api/ml_models/${id}`, 204],
    ] as const) {
      const { headers, ...answer } = await call(method, path, body, { accept });
      expect(answer.status, `${method} ${path}`).toBe(status);
      const told = Object.keys(ALWAYS).map((name) => [name, headers.get(name)]);
      const expected = { ...ALWAYS, ...(headers.has("etag") && STORED) };
      expect(Object.fromEntries(told), `${method} ${path}`).toEqual(expected);
      expect(headers.has("strict-transport-security")).toBe(false);
    }
  });
});
