// How the service starts, and how it refuses to: one line that tells what to mend, no stack, exit 1, and nothing is made or changed.
import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSqlite } from "../../src/platform/sqlite/open.ts";
import { readSettings } from "../../src/runtime/deno/settings.ts";
import { clientOf } from "../support/client.ts";
import { startKillableDeno } from "../support/killable.ts";
import { readMigrations } from "../support/migrations.ts";
import { startWorker } from "../support/server.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "edgefit-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const settingsOf = (vars: Record<string, string>) => readSettings((name) => vars[name]);

describe("settings", () => {
  it("are this machine alone, closed, unless set", () => {
    expect(settingsOf({})).toEqual({
      host: "127.0.0.1",
      port: 8787,
      path: "edgefit.sqlite",
      access: { token: undefined, isPublic: false },
      pieceSeconds: 1,
      sessionsKeepMs: null,
      origins: new Set(),
      rateLimit: 600,
      publicRateLimit: null,
      addressHeader: undefined,
    });
    const set = {
      HOST: "::",
      PORT: "80",
      EDGEFIT_DB: "a b",
      API_TOKEN: "!~",
      PUBLIC: "false",
      PIECE_SECONDS: "0.5",
      SESSIONS_KEEP: "400d",
      CORS_ORIGINS: "*",
      RATE_LIMIT: "off",
      PUBLIC_RATE_LIMIT: "60",
      CLIENT_ADDRESS_HEADER: "X-Real-IP",
    };
    expect(settingsOf(set)).toEqual({
      host: "::",
      port: 80,
      path: "a b",
      access: { token: "!~", isPublic: false },
      pieceSeconds: 0.5,
      sessionsKeepMs: 400 * 86_400_000,
      origins: "*",
      rateLimit: null,
      publicRateLimit: 60,
      addressHeader: "X-Real-IP",
    });
  });

  it.each([
    [{ PORT: "abc" }, 'PORT is "abc", not a number from 1 to 65535'],
    [{ PORT: "0" }, "PORT is"],
    [{ PORT: "65536" }, "PORT is"],
    [{ PORT: "8e3" }, "PORT is"],
    [{ PORT: " 80" }, "PORT is"],
    [{ HOST: "here" }, 'HOST is "here", not the address'],
    [{ HOST: "http://127.0.0.1" }, "HOST is"],
    [{ HOST: "0.0.0.0" }, "set API_TOKEN"],
    [{ HOST: "::" }, "set API_TOKEN"],
    [{ HOST: "192.168.0.1", PUBLIC: "false" }, "set API_TOKEN"],
    [{ API_TOKEN: "tök" }, "a character at place 2"],
    [{ API_TOKEN: "token\n" }, "a character at place 6"],
    [{ API_TOKEN: "to ken" }, "a character at place 3"],
    [{ API_TOKEN: " " }, "a character at place 1"],
    [{ API_TOKEN: "\u007f" }, "a character at place 1"],
    [{ PUBLIC: "yes" }, 'PUBLIC is "yes", not true'],
    [{ PIECE_SECONDS: "0" }, 'PIECE_SECONDS is "0", not a number above 0'],
    [
      { SESSIONS_KEEP: "a year" },
      'SESSIONS_KEEP is "a year", no duration: a whole number with h, d or w, such as 400d',
    ],
    [
      { CORS_ORIGINS: "app.example.com" },
      'CORS_ORIGINS has "app.example.com", no origin as browsers send it, such as https://',
    ],
    [{ RATE_LIMIT: "ten" }, 'RATE_LIMIT is "ten", not a number of calls in a minute from 1 to 9999999, or off'],
    [{ PUBLIC_RATE_LIMIT: "0" }, 'PUBLIC_RATE_LIMIT is "0", not'],
    [{ CLIENT_ADDRESS_HEADER: "X: Y" }, 'CLIENT_ADDRESS_HEADER is "X: Y", not the name of a header'],
    [{ EDGEFIT_DB: "" }, 'EDGEFIT_DB is "", not the path of a file'],
    [{ EDGEFIT_DB: ":memory:" }, "EDGEFIT_DB is"],
    [{ EDGEFIT_DB: "file:a?mode=memory" }, "EDGEFIT_DB is"],
  ])("refuse %o", (vars, message) => {
    expect(() => settingsOf(vars as unknown as Record<string, string>)).toThrow(/^Cannot start: [^\n]*$/);
    expect(() => settingsOf(vars as unknown as Record<string, string>)).toThrow(message);
  });

  it.each([
    { HOST: "0.0.0.0", API_TOKEN: "s3cret" },
    { HOST: "0.0.0.0", PUBLIC: "true" },
    { HOST: "localhost" },
    { HOST: "127.0.0.53" },
    { HOST: "::1" },
  ])("take %o", (vars) => {
    expect(settingsOf(vars as unknown as Record<string, string>).host).toBe(vars.HOST);
  });
});

