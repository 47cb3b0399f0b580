// Tools that others read the document with: it has no fault to linters, and generators make clients of it that type-check.
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { validate } from "@apidevtools/swagger-parser";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openApiText } from "../support/open-api.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "edgefit-openapi-"));
const file = join(folder, "openapi.json");

beforeAll(async () => writeFileSync(file, await openApiText()));
afterAll(() => rmSync(folder, { recursive: true }));

interface Ran {
  code: number;
  out: string;
  told: string;
}

/** Runs a tool of one of the two places that npm puts it in, without its asking anybody whether there is a newer one. */
function run(name: string, ...args: string[]): Promise<Ran> {
  const places = [here, root].map((place) => join(place, "node_modules/.bin", name));
  const tool = places.find(existsSync);
  if (tool === undefined) throw new Error(`${name} is not installed: npm ci installs it`);
  const env = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true", NO_COLOR: "1" };
  return new Promise((resolve) => {
    const options = { cwd: folder, env, maxBuffer: 1e8 };
    execFile(process.execPath, [realpathSync(tool), ...args], options, (error, out, told) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, told }),
    );
  });
}

describe("the document", () => {
  it("is valid to swagger-parser", async () => {
    await expect(validate(file)).resolves.toMatchObject({ openapi: "3.1.0" });
  });

  it("has no error and no warning to Redocly", async () => {
    const { out, told } = await run(
      "redocly",
      "lint",
      file,
      "--config",
      join(here, "redocly.yaml"),
      "--format",
      "json",
    );
    const { problems } = JSON.parse(out || `{ "problems": ${JSON.stringify([told])} }`);
    expect(problems.map(messageAt)).toEqual([]);
  });

  it("has no error and no warning to Spectral", async () => {
    const { out, told } = await run("spectral", "lint", file, "-r", join(here, "spectral.yaml"), "-f", "json", "-q");
    expect(told).toBe("");
    expect(JSON.parse(out)).toEqual([]);
  });
});

function messageAt({ ruleId, message, location = [] }: { ruleId: string; message: string; location?: object[] }) {
  return { ruleId, message, at: (location[0] as { pointer?: string } | undefined)?.pointer };
}

describe("a client in TypeScript", () => {
  /** Compiles `usage` with what a generator made: calls that are right, and a wrong one that is to be noticed. */
  async function check(usage: string): Promise<string> {
    const project = mkdtempSync(join(folder, "usage-"));
    const compilerOptions = {
      ...{ noEmit: true, strict: true, types: [], lib: ["esnext", "dom", "dom.iterable"] },
      ...{ target: "esnext", module: "esnext", moduleResolution: "bundler" },
    };
    writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["usage.ts"] }));
    writeFileSync(join(project, "usage.ts"), usage);
    const { out, told } = await run("tsc", "-p", project);
    return out + told;
  }

  it("is made by openapi-typescript", async () => {
    const { code, told } = await run("openapi-typescript", file, "-o", join(folder, "paths.ts"));
    expect(code, told).toBe(0);
    const usage = `
      import type { components, paths } from "../paths";
      export const sent: components["schemas"]["TrainRequest"] = { x: { T_out: [1, 2] }, y: [3, null] };
      export type Answer = paths["/norms/{norm}/train"]["post"]["responses"][200]["content"]["application/json"];
      export const versionOf = ({ version }: Answer): number => version;
      // @ts-expect-error y is missing
      export const wrong: components["schemas"]["TrainRequest"] = { x: { T_out: [1, 2] } };
    `;
    expect(await check(usage)).toBe("");
  });

  it("is made by Hey API", async () => {
    const { code, out, told } = await run("openapi-ts", "-i", file, "-o", join(folder, "client"), "--no-log-file");
    expect(code, out + told).toBe(0);
    const usage = `
      import { trainNorm } from "../client";
      export const train = async () => {
        const body = { x: { T_out: [1, 2] }, y: [3, null] };
        const { data } = await trainNorm({ path: { norm: "boiler" }, body });
        return data?.version.toFixed();
      };
      // @ts-expect-error the norm is missing
      export const wrong = () => trainNorm({ body: { x: { T_out: [1, 2] }, y: [3, 5] } });
    `;
    expect(await check(usage)).toBe("");
  });
});
