// What a browser may do for the pages of others: nothing that changes anything, and see nothing, unless CORS_ORIGINS names them.
import { describe, expect, it } from "vitest";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";
import { runtimes } from "../support/runtimes.ts";
import { sendRaw } from "../support/send-raw.ts";

const token = "s3cret-token";
const authorization = `Bearer ${token}`;
const app = "https://app.example.com";
const preflight = {
  "access-control-request-method": "POST",
  "access-control-request-headers": "authorization,content-type",
};

describeOnEachRuntime(
  { title: "pages that may call", vars: { API_TOKEN: token, CORS_ORIGINS: `${app}, http://localhost:3000` } },
  (call) => {
    it("are told so before they call, without a token", async () => {
      const { status, headers } = await call("OPTIONS", "/norms/1/train", undefined, { origin: app, ...preflight });
      expect(status).toBe(204);
      expect(Object.fromEntries(headers)).toMatchObject({
        "access-control-allow-origin": app,
        "access-control-allow-methods": "POST, OPTIONS",
        "access-control-allow-headers": expect.stringContaining("Authorization"),
        "access-control-max-age": "7200",
        allow: "POST, OPTIONS",
        vary: "Origin",
      });
      expect(headers.has("access-control-allow-credentials")).toBe(false);
    });

    it("see answers, refusals too, with the headers that they have", async () => {
      for (const [method, path, sent, status] of [
        ["GET", "/health", {}, 200],
        ["GET", "/norms", { authorization }, 200],
        ["GET", "/norms", {}, 401],
        ["GET", "/norms", { authorization: "Bearer other" }, 401],
        ["GET", "/norms/nobody", { authorization }, 404],
        ["PUT", "/norms", { authorization }, 405],
        ["POST", "/train", { authorization }, 422],
        ["POST", "/train", {}, 401],
      ] as const) {
        const body = method === "POST" ? {} : undefined;
        const answer = await call(method, path, body, { origin: "http://localhost:3000", ...sent });
        const { headers } = answer;
        expect([answer.status, headers.get("access-control-allow-origin")], `${method} ${path}`).toEqual([
          status,
          "http://localhost:3000",
        ]);
        expect(headers.get("access-control-expose-headers")).toContain("Retry-After");
        expect(headers.get("vary")).toMatch(/\bOrigin$/);
      }
    });

    it("are no others", async () => {
      for (const origin of [
        "https://app.example.com.evil.com",
        "http://app.example.com",
        "https://app.example.com:444",
        "null",
      ]) {
        const asked = await call("OPTIONS", "/train", undefined, { origin, ...preflight });
        expect([asked.status, asked.headers.get("access-control-allow-origin")], origin).toEqual([204, null]);
        const seen = await call("GET", "/norms", undefined, { origin, authorization });
        // A cache is told that it depends.
        expect([seen.headers.get("access-control-allow-origin"), seen.headers.get("vary")]).toEqual([
          null,
          expect.stringMatching(/Origin$/),
        ]);
        const { status, body } = await call("POST", "/train", {}, { origin, authorization });
        expect([status, body.code], origin).toEqual([403, "cross_site"]);
      }
    });
  },
);

describeOnEachRuntime({ title: "all pages", vars: { PUBLIC: "true", CORS_ORIGINS: "*" } }, (call) => {
  it("may call where CORS_ORIGINS says so", async () => {
    const { status, headers } = await call("POST", "/train", { x: { a: [1, 2, 3] }, y: [3, 5, 7] }, { origin: "null" });
    expect([status, headers.get("access-control-allow-origin"), headers.get("vary")]).toEqual([200, "*", null]);
  });
});

describeOnEachRuntime("a page of another site", (call, origin) => {
  const evil = "https://evil.example";
  const form = "multipart/form-data; boundary=b";
  const table =
    '--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\na,y\r\n1,3\r\n2,5\r\n3,7\r\n--b--\r\n';

  it.each([
    ["a form", { origin: evil, "content-type": form }, table],
    ["a form from where the browser says no more", { "sec-fetch-site": "cross-site", "content-type": form }, table],
    [
      "plain text",
      { origin: evil, "content-type": "text/plain", "sec-fetch-site": "cross-site" },
      '{"x":{"a":[1,2,3]},"y":[3,5,7]}',
    ],
    ["what a sandbox sends", { origin: "null", "content-type": "text/plain" }, '{"x":{"a":[1,2,3]},"y":[3,5,7]}'],
    [
      "another port of this machine",
      { origin: "http://localhost:1", "sec-fetch-site": "same-site", "content-type": form },
      table,
    ],
  ])("has no browser send %s", async (_, headers, sent) => {
    const { status, body } = await call("POST", "/norms/attacked/train", sent, headers);
    expect([status, body.code]).toEqual([403, "cross_site"]);
    expect(body.detail).toMatch(/^Cannot do this for a page of .*CORS_ORIGINS/);
    expect((await call("GET", "/norms/attacked")).status).toBe(404);
  });

  it("has no browser begin a prediction by a picture", async () => {
    const headers = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" };
    expect((await call("GET", "/api/ml_models/1", undefined, headers)).status).toBe(403);
  });

  it("may be linked to what is read, and sees nothing of it", async () => {
    const headers = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" };
    expect((await call("GET", "/norms", undefined, headers)).status).toBe(200);
    const seen = await call("GET", "/norms", undefined, { origin: evil });
    expect([seen.status, seen.headers.get("access-control-allow-origin"), seen.headers.get("vary")]).toEqual([
      200,
      null,
      "Accept",
    ]);
  });

  it("is none where the service's own page, or a program, sends it", async () => {
    const body = { x: { a: [1, 2, 3] }, y: [3, 5, 7] };
    for (const headers of [
      {},
      { origin: origin() },
      { origin: origin(), "sec-fetch-site": "same-origin" },
      // Behind a proxy the page knows the service by another name.
      { origin: "https://edgefit.example", "sec-fetch-site": "same-origin" },
      { "sec-fetch-site": "none" },
    ] as Record<string, string>[])
      expect((await call("POST", "/norms/own/train", body, headers)).status, JSON.stringify(headers)).toBe(200);
  });
});

describe.each(runtimes)("a name that others made point to this machine, on $name", ({ start }) => {
  const status = async (origin: string, host: string) => {
    const answer = await sendRaw(origin, ["GET /health HTTP/1.1", `Host: ${host}`]);
    return Number(/^HTTP\/1.1 (\d+) /.exec(answer)?.[1]);
  };

  it("is not served where everybody on this machine is", async () => {
    const vars = { PUBLIC: "true", HOST: "127.0.0.1", CORS_ORIGINS: "https://edgefit.example" };
    const server = await start(vars);
    const { port } = new URL(server.origin);
    for (const host of [
      `localhost:${port}`,
      "localhost",
      `127.0.0.1:${port}`,
      `a.localhost:${port}`,
      `[::1]:${port}`,
      "edgefit.example",
    ])
      expect(await status(server.origin, host), host).toBe(200);
    for (const host of [
      `evil.example:${port}`,
      "evil.example",
      "localhost.evil.example",
      "127.0.0.1.evil.example",
      `192.168.0.1:${port}`,
    ])
      expect(await status(server.origin, host), host).toBe(421);
    await server.stop();
  });

  it("is served where a token is asked for", async () => {
    const server = await start({ API_TOKEN: token, HOST: "127.0.0.1" });
    expect(await status(server.origin, "evil.example")).toBe(200);
    await server.stop();
  });
});