describe("a file that is not ours is refused, and stays as it is:", () => {
  it.each([
    ["a text", "it is not a file of SQLite", (path: string) => writeFileSync(path, "a,b\n1,2\n".repeat(100))],
    ["another program's database", "it is another program's database", makeOther],
    ["one of a newer version", "it has the migration 9999_later.sql, which this version does not know", makeNewer],
  ])("%s", (_, reason, make) => {
    const path = join(folder, "file");
    make(path);
    const before = readFileSync(path);
    expect(() => openSqlite(path, readMigrations())).toThrow(`Cannot open the database ${path}: ${reason}`);
    expect(readFileSync(path)).toEqual(before);
  });

  it("a folder, and a folder that is not there", () => {
    mkdirSync(join(folder, "made"));
    for (const path of [join(folder, "made"), join(folder, "none", "file")])
      expect(() => openSqlite(path, readMigrations())).toThrow(`${path}: its folder is not there, or it is a folder`);
  });

  it("one that another process holds", () => {
    const path = join(folder, "file");
    openSqlite(path, readMigrations()).close();
    const other = new DatabaseSync(path);
    other.exec("pragma locking_mode = exclusive; begin exclusive");
    expect(() => openSqlite(path, readMigrations())).toThrow(`${path}: another process is at work on it`);
    other.close();
  });
});

describe("a process that cannot start says so in one line", () => {
  it.each([
    ["start-deno.ts", { API_TOKEN: "tök" }, "Cannot start: the secret API_TOKEN has a character at place 2"],
    ["start-deno.ts", { HOST: "0.0.0.0" }, "Cannot start: HOST 0.0.0.0 is open to other machines"],
    // An address for documents: no machine has it.
    ["start-deno.ts", { HOST: "192.0.2.1", API_TOKEN: "t" }, "Cannot start: it cannot listen on 192.0.2.1:"],
    ["start-deno.ts", { EDGEFIT_DB: tmpdir() }, `Cannot open the database ${tmpdir()}: its folder is not there`],
    ["start.ts", { PORT: "abc" }, 'Cannot start: PORT is "abc"'],
    ["start.ts", { HOST: "0.0.0.0" }, "Cannot start: HOST is 0.0.0.0, and npm start serves this machine alone"],
  ])("%s with %o", async (program, vars, message) => {
    const { code, stdout, stderr } = await run(program, { PORT: String(await freePort()), ...vars });
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect(stderr).toContain(message);
  });

  it("start.ts where the port is taken by something that is no web server", async () => {
    const taken = createServer((socket) => socket.destroy()).listen(0, "127.0.0.1");
    await once(taken, "listening");
    const { port } = taken.address() as AddressInfo;
    const { code, stderr } = await run("start.ts", { PORT: String(port) });
    taken.close();
    expect([code, stderr]).toEqual([1, `Cannot start: port ${port} is taken; PORT=… takes another one\n`]);
  });
});

it("Deno serves this machine alone unless HOST says otherwise", async () => {
  const server = await startKillableDeno(folder);
  const { port } = new URL(server.origin);
  const others = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
  try {
    for (const { address, internal, family } of others) {
      if (internal || family !== "IPv4") continue;
      await expect(fetch(`http://${address}:${port}/health`)).rejects.toThrow();
    }
    expect((await clientOf(server.origin)("GET", "/health")).status).toBe(200);
  } finally {
    await server.stop();
  }
});

it.each([
  [{ API_TOKEN: "tök" }, "the secret API_TOKEN has a character at place 2"],
  [{ API_TOKEN: "token\n" }, "the secret API_TOKEN has a character at place 6"],
  [{ PUBLIC: "true", CORS_ORIGINS: "app.example.com" }, 'CORS_ORIGINS has "app.example.com", no origin'],
  [{ PUBLIC: "true", PIECE_SECONDS: "soon" }, 'PIECE_SECONDS is "soon", not a number above 0'],
])("a Worker, which has no start, says so in its answers: %o", async (vars, message) => {
  const server = await startWorker(vars as Record<string, string>);
  try {
    const { status, body } = await clientOf(server.origin)("GET", "/norms", undefined, { authorization: "Bearer x" });
    expect([status, body.code]).toEqual([503, "not_configured"]);
    expect(body.detail).toContain(message);
    expect((await clientOf(server.origin)("GET", "/health")).status).toBe(200);
  } finally {
    await server.stop();
  }
});

function makeOther(path: string): void {
  const database = new DatabaseSync(path);
  database.exec("create table guests (name text)");
  database.close();
}

function makeNewer(path: string): void {
  openSqlite(path, [...readMigrations(), { name: "9999_later.sql", sql: "create table later (a)" }]).close();
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A program of the package, with nothing set but what is told. */
function run(program: string, vars: Record<string, string>) {
  const { API_TOKEN: _, PUBLIC: __, HOST: ___, ...inherited } = process.env;
  const env = { ...inherited, EDGEFIT_DB: join(folder, "edgefit.sqlite"), ...vars };
  const cwd = fileURLToPath(new URL("../../", import.meta.url));
  return new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) =>
    execFile("node", [program], { env, cwd }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : error.code, stdout, stderr }),
    ),
  );
}
