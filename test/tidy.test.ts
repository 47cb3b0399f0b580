// What a program can check of how the code is laid out.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import denoJson from "../deno.json" with { type: "json" };
import packageJson from "../package.json" with { type: "json" };
import { VERSION } from "../src/platform/http/about.ts";
import type { Mutation } from "./mutation/mutation.ts";
import { rooms } from "./mutation/rooms.ts";
import toolsJson from "./openapi/package.json" with { type: "json" };

const root = fileURLToPath(new URL("..", import.meta.url));
const src = join(root, "src");

/**
 * From left to right; a room imports only from itself and from the left. Those on one line are strangers to each other. The name of a file
 * or a folder, from src on.
 */
const ROOMS = [
  ["error", "warning"],
  ["engine/math"],
  ["engine/kernel", "engine/time"],
  ["engine/feature"],
  ["engine/parameter"],
  ["engine/explain"],
  ["engine/model"],
  ["engine/score"],
  ["engine/facade"],
  ["engine/engine"],
  ["platform/schema"],
  ["platform/text"],
  ["platform/form"],
  ["platform/store"],
  ["platform/sqlite"],
  ["platform/context"],
  ["platform/http"],
  ["access", "norm", "registry"],
  ["shop", "table"],
  ["owners", "storage-answer"],
  ["document"],
  ["routes"],
  ["wrong-call"],
  ["app", "clean-up"],
  ["runtime"],
];

/** The page, from left to right likewise; a view imports no other view. */
const PAGE = [["words"], ["address"], ["api"], ["part"], ["chart"], ["view"], ["app"], ["main"]];

/** Of a job, from left to right; its use cases are all that is not named here. */
const USE_CASES = "use cases";
const JOB = ["schema", "feature", "store", USE_CASES, "route"];
const JOBS = ["access", "norm", "registry", "shop", "table"];

/** Files of the largest folder: more, and nobody finds one by reading their names. */
const FILES_MAX = 17;

