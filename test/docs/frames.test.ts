// example/frames.py, on each runtime: it ends with an error where two ways of sending a data frame are not the same.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { faultOfPython } from "../support/python.ts";
import { runtimes } from "../support/runtimes.ts";
import type { Server } from "../support/server.ts";
import { root } from "./page.ts";

const fault = faultOfPython("import pandas, requests");
if (fault !== undefined) console.warn(`example/frames.py is skipped: ${fault}`);

describe.skipIf(fault !== undefined).each(runtimes)("a data frame on $name", ({ start }) => {
  let server: Server;
  beforeAll(async () => {
    server = await start();
  });
  afterAll(() => server.stop());

  it("is the same in every way that pandas writes it", async () => {
    const { stdout } = await promisify(execFile)("python3", ["example/frames.py", server.origin], { cwd: root });
    expect(stdout).toContain("Nothing is left.");
  });
});
