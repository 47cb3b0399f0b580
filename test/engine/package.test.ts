// `edgefit/engine` as others import it: packed, installed alone, and run on every runtime.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestHarness } from "wrangler";
import { finish } from "../../src/engine/math/work.ts";
import { families } from "../../src/engine/model/families.ts";
import { familyWith, type Params } from "../../src/engine/model/family.ts";
import { openChromium } from "../support/chromium.ts";
import { type InstalledEngine, installEngine } from "../support/install-engine.ts";
import { wasmKernel } from "../support/kernels.ts";
import { countChecked, docExamples, pageExamples, runExample } from "../support/run-examples.ts";

const GZIP_BYTES_MAX = 120_000; // what a page may wait for
const CLOSE = 1e-9; // functions of the runtimes differ in the last digits, and differences of numbers in more of them

const root = fileURLToPath(new URL("../../", import.meta.url));
const examples = docExamples(join(root, "src/engine/engine.ts"));
const page = join(root, "docs/engine.md");

let engine: InstalledEngine;
let data: Data;
let onNode: Made;

beforeAll(async () => {
  engine = installEngine();
  data = (await import(pathToFileURL(join(engine.folder, "exercise-engine.mjs")).href)).data();
  writeFileSync(
    join(engine.folder, "main.mjs"),
    'import { exercise } from "./exercise-engine.mjs";\nconsole.log(JSON.stringify(await exercise()));\n',
  );
  onNode = JSON.parse(run("node", "main.mjs"));
});

afterAll(() => engine.remove());

describe("the package", () => {
  it("is small with all that it needs", () => {
    const size = (...files: string[]) =>
      files.reduce((sum, file) => sum + gzipSync(readFileSync(engine.path("build/engine", file))).length, 0);
    const sizes = [size("engine.js"), size("engine-workerd.js", "kernel.wasm")];
    expect(sizes.filter((bytes) => bytes > GZIP_BYTES_MAX)).toEqual([]);
  });

  it("has the licences of the libraries in it", () => {
    const told = readFileSync(engine.path("build/engine/LICENSES.txt"), "utf8");
    expect(told.split("\n---\n\n").map((part) => part.split("\n")[0])).toEqual(
      expect.arrayContaining(["jstat", "ml-matrix", "valibot"]),
    );
  });

  it("has types that stand alone", () => {
    const program = 'import { type Factor, factorFromRows, loadKernel } from "edgefit/engine";\n';
    writeFileSync(
      join(engine.folder, "typed.ts"),
      `${program}export const factor: Factor = factorFromRows(await loadKernel(), { a: [1] }, [2]);\n`,
    );
    const options = ["--noEmit", "--strict", "--target", "esnext", "--module", "nodenext", "--lib", "esnext,dom"];
    expect(run("tsc", ...options, "--types", "", "typed.ts")).toBe("");
  });
});

