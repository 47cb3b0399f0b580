// Where the `type` of a refusal leads.
import { expect, it } from "vitest";
import { MEANINGS } from "../../src/platform/http/problem/meanings.ts";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";

const BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";
const closed = { title: "problems of a service with a token", vars: { API_TOKEN: "a-token" } };

describeOnEachRuntime(closed, (call, origin) => {
  it("have a type that leads, without a token, to what it means", async () => {
    const { body: refused } = await call("GET", "/norms");
    expect([refused.status, refused.code, refused.type]).toEqual([401, "unauthorized", "/problems/unauthorized"]);
    // As RFC 9457 has it: by the address that was asked.
    const { pathname } = new URL(refused.type, `${origin()}/norms`);
    const { status, body } = await call("GET", pathname);
    expect(status).toBe(200);
    expect(body).toEqual({ type: refused.type, code: "unauthorized", ...MEANINGS.unauthorized });
  });

  it("are listed, each with a page of its own", async () => {
    const { body } = await call("GET", "/problems");
    expect(body.problems.map(({ code }: { code: string }) => code)).toEqual(Object.keys(MEANINGS));
    for (const problem of body.problems) expect((await call("GET", problem.type)).body).toEqual(problem);
  });

  it("are pages in a browser, which run nothing", async () => {
    for (const path of ["/problems", "/problems/invalid"]) {
      const { status, headers, text } = await call("GET", path, undefined, { accept: BROWSER });
      expect([status, headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
      expect(headers.get("content-security-policy")).toMatch(/^default-src 'none';/);
      expect(headers.get("vary")).toBe("Accept");
      expect(text).toMatch(/^<!doctype html>\n<html lang="en">/);
      expect(text).not.toMatch(/<script|<style|style=|src=/);
    }
    const { text } = await call("GET", "/problems/unauthorized", undefined, { accept: BROWSER });
    expect(text).toContain("<code>Authorization: Bearer &lt;token></code>");
    const links = [...text.matchAll(/href="([^"]+)"/g)].map(([, to]) => to as string);
    for (const to of links) expect((await call("GET", to)).status).toBe(200);
  });

  it("say of a code that is none where the others are", async () => {
    const { status, body } = await call("GET", "/problems/teapot");
    expect([status, body.code, body.type]).toEqual([404, "not_found", "/problems/not_found"]);
    expect(body.detail).toContain("GET /problems lists");
  });
});
