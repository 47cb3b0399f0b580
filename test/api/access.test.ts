import { afterEach, describe, expect, it } from "vitest";
import { clientOf } from "../support/client.ts";
import { runtimes } from "../support/runtimes.ts";
import type { Server } from "../support/server.ts";

describe.each(runtimes)("access on $name", ({ start }) => {
  let server: Server;
  afterEach(() => server.stop());

  const open = ["/", "/health", "/ready", "/docs", "/openapi.json"];

  it("is closed by default, and says how to open it", async () => {
    server = await start({});
    const call = clientOf(server.origin);
    for (const path of open) expect((await call("GET", path)).status).toBe(200);
    const { status, body } = await call("GET", "/norms", undefined, { authorization: "Bearer guess" });
    expect([status, body.code]).toEqual([503, "not_configured"]);
    expect(body.detail).toContain("API_TOKEN");
    expect((await call("GET", "/nowhere")).status).toBe(503);
  });

  it("asks for the token even where PUBLIC is true; without a token PUBLIC opens it", async () => {
    server = await start({ API_TOKEN: "s3cret", PUBLIC: "true" });
    expect((await clientOf(server.origin)("GET", "/norms")).status).toBe(401);
    await server.stop();
    server = await start({ PUBLIC: "true" });
    expect((await clientOf(server.origin)("GET", "/norms")).status).toBe(200);
  });

  it("needs the token where there is one, for all but the open calls", async () => {
    server = await start({ API_TOKEN: "s3cret-token" });
    const call = clientOf(server.origin);
    for (const path of open) expect((await call("GET", path)).status).toBe(200);
    for (const authorization of [
      undefined,
      "s3cret-token",
      "Basic s3cret-token",
      "Bearer",
      "Bearer s3cret",
      "Bearer s3cret-token2",
      "Bearer s3cret-tokeN",
    ]) {
      const { status, body, headers } = await call(
        "POST",
        "/train",
        { x: { a: [1] }, y: [1] },
        authorization ? { authorization } : {},
      );
      expect([status, body.code, headers.get("www-authenticate")], authorization).toEqual([
        401,
        "unauthorized",
        "Bearer",
      ]);
    }
    expect((await call("GET", "/nowhere")).status).toBe(401);
    const authorised = await call("GET", "/norms", undefined, { authorization: "bearer s3cret-token" });
    expect([authorised.status, authorised.body.norms]).toEqual([200, []]);
  });
});
