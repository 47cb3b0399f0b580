import { describe, expect, it } from "vitest";
import { AppError } from "../../../src/error.ts";
import { type Caller, SCOPES } from "../../../src/platform/context/caller.ts";
import { type Access, authorise, hashOf, requireScope } from "../../../src/platform/http/authorise.ts";
import { createCache } from "../../../src/platform/store/cache.ts";

const token = "s3cret";
const KIOSK: Caller = { name: "kiosk", scope: "read", prefixes: null };
/** Of a service that has given out the token "given". */
const ask = (authorization: string | null, access: Access) =>
  authorise(
    { headers: new Headers(authorization === null ? {} : { authorization }) },
    access,
    { cache: createCache() },
    async (_, hash) => {
      if (hash === (await hashOf("given")).toHex()) return KIOSK;
      throw new AppError("unauthorized", "Cannot serve: unknown");
    },
  );

describe("whoever asks", () => {
  it.each([
    ["with the token", `Bearer ${token}`, { token, isPublic: false }, "API_TOKEN"],
    [
      "with the token, in other letters and with more blanks",
      `bearer   ${token}`,
      { token, isPublic: false },
      "API_TOKEN",
    ],
    ["with a token that was given out", "Bearer given", { token, isPublic: false }, "kiosk"],
    ["with that of a public service without a token", "Bearer given", { token: undefined, isPublic: true }, "PUBLIC"],
    ["of a public service without a token", null, { token: undefined, isPublic: true }, "PUBLIC"],
    ["whom another thread let in", null, { token, isPublic: false, caller: KIOSK }, "kiosk"],
  ])("%s is served", async (_, authorization, access, name) => {
    expect((await ask(authorization, access)).name).toBe(name);
  });

  it.each([
    ["without a token", null, { token, isPublic: false }, "unauthorized"],
    ["with another", "Bearer s3creT", { token, isPublic: false }, "unauthorized"],
    ["with the beginning of it", "Bearer s3c", { token, isPublic: false }, "unauthorized"],
    ["with more than it", `Bearer ${token}${token}`, { token, isPublic: false }, "unauthorized"],
    ["another way", `Basic ${token}`, { token, isPublic: false }, "unauthorized"],
    [
      "of a service without one with a token that was given out",
      "Bearer given",
      { token: "", isPublic: false },
      "not_configured",
    ],
    ["without the token that a public service has", null, { token, isPublic: true }, "unauthorized"],
    ["of a service that has none", `Bearer ${token}`, { token: undefined, isPublic: false }, "not_configured"],
    ["with an empty one of a service with an empty one", "Bearer ", { token: "", isPublic: false }, "not_configured"],
  ])("%s is not", async (_, authorization, access, code) => {
    await expect(ask(authorization, access)).rejects.toMatchObject({ code });
  });

  it("may do what its scope has, and all before it", () => {
    const may = SCOPES.map((scope) => SCOPES.filter((needed) => isAllowed({ ...KIOSK, scope }, needed)));
    expect(may).toEqual([["read"], ["read", "predict"], ["read", "predict", "train"], [...SCOPES]]);
  });
});

function isAllowed(caller: Caller, needed: (typeof SCOPES)[number]): boolean {
  try {
    requireScope(caller, needed);
    return true;
  } catch {
    return false;
  }
}
