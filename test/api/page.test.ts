// The web page over HTTP: who is shown it, and its files with the same headers on every runtime. What it does in a browser is in test/page.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";

const CHROME =
  "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7";
const FOR_EVER = "public, max-age=31536000, immutable";
const TYPES: Record<string, string> = { js: "text/javascript", css: "text/css", csv: "text/csv" };
const folder = new URL("../../build/assets/page/", import.meta.url);
const built = readdirSync(folder).filter((file) => !/\.(html|json)$/.test(file));

describeOnEachRuntime({ title: "the page at /", vars: { API_TOKEN: "secret" } }, (_, origin) => {
  const ask = (path: string, accept: string) => fetch(origin() + path, { headers: { accept }, redirect: "manual" });

  it.each([
    ["Chrome", CHROME],
    ["Firefox", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"],
    ["who asks for HTML rather", "application/json;q=0.8, text/html;q=0.9"],
  ])("is what %s is shown, without a token", async (_, accept) => {
    const answer = await ask("/", accept);
    const { status, headers } = answer;
    expect([status, headers.get("content-type"), headers.get("vary"), headers.get("cache-control")]).toEqual([
      200,
      "text/html; charset=utf-8",
      "Accept",
      "no-store",
    ]);
    expect(await answer.text()).toBe(readFileSync(new URL("index.html", folder), "utf8"));
  });

  it.each([
    ["curl", "*/*"],
    ["who asks for JSON", "application/json"],
    ["who asks for JSON rather", "text/html;q=0.8, application/json;q=0.9"],
    ["who takes both alike", "text/html, application/json"],
    ["axios", "application/json, text/plain, */*"],
    ["who wants no HTML", "text/html;q=0, */*"],
  ])("is not what %s gets", async (_, accept) => {
    const answer = await ask("/", accept);
    expect([answer.status, answer.headers.get("vary")]).toEqual([200, "Accept"]);
    expect((await answer.json()).links.docs).toBe("/docs");
  });

  it("allows no script and style but its own, no other host, and no text that becomes markup", async () => {
    const answer = await ask("/", CHROME);
    const policy = answer.headers.get("content-security-policy") ?? "";
    expect(policy.split("; ")).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
      ]),
    );
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    const named = [...(await answer.text()).matchAll(/(?:src|href)="(.*?)"/g)].map(([, to = ""]) => to);
    expect(named.filter((to) => !/^\/page\/[\w-]+\.(js|css)$|^data:,$|^\/docs$/.test(to))).toEqual([]);
  });

  it("has its files, to the byte, for ever", async () => {
    for (const file of built) {
      const answer = await fetch(`${origin()}/page/${file}`);
      const { status, headers } = answer;
      const type = `${TYPES[file.split(".").at(-1) ?? ""]}; charset=utf-8`;
      expect([file, status, headers.get("content-type"), headers.get("cache-control")]).toEqual([
        file,
        200,
        type,
        FOR_EVER,
      ]);
      expect(Buffer.from(await answer.arrayBuffer()).equals(readFileSync(new URL(file, folder)))).toBe(true);
    }
  });

  describe("has nothing else", () => {
    it.each([
      "/page/other.js",
      "/page/index.html",
      "/page/..%2fdocs.js",
      "/page/%2e%2e%2fdocs.js",
      "/page/..%2f..%2fkernel.wasm",
      "/page/toString",
      "/page/page.toString",
      "/page/.js",
    ])("%s", async (path) => {
      const { status } = await fetch(origin() + path, { headers: { authorization: "Bearer secret" } });
      expect(status).toBe(404);
    });
  });
});
