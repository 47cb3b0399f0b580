// Every example of README and docs/ is run as it stands there, on each runtime, and its answer compared with the one that the page shows.
//
// The convention: a block ```sh is run in bash, ```python by python3 and ```js by Node, in the order of the page and against a server that had
// nothing stored when the page began. The ```json or ```text block right after it is its answer; without one it just must not be refused.
// ```console (installing, deploying, testing), ```ini, ```ts and ```mermaid are not run. No other kinds are known.
import { execFile, execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { faultOfPython } from "../support/python.ts";
import { runtimes } from "../support/runtimes.ts";
import type { Server } from "../support/server.ts";
import { type Block, type Page, readPages, root } from "./page.ts";
import { differencesOfJson, differencesOfText } from "./shown.ts";

const RUN = ["sh", "python", "js"];
const ANSWERS = ["json", "text"];
const NOT_RUN = ["console", "ini", "ts", "mermaid"];

/** Where the pages have the service. */
const SHOWN_HOST = "localhost:8787";
// Python and JavaScript show how a token is sent: their server asks for one.
const TOKEN = "a-token-of-the-examples";

interface Example {
  block: Block;
  answer: Block | undefined;
}

const pages = readPages();
const withExamples = pages.filter(({ blocks }) => blocks.some(isRun));
const whyNotRun = new Map<Block, string>();
for (const { blocks, path } of pages)
  for (const block of blocks.filter(({ kind }) => kind === "python")) {
    const fault = faultOfPython(importsOf(block));
    if (fault === undefined) continue;
    whyNotRun.set(block, fault);
    console.warn(`${path}, line ${block.line}: the example in Python is skipped: ${fault}`);
  }

describe("blocks", () => {
  it.each(pages)("of $path are of a known kind, and every answer has its question", ({ blocks }) => {
    const wrong = blocks.filter((block, i) => {
      if (ANSWERS.includes(block.kind)) return !block.followsBlock || !isRun(blocks[i - 1]);
      return !isRun(block) && !NOT_RUN.includes(block.kind);
    });
    expect(wrong.map(({ kind, line }) => `line ${line}: ${kind}`)).toEqual([]);
  });
});

// docs/engine.md imports the package, which another test builds too.
beforeAll(() => {
  if (!existsSync(`${root}build/engine/engine.js`))
    execFileSync("npm", ["run", "--silent", "build:engine"], { cwd: root, stdio: "pipe" });
});

describe.each(runtimes)("examples on $name", ({ start }) => {
  describe.each(withExamples)("$path", (page) => {
    let open: Server;
    let guarded: Server | undefined;
    beforeAll(async () => {
      open = await start();
      if (page.blocks.some(({ kind }) => needsToken(kind))) guarded = await start({ API_TOKEN: TOKEN });
    });
    afterAll(async () => {
      await open.stop();
      await guarded?.stop();
    });

    for (const { block, answer } of examplesOf(page)) {
      it.skipIf(whyNotRun.has(block))(`line ${block.line}: ${block.kind}`, async () => {
        const { origin } = needsToken(block.kind) ? (guarded as Server) : open;
        const output = await run(block.kind, block.text.replaceAll(SHOWN_HOST, new URL(origin).host));
        if (answer === undefined) expect(output).not.toContain('"type":"/problems/');
        else if (answer.kind === "json") expect(differencesOfJson(answer.text, output)).toEqual([]);
        else expect(differencesOfText(answer.text, output)).toEqual([]);
      });
    }
  });
});

function isRun(block: Block | undefined): boolean {
  return block !== undefined && RUN.includes(block.kind);
}

function needsToken(kind: string): boolean {
  return kind === "python" || kind === "js";
}

function examplesOf({ blocks }: Page): Example[] {
  return blocks.flatMap((block, i) => {
    if (!isRun(block)) return [];
    const next = blocks[i + 1];
    return [{ block, answer: next?.followsBlock && ANSWERS.includes(next.kind) ? next : undefined }];
  });
}

/** What an example prints. It rejects where the program ends with an error. */
function run(kind: string, text: string): Promise<string> {
  const [command, ...options] =
    kind === "sh"
      ? ["bash", "-e", "-o", "pipefail", "-c", text]
      : kind === "python"
        ? ["python3", "-c", text]
        : [process.execPath, "--input-type=module", "--eval", text];
  return new Promise((resolve, reject) => {
    const env = { ...process.env, EDGEFIT_TOKEN: TOKEN };
    execFile(command as string, options, { cwd: root, env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) =>
      error ? reject(new Error(`${error.message}\n${stdout}\n${stderr}`)) : resolve(stdout),
    );
  });
}

function importsOf({ text }: Block): string {
  return text
    .split("\n")
    .filter((line) => /^(import|from) /.test(line))
    .join("\n");
}
