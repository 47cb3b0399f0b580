// clients/typescript: its README, as a project that installed it would run it, and what it does when the network fails, on each runtime.
import { execFile, execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server as HttpServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { readPage, root } from "../docs/page.ts";
import { runtimes } from "../support/runtimes.ts";
import type { Server } from "../support/server.ts";

/** What is used of the client: its types are of what is built, and the README's lines are checked against those. */
interface Edgefit {
  GET(path: string): Promise<Answered>;
  POST(path: string, init: object): Promise<Answered>;
}
interface Answered {
  data?: Record<string, unknown>;
  response: Response;
}

const README = "clients/typescript/README.md";
const SHOWN_ORIGIN = "http://localhost:8787";

let project: string;
let client: { createEdgefit(options: { baseUrl: string; tries?: number }): Edgefit };
beforeAll(async () => {
  execFileSync(process.execPath, ["--js-base-64", "build-client.ts"], { cwd: root, stdio: "pipe" });
  project = mkdtempSync(join(tmpdir(), "edgefit-client-"));
  mkdirSync(join(project, "node_modules"));
  symlinkSync(`${root}build/client`, join(project, "node_modules/edgefit-client"));
  client = await import(`${root}build/client/client.js`);
});
afterAll(() => rmSync(project, { recursive: true }));

const { blocks } = readPage(README, readFileSync(`${root}${README}`, "utf8"));
const code = blocks.filter(({ kind }) => kind === "ts").map(({ text }) => text);
const shown = blocks.filter(({ kind }) => kind === "text").map(({ text }) => text);

it("has a README whose lines are TypeScript", () => {
  writeFileSync(join(project, "readme.ts"), code.join("\n"));
  const flags = "--noEmit --strict --skipLibCheck --target esnext --module esnext --moduleResolution bundler --types";
  const options = [...flags.split(" "), "", "--lib", "esnext,dom,dom.iterable"];
  const told = spawnSync(`${root}node_modules/.bin/tsc`, [...options, "readme.ts"], { cwd: project, encoding: "utf8" });
  expect(told.stdout).toBe("");
});

describe.each(runtimes)("the client in TypeScript on $name", ({ name, start }) => {
  let server: Server;
  beforeAll(async () => {
    server = await start();
  });
  afterAll(() => server.stop());

  it("answers the README's lines as it shows", async () => {
    const file = join(project, `${name}.mts`);
    writeFileSync(file, code.join("\n").replaceAll(SHOWN_ORIGIN, server.origin));
    const { stdout } = await promisify(execFile)(process.execPath, [file], { cwd: project });
    expect(stdout).toBe(shown.join(""));
  });

  describe("through a network that fails", () => {
    let proxy: HttpServer;
    let arrived: { key: string | undefined; body: string }[];
    afterEach(() => void proxy.close());

    /** In front of the service; `drop` says of each request whether its answer is lost. */
    async function through(drop: (arrivals: number) => boolean): Promise<Edgefit> {
      arrived = [];
      const listener: RequestListener = async (request, response) => {
        const body = (await request.toArray()).join("");
        arrived.push({ key: request.headers["idempotency-key"] as string | undefined, body });
        const { method = "", url = "" } = request;
        const headers = Object.entries(request.headers).filter(([key]) => /^(content-type|idempotency-key)$/.test(key));
        const init = { method, headers: headers as [string, string][], ...(body !== "" && { body }) };
        const answer = await fetch(server.origin + url, init);
        if (drop(arrived.length)) return void response.destroy();
        response.writeHead(answer.status, { "content-type": "application/json" }).end(await answer.text());
      };
      proxy = createServer(listener);
      await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
      return client.createEdgefit({ baseUrl: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, tries: 2 });
    }

    const body = { x: { a: [1, 2, 3] }, y: [3, 5, 7] };

    it("learns a batch once whose answer was lost", async () => {
      const edgefit = await through((arrivals) => arrivals === 1);
      const { data } = await edgefit.POST("/norms/{norm}/train", { params: { path: { norm: "lost" } }, body });
      expect([data?.version, data?.replayed, arrived.length]).toEqual([1, true, 2]);
      expect(arrived[0]).toEqual(arrived[1]);
      expect(arrived[0]?.key).toMatch(/^[0-9a-f-]{36}$/);
    });

    it("leaves a batch the name that it has", async () => {
      const edgefit = await through(() => false);
      const named = { ...body, batch: "monday" };
      const { data } = await edgefit.POST("/norms/{norm}/train", { params: { path: { norm: "named" } }, body: named });
      expect([data?.batch, arrived[0]?.key]).toEqual(["monday", undefined]);
    });

    it("does not train a model twice", async () => {
      const edgefit = await through(() => true);
      const model = { problem: "regression", name: "Ridge", h_tune: false, X: [[1], [2], [3]], y: [1, 2, 3] };
      await expect(edgefit.POST("/api/ml_models", { body: model })).rejects.toThrow();
      expect(arrived.length).toBe(1);
    });
  });
});

describe("a service that is busy", () => {
  let busy: HttpServer;
  afterEach(() => void busy.close());

  async function answering(seconds: string): Promise<{ calls: () => number; edgefit: Edgefit }> {
    let calls = 0;
    busy = createServer((_, response) => {
      const isBusy = ++calls === 1;
      response.writeHead(isBusy ? 503 : 200, { "content-type": "application/json", "retry-after": seconds });
      response.end(isBusy ? '{"code": "busy"}' : '{"status": "ok"}');
    });
    await new Promise<void>((resolve) => busy.listen(0, "127.0.0.1", resolve));
    const baseUrl = `http://127.0.0.1:${(busy.address() as AddressInfo).port}`;
    return { calls: () => calls, edgefit: client.createEdgefit({ baseUrl }) };
  }

  it("is asked again when it says so", async () => {
    const { calls, edgefit } = await answering("1");
    expect((await edgefit.GET("/health")).data).toEqual({ status: "ok" });
    expect(calls()).toBe(2);
  });

  it("is not waited for where it says hours", async () => {
    const { calls, edgefit } = await answering("7200");
    expect((await edgefit.GET("/health")).response.status).toBe(503);
    expect(calls()).toBe(1);
  });
});