describe("the same numbers", () => {
  it("on Node and in the engine of the service", () => {
    const kernel = wasmKernel();
    const { x, y } = data;
    const columns = [x.T, x.wind].map((column) => Float64Array.from(column));
    const target = Float64Array.from(y);
    const asked = { columns, rowCount: target.length, classCount: 0 };
    const VOTING = {
      estimators: [
        { name: "SVM", params: { kernel: "linear" } },
        { name: "Gradient Boosting", params: { max_iter: 10, min_samples_leaf: 2 } },
        { name: "Ridge", params: { lambda: 10 } },
      ],
      weights: [1, 2, 0.5],
    };
    const own = families.map((listed, i) => {
      const params = v.parse(
        listed.params.regression,
        [{ n_estimators: 10, seed: 7 }, { C: 10 }, { lambda: 10 }, { max_iter: 10, min_samples_leaf: 2 }, VOTING][i],
      ) as Params;
      const family = familyWith(listed, params);
      const range = { from: 0, to: family.unitCount(params) };
      const units = finish(family.fit(kernel, { columns, target, classCount: 0 }, params, range));
      const raw = family.respond(kernel, units, asked);
      return [...family.decide(raw, { classCount: 0, unitCount: units.length, params, calibration: null }).target];
    });
    const { exact } = onNode;
    const told = ["forest", "svm", "ridge", "boosting", "voting"].map((name) => exact[name]?.[0]);
    expect(differences(told, own)).toEqual([]);
  });

  it("on Deno", () => {
    expectSame(run("deno", "run", "--no-config", "--node-modules-dir=manual", "main.mjs"));
  });

  it("on workerd", async () => {
    const worker =
      'import { exercise } from "./exercise-engine.mjs";\nexport default { fetch: async () => Response.json(await exercise()) };\n';
    writeFileSync(join(engine.folder, "worker.mjs"), worker);
    const configPath = join(engine.folder, "wrangler.toml");
    writeFileSync(configPath, 'name = "engine"\nmain = "worker.mjs"\ncompatibility_date = "2026-07-01"\n');
    Object.assign(process.env, { WRANGLER_LOG: "none", CLOUDFLARE_CF_FETCH_ENABLED: "false" });
    const harness = createTestHarness({ workers: [{ configPath }] });
    try {
      const { url } = await harness.listen();
      expectSame(await (await fetch(url)).text());
    } finally {
      await harness.close();
    }
  });

  it("in Chromium", async ({ skip }) => {
    const browser = await openChromium();
    if (browser === null) return skip();
    try {
      const tab = await browser.newPage();
      const map = { imports: { "edgefit/engine": "/node_modules/edgefit/build/engine/engine.js" } };
      writeFileSync(join(engine.folder, "page.html"), `<script type="importmap">${JSON.stringify(map)}</script>`);
      await tab.route("**/*", (route) =>
        route.fulfill({ path: join(engine.folder, new URL(route.request().url()).pathname) }),
      );
      await tab.goto("http://engine.test/page.html");
      const program = 'import("/exercise-engine.mjs").then(async ({ exercise }) => JSON.stringify(await exercise()))';
      expectSame(await tab.evaluate(program));
    } finally {
      await browser.close();
    }
  });
});

describe("the examples", () => {
  it.each(examples)("of $name says what is so", async ({ code }) => {
    const names = Object.keys(await engine.load()).join(", ");
    runExample(
      engine.folder,
      `import { ${names} } from "edgefit/engine";\nconst kernel = await loadKernel();\n{\n${code}}\n`,
    );
  });

  it.each(pageExamples(page).map((code, i) => ({ place: i + 1, code })))(
    "of docs/engine.md, number $place, says what is so",
    ({ code }) => {
      expect(countChecked(code)).toBeGreaterThan(0);
      runExample(engine.folder, code);
    },
  );

  it("stand with every function", async () => {
    const functions = Object.keys(await engine.load()).filter((name) => name !== "AppError");
    expect(examples.map(({ name }) => name).sort()).toEqual(functions.sort());
  });

  it("fail where they are wrong", () => {
    expect(() => runExample(engine.folder, "1 + 1; // → 3")).toThrow("It is 2, not 3");
  });
});

/** What the exercise learns from. */
interface Data {
  x: { T: number[]; wind: number[] };
  y: number[];
}

/** What the exercise makes. */
interface Made {
  exact: Record<string, unknown[]>;
  close: Record<string, unknown>;
}

function expectSame(text: string): void {
  const made: Made = JSON.parse(text);
  expect(differences(made.exact, onNode.exact)).toEqual([]);
  expect(differences(made.close, onNode.close, CLOSE)).toEqual([]);
}

/** The first few places where two values differ, and what stands there. */
function differences(a: unknown, b: unknown, tolerance = 0, path = ""): string[] {
  if (typeof a === "number" && typeof b === "number" && Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b)))
    return [];
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null)
    return Object.is(a, b) ? [] : [`${path}: ${a}, not ${b}`];
  const keys = Object.keys({ ...a, ...b });
  return keys
    .flatMap((key) => differences((a as Made)[key as never], (b as Made)[key as never], tolerance, `${path}.${key}`))
    .slice(0, 5);
}

function run(command: string, ...of: string[]): string {
  return execFileSync(command, of, { cwd: engine.folder, encoding: "utf8" });
}