/** Who may import what, beside the rooms. */
const OWNERS: { of: RegExp; by: RegExp }[] = [
  { of: /^ml-matrix$/, by: /^engine\/math\/matrix\.ts$/ },
  { of: /jstat\.mjs$/, by: /^engine\/math\/distribution\.ts$/ },
  { of: /^drizzle-orm/, by: /(^|\/)store\// },
  { of: /^node:sqlite$/, by: /^platform\/sqlite\// },
  { of: /kernel-module\.mjs$/, by: /^runtime\/(cloudflare|deno\/context)\.ts$/ },
  { of: /kernel-file\.mjs$/, by: /^engine\/facade\/open-kernel\.ts$/ },
  { of: /^itty-router$/, by: /^(app|wrong-call)\.ts$|^platform\/http\/|\/route\// },
  { of: /^@valibot\/to-json-schema$/, by: /^platform\/(http\/json-schema|schema\/table)\.ts$/ },
];

/** What only the entry files may touch: the same input gives the same bytes everywhere. */
const SURROUNDINGS =
  /\b(Date\.now|new Date\(\)|Math\.random|crypto\.randomUUID|crypto\.getRandomValues|console\.|process\.|Deno\.)/;

const files = readdirSync(src, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts") && !file.startsWith("engine/kernel/assembly/"))
  .map((file) => ({ file, text: readFileSync(join(src, file), "utf8") }));

/** What stands beside src and is read like it. */
const notebooks = readdirSync(join(root, "notebooks"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => ({ file: `../notebooks/${file}`, text: readFileSync(join(root, "notebooks", file), "utf8") }));
const page = readdirSync(join(root, "page"), { recursive: true, encoding: "utf8" })
  .filter((file) => /\.tsx?$/.test(file) && file !== "vite.config.ts")
  .map((file) => ({ file: `../page/${file}`, text: readFileSync(join(root, "page", file), "utf8") }));
const looked = [...files, ...notebooks, ...page];

const imports = files.flatMap(({ file, text }) =>
  [...text.matchAll(/^(?:import|export)\b[^;]*?from "([^"]+)";/gms)].map(([, to = ""]) => ({ file, to })),
);

const ours = imports
  .filter(({ to }) => to.startsWith(".") && !to.endsWith(".mjs"))
  .map(({ file, to }) => ({ file, target: normalize(join(dirname(file), to)) }));

describe("rooms", () => {
  it("know every file", () => {
    expect(files.filter(({ file }) => rank(file) < 0).map(({ file }) => file)).toEqual([]);
  });

  it("let a file import only from its own room and from the left", () => {
    const wrong = ours.filter(
      ({ file, target }) => !(room(target) === room(file) || rank(target) < rank(file)) || !isInOrder(file, target),
    );
    expect(wrong).toEqual([]);
  });

  it("have no circles of imports, types included", () => {
    expect(circles()).toEqual([]);
  });

  it("hold no more than a reader can look through", () => {
    const counts = Map.groupBy(looked, ({ file }) => dirname(file));
    expect([...counts].filter(([, { length }]) => length > FILES_MAX).map(([folder]) => folder)).toEqual([]);
  });

  it("let the page import only from its own room and from the left, of views from none other, and nothing import it", () => {
    const view = (file: string) => /^view\/(\w+)/.exec(file)?.[1];
    const rankOf = (file: string) =>
      PAGE.findIndex(([name = ""]) => file.startsWith(`${name}/`) || file.startsWith(`${name}.`));
    const inPage = page.flatMap(({ file, text }) =>
      [...text.matchAll(/(?:from|import)[ (]"(\.[^"]+)"/g)].map(([, to = ""]) => ({
        file: file.slice("../page/".length),
        target: normalize(join(dirname(file.slice("../page/".length)), to)),
      })),
    );
    const wrong = inPage.filter(
      ({ file, target }) =>
        !/^\.\.\/clients|^style\//.test(target) &&
        (rankOf(target) < 0 ||
          rankOf(target) > rankOf(file) ||
          (view(file) !== undefined && view(target) !== undefined && view(file) !== view(target))),
    );
    expect(wrong).toEqual([]);
    expect(imports.filter(({ to }) => /\/page\/(?!.*\.css)/.test(to) && !to.includes("web-page"))).toEqual([]);
  });

  it("keeps a family from importing another family", () => {
    // Trees are of two families.
    const family = (file: string) => /^engine\/model\/(?!tree\/)(\w+)\//.exec(file)?.[1];
    const wrong = ours.filter(({ file, target }) => family(file) && family(target) && family(file) !== family(target));
    expect(wrong).toEqual([]);
  });

  it("meets each foreign library where it belongs", () => {
    const wrong = imports.filter(({ file, to }) => OWNERS.some(({ of, by }) => of.test(to) && !by.test(file)));
    expect(wrong).toEqual([]);
  });

  it("takes clock, chance and environment as arguments", () => {
    const wrong = files.filter(({ file, text }) => room(file) !== "runtime" && SURROUNDINGS.test(text));
    expect(wrong.map(({ file }) => file)).toEqual([]);
  });

  it("checks what was sent with bounded arrays and objects only, and shows it with show alone", () => {
    // valibot's own gather a fault for each item before a length is looked at, and its `received` is the whole text.
    const unbounded =
      /\bv\.(array|record|strictObject|object|objectWithRest|looseObject|set|map)\(|\bissue\.received\b|\$\{issue\.input\}/;
    const owners = /^engine\/parameter\/(bounded|exact-object)\.ts$/;
    // What we answer, store or tell ourselves.
    const ours = /\/(route|store|http)\/|(-answer|-figure|-report|norm-model|piece-message)\.ts$/;
    const wrong = files.filter(({ file, text }) => !owners.test(file) && !ours.test(file) && unbounded.test(text));
    expect(wrong.map(({ file }) => file)).toEqual([]);
  });

  it("writes SQL in the store only", () => {
    const wrong = files.filter(
      ({ file, text }) => !/(^|\/)(store|sqlite)\//.test(file) && /\bsql`|\b(select|insert into) .* from\b/.test(text),
    );
    expect(wrong.map(({ file }) => file)).toEqual([]);
  });
});

describe("files", () => {
  const tracked = execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" }).split("\0").filter(Boolean);

  it("say their purpose in their name", () => {
    const empty = /(^|\/)(index|utils?|helpers?|common|misc|lib|services)(\.ts)?(\/|$)/;
    expect(tracked.filter((file) => empty.test(file))).toEqual([]);
  });

  it("are where the documents say", () => {
    const documents = tracked.filter((file) => file.endsWith(".md") && file !== "CHANGELOG.md");
    const named = documents.flatMap((file) => {
      const paths = readFileSync(join(root, file), "utf8").match(
        /(?<![\w/.-])(src|test|bench|notebooks|postman)\/[\w./-]*\w/g,
      );
      return (paths ?? []).map((path) => ({ file, path }));
    });
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter(({ path }) => !existsSync(join(root, path)))).toEqual([]);
  });

  it("hold what the planted mistakes are to change, once", () => {
    const isStale = ({ file, from, noticedBy }: Mutation) =>
      ![file, ...noticedBy].every((path) => existsSync(join(root, path))) ||
      readFileSync(join(root, file), "utf8").split(from).length !== 2;
    const stale = Object.values(rooms).flat().filter(isStale);
    expect(stale.map(({ what, file }) => `${file}: ${what}`)).toEqual([]);
  });

  it("stay short enough to read", () => {
    expect(looked.filter(({ text }) => text.split("\n").length > 250).map(({ file }) => file)).toEqual([]);
  });

  it("open with what they are, or with a doc comment on their one export", () => {
    const silent = looked.filter(({ text }) => !text.startsWith("//") && !text.includes("/** "));
    expect(silent.map(({ file }) => file)).toEqual([]);
  });

  it("tell callers no name of the code", () => {
    const wrong = files.flatMap(({ file, text }) =>
      [...text.matchAll(/Cannot [a-z]+[A-Z]\w*/g)].map(([told]) => ({ file, told })),
    );
    expect(wrong).toEqual([]);
  });

  it("record no address of a registry", () => {
    expect(readFileSync(join(root, "package-lock.json"), "utf8")).not.toContain('"resolved": "http');
  });

  it("agree on the version", () => {
    expect([VERSION, denoJson.version]).toEqual([packageJson.version, packageJson.version]);
  });

  it("depend on nothing where the engine is installed, which has its libraries in it", () => {
    expect(packageJson).not.toHaveProperty("dependencies");
  });

  it("pin every dependency", () => {
    const ranges = Object.entries({ ...packageJson.devDependencies, ...toolsJson.devDependencies });
    expect(ranges.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });
});

function room(file: string): string | undefined {
  return ROOMS.flat().find((name) => file === `${name}.ts` || file.startsWith(`${name}/`));
}

function rank(file: string): number {
  return ROOMS.findIndex((names) => names.includes(room(file) ?? ""));
}

/** Whether a file of a job imports nothing of the same job that stands to its right. */
function isInOrder(file: string, target: string): boolean {
  return room(file) !== room(target) || !JOBS.includes(room(file) ?? "") || place(target) <= place(file);
}

function place(file: string): number {
  const folder = file.split("/")[1] ?? "";
  return JOB.indexOf(JOB.includes(folder) ? folder : USE_CASES);
}

/** Files that import each other, by way of others or not. */
function circles(): string[] {
  const targets = Map.groupBy(ours, ({ file }) => file);
  const isDone = new Set<string>();
  const found: string[] = [];
  const visit = (file: string, path: string[]) => {
    if (path.includes(file)) found.push([...path.slice(path.indexOf(file)), file].join(" → "));
    if (path.includes(file) || isDone.has(file)) return;
    for (const { target } of targets.get(file) ?? []) visit(target, [...path, file]);
    isDone.add(file);
  };
  for (const { file } of files) visit(file, []);
  return found;
}
