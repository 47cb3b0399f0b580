// clients/python: its README, run line by line as it is installed, and its own tests, on each runtime. scikit-learn's checks take long: Deno alone.
import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Block, readPage, root } from "../docs/page.ts";
import { differencesOfText } from "../docs/shown.ts";
import { findPython } from "../support/python.ts";
import { runtimes } from "../support/runtimes.ts";
import type { Server } from "../support/server.ts";

const PACKAGE = `${root}clients/python`;
const SHOWN_HOST = "localhost:8787";
const TOKEN = "a-token-of-the-python-client";
/** Warnings of sockets that requests leaves to be collected. */
const TESTS = ["-W", "ignore::ResourceWarning", "-m", "unittest"];
/** Other tests run beside it. */
const LONG_MS = 600_000;
/** What the README says of check_estimator: passed, passed over. */
const TOLD_OF = "scikit-learn 1.2.1";
const CHECKS_TOLD = [327, 5];

const found = findPython("import pandas, requests, sklearn, pip, setuptools");
const python = "python" in found ? found.python : "python3";
if ("fault" in found) console.warn(`clients/python is skipped: ${found.fault}`);

describe.skipIf("fault" in found)("clients/python", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "edgefit-python-"));
    // setuptools builds where the sources are.
    const copy = join(folder, "sources");
    cpSync(PACKAGE, copy, { recursive: true });
    const options = [
      "--quiet",
      "--no-index",
      "--no-build-isolation",
      "--no-deps",
      "--target",
      join(folder, "installed"),
    ];
    execFileSync(python, ["-m", "pip", "install", ...options, copy], { stdio: "pipe" });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("passes the tests that need no service", async () => {
    const environment = { PYTHONPATH: join(folder, "installed") };
    expect(await runPython([...TESTS, "tests.test_values", "tests.test_transport"], "", environment)).toMatch(/^OK$/m);
  });

  describe.each(runtimes)("on $name", ({ name, start }) => {
    let server: Server;
    beforeAll(async () => {
      server = await start({ API_TOKEN: TOKEN });
    });
    afterAll(() => server.stop());

    const run = (options: string[], input = "") =>
      runPython(options, input, {
        PYTHONPATH: join(folder, "installed"),
        EDGEFIT_URL: server.origin,
        EDGEFIT_TOKEN: TOKEN,
      });

    it(
      "answers the README's examples as it shows",
      async () => {
        const { blocks } = readPage("README.md", readFileSync(`${PACKAGE}/README.md`, "utf8"));
        const shown = examplesOf(blocks);
        const input = JSON.stringify(shown.map(([code]) => code.replaceAll(SHOWN_HOST, new URL(server.origin).host)));
        const printed: string[] = JSON.parse(await run(["tests/run_blocks.py", root], input));
        expect(shown.flatMap(([, answer], i) => differencesOfText(answer, printed[i] as string))).toEqual([]);
        expect(shown.length).toBeGreaterThan(8);
      },
      LONG_MS,
    );

    it(
      "passes the tests of the service and of the estimators",
      async () => {
        const output = await run([...TESTS, "tests.test_service", "tests.test_estimators.Estimators"]);
        expect(output).toMatch(/^OK$/m);
      },
      LONG_MS,
    );

    it.skipIf(name !== "deno")(
      "passes scikit-learn's checks",
      async () => {
        const output = await run([...TESTS, "tests.test_estimators.Checks"]);
        expect(output).toMatch(/^OK$/m);
        if (!output.includes(TOLD_OF)) return;
        const counts = output.matchAll(/: (\d+) checks passed, (\d+) passed over/g);
        const sums: [number, number] = [0, 0];
        for (const [, passed, skipped] of counts) {
          sums[0] += Number(passed);
          sums[1] += Number(skipped);
        }
        expect(sums).toEqual(CHECKS_TOLD);
      },
      LONG_MS,
    );
  });
});

/** What a program prints, to both outputs, with such variables beside ours. It rejects where the program ends with an error. */
function runPython(options: string[], input: string, variables: Record<string, string>): Promise<string> {
  const { EDGEFIT_URL: _, EDGEFIT_TOKEN: __, ...ours } = process.env;
  const env = { ...ours, PYTHONDONTWRITEBYTECODE: "1", ...variables };
  return new Promise((resolve, reject) => {
    const program = spawn(python, options, { cwd: PACKAGE, env });
    let output = "";
    for (const stream of [program.stdout, program.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    program.on("error", reject);
    program.on("close", (code) => (code === 0 ? resolve(output) : reject(new Error(output))));
    program.stdin.end(input);
  });
}

/** Each block of Python and what it prints. */
function examplesOf(blocks: Block[]): [code: string, answer: string][] {
  return blocks.flatMap(({ kind, text }, i): [string, string][] => {
    const next = blocks[i + 1];
    if (kind !== "python") return [];
    return [[text, next?.followsBlock && next.kind === "text" ? next.text : ""]];
  });
}
