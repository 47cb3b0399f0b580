// How long a token is remembered, and how many there may be.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findToken } from "../../src/access/token/find-token.ts";
import { keepUse } from "../../src/access/token/keep-use.ts";
import { readToken } from "../../src/access/token/list-tokens.ts";
import { makeToken } from "../../src/access/token/make-token.ts";
import { revokeToken } from "../../src/access/token/revoke-token.ts";
import { hashOf } from "../../src/platform/http/authorise.ts";
import { createCache } from "../../src/platform/store/cache.ts";
import { openDatabase } from "../../src/platform/store/database.ts";
import { openContext, type TestContext } from "../support/context.ts";
import { countStatements } from "../support/count-statements.ts";

let nowMs = Date.UTC(2026, 0, 1);
let context: TestContext;
beforeEach(() => {
  nowMs = Date.UTC(2026, 0, 1);
  context = openContext(1, () => nowMs);
});
afterEach(() => context.close());

const asked = (name: string, expires_at: number | null = null) => ({ name, scope: "read" as const, expires_at });
const hashed = async (token: string) => (await hashOf(token)).toHex();

describe("a token", () => {
  it("is 256 bits as they come, behind a mark; what is stored is its SHA-256", async () => {
    context.randomBytes = (count) => Uint8Array.from({ length: count }, (_, i) => 255 - i);
    const { token } = await makeToken(context, asked("kiosk"));
    expect(token).toBe("edgefit___79_Pv6-fj39vX08_Lx8O_u7ezr6uno5-bl5OPi4eA");
    const rows = context.sqlite.prepare("select * from tokens").all();
    expect(rows).toMatchObject([{ name: "kiosk", hash: await hashed(token) }]);
    expect(JSON.stringify(rows)).not.toContain(token.slice(8));
  });

  it("is remembered for less than a second after it was revoked elsewhere, and here not at all", async () => {
    const hash = await hashed((await makeToken(context, asked("kiosk"))).token);
    const elsewhere = { ...context, cache: createCache() };
    expect((await findToken(context, hash)).name).toBe("kiosk");
    await findToken(elsewhere, hash);
    nowMs += 1;
    await revokeToken(context, "kiosk");
    await expect(findToken(context, hash)).rejects.toMatchObject({ code: "unauthorized" });
    nowMs += 998;
    expect((await findToken(elsewhere, hash)).name).toBe("kiosk");
    nowMs += 1;
    await expect(findToken(elsewhere, hash)).rejects.toMatchObject({ code: "unauthorized" });
  });

  it("expires to the millisecond, though it is remembered", async () => {
    const hash = await hashed((await makeToken(context, asked("kiosk", nowMs + 500))).token);
    nowMs += 499;
    await findToken(context, hash);
    nowMs += 1;
    await expect(findToken(context, hash)).rejects.toThrow("expired at 2026-01-01T00:00:00.500Z");
    await expect(findToken({ ...context, cache: createCache() }, hash)).rejects.toThrow("expired");
  });

  it("that nobody holds is not remembered: guesses drive out none that is held", async () => {
    const hash = await hashed((await makeToken(context, asked("kiosk"))).token);
    await findToken(context, hash);
    const counter = countStatements(context.d1);
    const counted = { ...context, database: openDatabase(counter.d1) };
    for (let i = 0; i < 2_000; i++) await findToken(counted, `guess ${i}`).catch(() => undefined);
    expect(counter.take().statements).toBe(2_000);
    await findToken(counted, hash);
    expect(counter.take().statements).toBe(0);
  });

  it("is noted as used when it is read, and once in ten minutes", async () => {
    const noted: string[] = [];
    context.noteUse = (name) => void noted.push(name);
    const hash = await hashed((await makeToken(context, asked("kiosk"))).token);
    const use = () => findToken({ ...context, cache: createCache() }, hash);
    await use();
    await keepUse(context, "kiosk");
    const first = (await readToken(context, "kiosk")).last_used_at;
    nowMs += 600_000;
    await use();
    await keepUse(context, "kiosk");
    expect([noted, (await readToken(context, "kiosk")).last_used_at]).toEqual([["kiosk"], first]);
    nowMs += 1;
    await use();
    await keepUse(context, "kiosk");
    expect([noted.length, (await readToken(context, "kiosk")).last_used_at]).toEqual([2, "2026-01-01T00:10:00.001Z"]);
  });

  it("is one of a thousand at most", async () => {
    for (let i = 0; i < 1_000; i++) await makeToken(context, asked(`many-${i}`));
    await expect(makeToken(context, asked("one-more"))).rejects.toThrow("there are 1000");
    await expect(makeToken(context, asked("many-1"))).rejects.toThrow("many-1 already");
    await revokeToken(context, "many-1");
    await makeToken(context, asked("one-more"));
  });
});
