import { describe, expect, it } from "vitest";
import { type Access, authorise } from "../../../src/platform/http/authorise.ts";

const token = "s3cret";
const ask = (authorization: string | null, access: Access) =>
  authorise({ headers: new Headers(authorization === null ? {} : { authorization }) }, access);

describe("whoever asks", () => {
  it.each([
    ["with the token", `Bearer ${token}`, { token, isPublic: false }],
    ["with the token, in other letters and with more blanks", `bearer   ${token}`, { token, isPublic: false }],
    ["of a public service without a token", null, { token: undefined, isPublic: true }],
  ])("%s is served", (_, authorization, access) => {
    expect(() => ask(authorization, access)).not.toThrow();
  });

  it.each([
    ["without a token", null, { token, isPublic: false }, "unauthorized"],
    ["with another", "Bearer s3creT", { token, isPublic: false }, "unauthorized"],
    ["with the beginning of it", "Bearer s3c", { token, isPublic: false }, "unauthorized"],
    ["with more than it", `Bearer ${token}${token}`, { token, isPublic: false }, "unauthorized"],
    ["another way", `Basic ${token}`, { token, isPublic: false }, "unauthorized"],
    ["without the token that a public service has", null, { token, isPublic: true }, "unauthorized"],
    ["of a service that has none", `Bearer ${token}`, { token: undefined, isPublic: false }, "not_configured"],
    ["with an empty one of a service with an empty one", "Bearer ", { token: "", isPublic: false }, "not_configured"],
  ])("%s is not", (_, authorization, access, code) => {
    expect(() => ask(authorization, access)).toThrow(expect.objectContaining({ code }));
  });
});
