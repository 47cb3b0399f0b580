// What is stored is sent with a tag; who has it already is told so.
import { beforeAll, expect, it } from "vitest";
import { routes } from "../../src/routes.ts";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";
import { seed, VISITOR } from "../support/seed.ts";

const CSV = { accept: "text/csv" };
const NAMES: Record<string, string> = {
  norm: "a",
  batch: "one",
  id: "1",
  model_id: "1",
  comparison: "1",
  session_id: "s0",
  visitor: VISITOR,
};
const filled = (template: string) => template.replace(/:(\w+)/g, (_, name) => NAMES[name] ?? name);

const tagged = routes.filter(({ endpoint }) => endpoint.isTagged);
/** What starts something or waits, what is sent as it is made, what tells nothing that is stored, and what is not to be kept. */
const UNTAGGED = [
  ...["/", "/health", "/ready", "/problems", "/problems/:code", "/openapi.json", "/docs"],
  ...["/api/ml_models/:id", "/api/ml_models/:id/download", "/results/:task_id"],
  ...["/sessions/:session_id/prediction", "/visitors/:visitor"],
  ...["/tokens", "/tokens/:token", "/audit"],
];

it("every GET is decided on", () => {
  const gets = routes.filter(({ method }) => method === "GET").map(({ path }) => path);
  expect([...tagged.map(({ path }) => path), ...UNTAGGED].sort()).toEqual(gets.sort());
});

describeOnEachRuntime("a tag", (call) => {
  beforeAll(() => seed(call), 120_000);
  const get = (path: string, headers: Record<string, string> = {}) => call("GET", path, undefined, headers);

  it.each(tagged)("of $path says that nothing has changed, and nothing else", async ({ path, endpoint }) => {
    const at = filled(path);
    const first = await get(at);
    const etag = first.headers.get("etag") ?? "";
    expect([first.status, etag]).toEqual([200, expect.stringMatching(/^W\/"[\w-]{21}"$/)]);
    expect(first.headers.get("cache-control")).toBe("private, no-cache");
    for (const asked of [etag, etag.slice(2), "*", `"other", ${etag}`, ` "a,b" ,${etag.slice(2)}`]) {
      const again = await get(at, { "if-none-match": asked });
      expect([again.status, again.text, again.headers.get("etag")], asked).toEqual([304, "", etag]);
      expect(again.headers.get("cache-control")).toBe("private, no-cache");
      expect(again.headers.get("vary")).toBe(first.headers.get("vary"));
    }
    for (const asked of ['"other"', etag.replaceAll('"', ""), ""])
      expect((await get(at, { "if-none-match": asked })).text).toBe(first.text);
    const head = await call("HEAD", at, undefined, { "if-none-match": etag });
    expect([head.status, head.headers.get("etag")]).toEqual([304, etag]);
    if (endpoint.rows === undefined) return;
    const csv = await get(at, CSV);
    expect(csv.headers.get("etag")).not.toBe(etag);
    expect((await get(at, { ...CSV, "if-none-match": etag })).text).toBe(csv.text);
    expect((await get(at, { ...CSV, "if-none-match": csv.headers.get("etag") as string })).status).toBe(304);
  });

  it("is another one once what is stored, or the way to the next page, is another", async () => {
    const tagOf = async (path: string, headers = {}) => (await get(path, headers)).headers.get("etag");
    const page = "/norms/b/batches?limit=3";
    const before = [await tagOf("/norms/b"), await tagOf(page), await tagOf(page, CSV), await tagOf("/norms/c")];
    const rows = { x: { T_out: [1, 2, 3], wind: [3, 1, 2] }, y: [4, 6, 5], batch: "four" };
    expect((await call("POST", "/norms/b/train", rows)).status).toBe(200);
    const after = [await tagOf("/norms/b"), await tagOf(page), await tagOf(page, CSV), await tagOf("/norms/c")];
    expect(after.map((tag, i) => tag === before[i])).toEqual([false, false, false, true]);
  });

  it("stands on no refusal, and on nothing that goes on or is not to be kept", async () => {
    const refused = await get("/norms/nobody", { "if-none-match": "*" });
    expect([refused.status, refused.headers.get("etag")]).toEqual([404, null]);
    expect(refused.headers.get("cache-control")).toBe("no-store");
    for (const path of ["/api/ml_models/1", `/visitors/${VISITOR}`, "/tokens", "/audit", "/health"]) {
      const { status, headers } = await get(path, { "if-none-match": "*" });
      expect([status, headers.get("etag"), headers.get("cache-control")]).toEqual([200, null, "no-store"]);
    }
  });
});
