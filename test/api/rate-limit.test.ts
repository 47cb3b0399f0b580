// Who calls too often, or guesses tokens, is told when to ask again; others at the same address go on.
import { describe, expect, it } from "vitest";
import { GUESSES_A_MINUTE } from "../../src/platform/http/edge/guess-guard.ts";
import { clientOf } from "../support/client.ts";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";
import { startDeno } from "../support/server.ts";

const token = "s3cret-token";
// Cloudflare writes this header; under Deno the setting names the one that a proxy writes.
const ADDRESS = "CF-Connecting-IP";
const vars = { API_TOKEN: token, CLIENT_ADDRESS_HEADER: ADDRESS };

describeOnEachRuntime({ title: "who guesses tokens", vars }, (call) => {
  const from = (address: string, sent?: string) => ({
    [ADDRESS]: address,
    ...(sent !== undefined && { authorization: `Bearer ${sent}` }),
  });
  const ask = async (address: string, sent?: string) => {
    const { status, headers, body } = await call("GET", "/norms", undefined, from(address, sent));
    return { status, code: body.code, retryAfter: Number(headers.get("retry-after") ?? 0) };
  };
  /** So many at least that a minute which ends meanwhile leaves none over. */
  const guess = async (addressOf: (n: number) => string) => {
    const statuses = new Set<number>();
    for (let n = 0; n <= 2 * GUESSES_A_MINUTE; n++) statuses.add((await ask(addressOf(n), `guess-${n}`)).status);
    return [...statuses];
  };

  it("is not looked at any more; whoever was right before is, and who is elsewhere", async () => {
    expect((await ask("192.0.2.1", token)).status).toBe(200);
    expect(await guess(() => "192.0.2.1")).toEqual([401, 429]);
    const { code, retryAfter } = await ask("192.0.2.1", "guess");
    expect(code).toBe("rate_limited");
    expect(retryAfter).toBeGreaterThanOrEqual(1);
    expect(retryAfter).toBeLessThanOrEqual(60);
    expect((await ask("192.0.2.1", token)).status).toBe(200);
    expect((await ask("192.0.2.2", "guess")).status).toBe(401);
    // Nothing is guessed without a token.
    expect((await ask("192.0.2.1")).status).toBe(401);
    expect((await call("GET", "/health", undefined, from("192.0.2.1", "guess"))).status).toBe(200);
  });

  it("is one caller, whichever address of his network he takes", async () => {
    expect(await guess((n) => `2001:db8:0:7:${n.toString(16)}::1`)).toEqual([401, 429]);
    expect((await ask("2001:db8:0:8::1", "guess")).status).toBe(401);
  });
});

describeOnEachRuntime({ title: "a token", vars: { API_TOKEN: token } }, (call) => {
  const CALLS_A_MINUTE = 600;
  const ask = (sent: string) => call("GET", "/nowhere", undefined, { authorization: `Bearer ${sent}` });
  const make = async (name: string): Promise<string> => {
    const { body } = await call("POST", "/tokens", { name, scope: "read" }, { authorization: `Bearer ${token}` });
    return body.token;
  };

  it("has so many calls in a minute, beside another one; the API_TOKEN has as many as it likes", async () => {
    const [busy, other] = [await make("busy"), await make("other")];
    // Twice as many: a minute that ends meanwhile leaves none over.
    const answers = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const statuses = [];
        for (let n = 0; n < (2 * CALLS_A_MINUTE) / 10 + 1; n++) statuses.push((await ask(busy)).status);
        return statuses;
      }),
    );
    const served = answers.flat().filter((status) => status === 404).length;
    expect(new Set(answers.flat())).toEqual(new Set([404, 429]));
    expect(served).toBeGreaterThanOrEqual(CALLS_A_MINUTE);
    const { body, headers } = await ask(busy);
    expect(body.detail).toMatch(/^Cannot serve so many calls of token busy: ask again in \d+ seconds$/);
    expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await ask(other)).status).toBe(404);
    expect((await ask(token)).status).toBe(404);
  });
});

describe("settings on deno", () => {
  it("limit the calls of an address where there is no token, before a body is read", async () => {
    const server = await startDeno({
      PUBLIC: "true",
      PUBLIC_RATE_LIMIT: "3",
      CLIENT_ADDRESS_HEADER: "X-Forwarded-For",
    });
    const call = clientOf(server.origin);
    // What stands before the last address was sent by whoever calls.
    const ask = (n: number) => call("POST", "/train", "{", { "x-forwarded-for": `192.0.2.${n}, 198.51.100.1` });
    const statuses = [];
    for (let n = 0; n < 4; n++) statuses.push((await ask(n)).status);
    expect(statuses).toEqual([400, 400, 400, 429]);
    const { body, headers } = await ask(5);
    // A third of a minute until there is one again.
    expect(Number(headers.get("retry-after"))).toBeLessThanOrEqual(20);
    expect(body.detail).toMatch(/^Cannot serve so many calls of this address: ask again in \d+ seconds$/);
    const elsewhere = await call("POST", "/train", "{", { "x-forwarded-for": "198.51.100.2" });
    expect(elsewhere.status).toBe(400);
    expect((await call("GET", "/health", undefined, { "x-forwarded-for": "198.51.100.1" })).status).toBe(200);
    await server.stop();
  });
});
