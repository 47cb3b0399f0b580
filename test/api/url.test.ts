// What a request is before it has a body: its method, its host, its URL. All of it is read before credentials are looked at.
import { expect, it } from "vitest";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";
import { sendRaw } from "../support/send-raw.ts";
import { startDeno } from "../support/server.ts";

const URL_LENGTH_MAX = 4_096;

/** As long as it may be, or by so many characters longer. */
const queryOf = (origin: string, name: string, beyond = 0) => {
  const start = `${origin}/health?`;
  return `/health?${`${name}&`.repeat(URL_LENGTH_MAX).slice(0, URL_LENGTH_MAX - start.length + beyond)}`;
};

describeOnEachRuntime({ title: "a URL", vars: { API_TOKEN: "secret" } }, (call, origin) => {
  it("is as long as it may be, one name again and again", async () => {
    expect((await call("GET", queryOf(origin(), "a"))).status).toBe(200);
  });

  it("is refused one character past that, whoever asks", async () => {
    const answer = await call("GET", queryOf(origin(), "a", 1));
    expect(answer.status).toBe(414);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(answer.body).toMatchObject({
      code: "url_too_long",
      detail: "Cannot serve a URL of 4097 characters: at most 4096 are accepted",
    });
  });

  it("is cut where a refusal tells it", async () => {
    const headers = { authorization: "Bearer secret" };
    const answer = await call("GET", `/${"a".repeat(1_000)}`, undefined, headers);
    expect(answer.body.detail).toBe(`Cannot find /${"a".repeat(39)}…: GET / says where to look`);
    const unknown = await call("GET", `/norms/default/lambda?${"q".repeat(1_000)}`, undefined, headers);
    expect(unknown.body.errors).toEqual([{ path: `${"q".repeat(40)}…`, message: "unknown; this call takes no query" }]);
  });

  it("serves HEAD as GET without the body, whatever body it was sent with", async () => {
    const head = ["HEAD /health HTTP/1.1", "Host: localhost"];
    expect(await sendRaw(origin(), head)).toMatch(/^HTTP\/1.1 200 /);
    expect(await sendRaw(origin(), [...head, "Content-Length: 5"], "hello")).toMatch(/^HTTP\/1.1 200 /);
    expect(await sendRaw(origin(), ["HEAD /norms HTTP/1.1", "Host: localhost"])).toMatch(/^HTTP\/1.1 401 /);
  });
});

// Before a Worker, Cloudflare refuses such a host itself, and so does the local simulator.
it("refuses a host that is none in the one shape on deno", async () => {
  const server = await startDeno({ API_TOKEN: "secret" });
  for (const host of ["a b", "[", "%%", "a:99999", "<script>"]) {
    const answer = await sendRaw(server.origin, ["GET /health HTTP/1.1", `Host: ${host}`]);
    expect(answer, host).toMatch(/^HTTP\/1.1 400 /);
    expect(answer).toContain("application/problem+json");
    expect(answer).toContain('"code":"malformed_url"');
  }
  await server.stop();
});
