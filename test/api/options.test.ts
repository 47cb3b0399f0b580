// What is asked about a call before it is made: OPTIONS, HEAD, and 405 where another method would do.
import { expect, it } from "vitest";
import { routes } from "../../src/routes.ts";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";
import { sendRaw } from "../support/send-raw.ts";
import { startDeno } from "../support/server.ts";

const token = "s3cret-token";
const authorization = `Bearer ${token}`;
const named = (path: string) => path.replace(/:\w+/g, "1");

describeOnEachRuntime({ title: "what may be called", vars: { API_TOKEN: token } }, (call) => {
  it("is told by OPTIONS for every path, without a token", async () => {
    for (const path of new Set(routes.map((route) => route.path))) {
      const methods = routes.filter((route) => route.path === path).map(({ method }) => method);
      const { status, headers, text } = await call("OPTIONS", named(path));
      expect([status, text], path).toEqual([204, ""]);
      const allowed = headers.get("allow")?.split(", ");
      expect(allowed, path).toEqual(expect.arrayContaining([...methods, "OPTIONS"]));
      expect(allowed?.includes("HEAD"), path).toBe(methods.includes("GET"));
    }
  });

  it("is nothing where there is no such path", async () => {
    expect((await call("OPTIONS", "/nowhere")).status).toBe(401);
    expect((await call("OPTIONS", "/nowhere", undefined, { authorization })).status).toBe(404);
  });

  it("is told by 405 too", async () => {
    const { status, headers, body } = await call("PUT", "/norms", {}, { authorization });
    expect([status, headers.get("allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
    expect(body.detail).toBe("Cannot PUT /norms: GET, HEAD, OPTIONS would do");
    expect((await call("HEAD", "/train", undefined, { authorization })).headers.get("allow")).toBe("POST, OPTIONS");
  });
});

// Before a Worker, Cloudflare answers it; the local simulator fails over it.
it("is nothing for a whole service on deno", async () => {
  const server = await startDeno({ API_TOKEN: token });
  const asked = ["OPTIONS * HTTP/1.1", "Host: localhost"];
  expect(await sendRaw(server.origin, asked)).toMatch(/^HTTP\/1.1 401 /);
  expect(await sendRaw(server.origin, [...asked, `Authorization: ${authorization}`])).toMatch(/^HTTP\/1.1 404 /);
  await server.stop();
});

describeOnEachRuntime("HEAD", (call) => {
  const SENT = [
    "content-type",
    "content-length",
    "cache-control",
    "link",
    "vary",
    "edgefit-answer",
    "content-disposition",
  ];

  async function bothOf(path: string, headers: Record<string, string> = {}) {
    const [get, head] = [await call("GET", path, undefined, headers), await call("HEAD", path, undefined, headers)];
    expect([head.status, head.text], path).toEqual([get.status, ""]);
    const of = (answer: typeof get) => Object.fromEntries(SENT.map((name) => [name, answer.headers.get(name)]));
    return { get: of(get), head: of(head), length: new TextEncoder().encode(get.text).length };
  }

  it("has the headers of GET, the length of the body among them", async () => {
    await call("POST", "/norms/hoehe/train", { x: { T_außen: [1, 2, 3] }, y: [3, 5, 7] });
    for (const [path, accept] of [
      ["/", "*/*"],
      ["/openapi.json", "*/*"],
      ["/norms", "*/*"],
      ["/norms", "text/csv"],
      ["/norms", "application/x-ndjson"],
      ["/norms/hoehe", "*/*"],
      ["/norms/nobody", "*/*"],
      ["/norms?limit=0", "*/*"],
      ["/nowhere", "*/*"],
    ] as const) {
      const { get, head, length } = await bothOf(path, { accept });
      expect(head, `${path} ${accept}`).toEqual({ ...get, "content-length": String(length) });
    }
  });

  it("has them of what is sent as it is made, but no length", async () => {
    const X = { a: Array.from({ length: 60 }, (_, i) => i) };
    const y = X.a.map((value) => 2 * value);
    const { body } = await call("POST", "/api/ml_models", {
      problem: "regression",
      name: "Ridge",
      h_tune: false,
      X,
      y,
    });
    const { get, head } = await bothOf(`/api/ml_models/${body.id}/download`);
    expect(get["content-disposition"]).toMatch(/^attachment/);
    expect(head).toEqual({ ...get, "content-length": null });
  });
});
