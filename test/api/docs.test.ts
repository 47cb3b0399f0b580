// The page of /docs over HTTP: the same files with the same headers on every runtime. What it does in a browser is in test/page.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { VERSION } from "../../src/platform/http/about.ts";
import { type Client, uncheckedClientOf } from "../support/client.ts";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";

const CHROME =
  "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7";
const FOR_EVER = "public, max-age=31536000, immutable";
const FILES: [string, string][] = [
  ["docs.js", "text/javascript; charset=utf-8"],
  ["docs.css", "text/css; charset=utf-8"],
  ["LICENSE", "text/plain; charset=utf-8"],
  ["NOTICE", "text/plain; charset=utf-8"],
  ["swagger-ui-es-bundle.js.LICENSE.txt", "text/plain; charset=utf-8"],
];
const built = (file: string) => readFileSync(new URL(`../../build/assets/${file}`, import.meta.url), "utf8");

describeOnEachRuntime({ title: "the page", vars: { API_TOKEN: "secret" } }, (call, origin) => {
  const authorization = "Bearer secret";
  // The files are no calls of the API: the document does not tell of them.
  const askFile: Client = (...request) => uncheckedClientOf(origin())(...request);
  const ask = (path: string, accept: string) => fetch(origin() + path, { headers: { accept }, redirect: "manual" });

  it("needs no token, and names its files alone", async () => {
    const { status, headers, text } = await call("GET", "/docs");
    expect([status, headers.get("content-type"), headers.get("cache-control")]).toEqual([200, "text/html; charset=utf-8", "no-store"]); // biome-ignore format: one line
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy.split("; ")).toEqual(expect.arrayContaining(["default-src 'none'", "frame-ancestors 'none'"]));
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    const named = [...text.matchAll(/(?:src|href)="(.*?)"/g)].map(([, to]) => to);
    expect(named.sort()).toEqual(
      ["/openapi.json", "/openapi.json", "data:,", ...FILES.map(([file]) => `/docs/${VERSION}/${file}`)].sort(),
    );
  });

  it.each(FILES)("has %s, to the byte, for ever", async (file, type) => {
    const { status, headers, text } = await askFile("GET", `/docs/${VERSION}/${file}`);
    expect([status, headers.get("content-type"), headers.get("cache-control")]).toEqual([200, type, FOR_EVER]);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(text).toBe(built(file));
  });

  it("is answered to HEAD without a body", async () => {
    for (const path of ["/docs", `/docs/${VERSION}/docs.js`]) {
      const { status, headers, text } = await askFile("HEAD", path);
      expect([status, headers.get("content-type")?.slice(0, 5), text]).toEqual([200, "text/", ""]);
    }
  });

  it.each([
    `/docs/${VERSION}/other.js`,
    `/docs/${VERSION}/toString`,
    `/docs/${VERSION}/..%2f..%2fpackage.json`,
    `/docs/${VERSION}/%2e%2e/docs.js`,
    "/docs/0.0.0/docs.js",
    "/docs.js",
    "/LICENSE",
  ])("has nothing else: %s", async (path) => {
    const { status, body } = await call("GET", path, undefined, { authorization });
    expect([status, body.code]).toEqual([404, "not_found"]);
  });

  it("takes nothing", async () => {
    const { status, headers, body } = await call("POST", "/docs", {}, { authorization });
    expect([status, headers.get("allow"), body.code]).toEqual([405, "GET, HEAD, OPTIONS", "method_not_allowed"]);
  });

  describe("is where / leads", () => {
    it.each([
      ["Chrome", CHROME],
      ["Firefox", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"],
      ["who asks for HTML rather", "application/json;q=0.8, text/html;q=0.9"],
    ])("%s", async (_, accept) => {
      const { status, headers } = await ask("/", accept);
      expect([status, headers.get("location"), headers.get("vary")]).toEqual([303, "/docs", "Accept"]);
    });

    it.each([
      ["curl", "*/*"],
      ["who asks for JSON", "application/json"],
      ["who asks for JSON rather", "text/html;q=0.8, application/json;q=0.9"],
      ["who takes both alike", "text/html, application/json"],
      ["axios", "application/json, text/plain, */*"],
      ["who wants no HTML", "text/html;q=0, */*"],
    ])("but not %s", async (_, accept) => {
      const answer = await ask("/", accept);
      expect([answer.status, answer.headers.get("vary")]).toEqual([200, "Accept"]);
      expect((await answer.json()).links.docs).toBe("/docs");
    });
  });
});
