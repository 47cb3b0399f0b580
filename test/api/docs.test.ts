// The page of /docs over HTTP: the same files with the same headers on every runtime. What it does in a browser is in test/page.
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { VERSION } from "../../src/platform/http/about.ts";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";

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

  // What the page is made of is no call of the document.
  it.each(FILES)("has %s, to the byte, for ever", async (file, type) => {
    const answer = await fetch(`${origin()}/docs/${VERSION}/${file}`);
    const { status, headers } = answer;
    expect([status, headers.get("content-type"), headers.get("cache-control")]).toEqual([200, type, FOR_EVER]);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(await answer.text()).toBe(built(file));
  });

  it("is answered to HEAD without a body", async () => {
    for (const path of ["/docs", `/docs/${VERSION}/docs.js`]) {
      const answer = await fetch(origin() + path, { method: "HEAD" });
      const { status, headers } = answer;
      expect([status, headers.get("content-type")?.slice(0, 5), await answer.text()]).toEqual([200, "text/", ""]);
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
});
