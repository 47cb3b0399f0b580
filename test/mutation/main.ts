// `npm run check:mutations [-- <part of a room's name, or of what goes wrong>]`: whether the tests notice mistakes. Each is planted by
// itself in a copy of the tree, and the tests that should notice it run there. It ends with code 1 where one was not noticed, or stands
// in the code no more.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createVitest, type Vitest } from "vitest/node";
import { printLine, printTable } from "../support/print-table.ts";
import type { Mutation } from "./mutation.ts";
import { rooms } from "./rooms.ts";

type Outcome = "caught" | "survived" | "stale";

const root = fileURLToPath(new URL("../..", import.meta.url));
const KERNELS = "src/engine/kernel/assembly/";
// A mistake may let tests run without end, and is noticed by that. A hook may take as long (vitest.config.ts).
const RUN_MS_MAX = 180_000;

/** The tree as it is, whatever of it is committed, and the kernels as they were built. */
function copyTree(): string {
  const copy = mkdtempSync(join(tmpdir(), "edgefit-mutations-"));
  const of = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  for (const file of execFileSync("git", of, { cwd: root, encoding: "utf8" }).split("\0").filter(Boolean)) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(root, file), join(copy, file));
  }
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  cpSync(join(root, "build"), join(copy, "build"), { recursive: true });
  return copy;
}

function build(copy: string): void {
  execFileSync("npm", ["run", "--silent", "build"], { cwd: copy });
}

/** What fails of some files: the names of tests, or why a file could not be run. */
async function failures(vitest: Vitest, files: readonly string[]): Promise<string[]> {
  const specifications = await vitest.globTestSpecifications([...files]);
  if (specifications.length < files.length) throw new Error(`not all there: ${files.join(", ")}`);
  let isEndless = false;
  const timer = setTimeout(() => {
    isEndless = true;
    // Who is asked twice does not wait for what runs.
    for (let i = 0; i < 2; i++) void vitest.cancelCurrentRun("keyboard-input");
  }, RUN_MS_MAX);
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications);
  clearTimeout(timer);
  if (isEndless) return [`no end in ${RUN_MS_MAX} ms`];
  // Those of runs before are told again.
  const asked = new Set(specifications.map(({ moduleId }) => moduleId));
  const run = testModules.filter(({ moduleId }) => asked.has(moduleId));
  return [
    ...run.flatMap((of) => [...of.children.allTests("failed")].map(({ fullName }) => fullName)),
    ...[...run.flatMap((of) => of.errors()), ...unhandledErrors].map((error) => String((error as Error).message)),
  ];
}

async function plant(vitest: Vitest, copy: string, { file, from, to, noticedBy }: Mutation): Promise<Outcome> {
  const path = join(copy, file);
  const text = readFileSync(path, "utf8");
  if (text.split(from).length !== 2) return "stale";
  const write = (content: string) => {
    writeFileSync(path, content);
    vitest.invalidateFile(path);
    if (file.startsWith(KERNELS)) build(copy);
  };
  write(text.replace(from, () => to));
  try {
    return (await failures(vitest, noticedBy)).length === 0 ? "survived" : "caught";
  } finally {
    write(text);
  }
}

const [asked = ""] = process.argv.slice(2);
const copy = copyTree();
const options = { root: copy, watch: false, reporters: [{}], maxWorkers: 1 };
const vitest = await createVitest("test", options);
const counts = new Map<string, Record<Outcome, number>>();
try {
  const chosen = Object.entries(rooms).flatMap(([room, mutations]) =>
    mutations.filter(({ what }) => `${room}: ${what}`.includes(asked)).map((mutation) => ({ room, mutation })),
  );
  const passed = new Set<string>();
  for (const { room, mutation } of chosen) {
    const files = mutation.noticedBy.filter((file) => !passed.has(file));
    const failed = files.length === 0 ? [] : await failures(vitest, files);
    if (failed.length > 0) throw new Error(`${files} with nothing planted: ${failed.join("; ")}`);
    for (const file of files) passed.add(file);
    const outcome = await plant(vitest, copy, mutation);
    const of = counts.get(room) ?? { caught: 0, survived: 0, stale: 0 };
    counts.set(room, { ...of, [outcome]: of[outcome] + 1 });
    printLine([outcome, `${room}: ${mutation.what}`, mutation.file], [8]);
  }
} finally {
  await vitest.close();
  rmSync(copy, { recursive: true });
}
printTable(
  ["room", "planted", "caught", "survived", "stale"],
  [...counts].map(([room, { caught, survived, stale }]) =>
    [room, caught + survived + stale, caught, survived, stale].map(String),
  ),
);
process.exitCode = [...counts.values()].some(({ survived, stale }) => survived + stale > 0) ? 1 : 0;
