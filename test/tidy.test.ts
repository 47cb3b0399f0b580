// What a program can check of how the code is laid out.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import packageJson from "../package.json" with { type: "json" };
import { VERSION } from "../src/route/about.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const src = join(root, "src");

/** From left to right; a layer imports only from itself and from the left. Names on one line are strangers to each other. */
const LAYERS = [
  ["error"],
  ["math"],
  ["feature"],
  ["model"],
  ["schema"],
  ["store"],
  ["usecase"],
  ["route", "queue"],
  ["owners"],
  ["app", "clean-up"],
  ["worker", "deno"],
];

/** Who may import what, beside the layers. */
const OWNERS: { of: RegExp; by: RegExp }[] = [
  { of: /^ml-matrix$/, by: /^math\/matrix\.ts$/ },
  { of: /jstat\.mjs$/, by: /^math\/distribution\.ts$/ },
  { of: /^drizzle-orm/, by: /^store\// },
  { of: /^node:sqlite$/, by: /^store\/sqlite\// },
  { of: /kernel-module\.mjs$/, by: /^(worker|deno\/context)\.ts$/ },
  { of: /^itty-router$/, by: /^(app\.ts|route\/)/ },
  { of: /^@valibot\/to-json-schema$/, by: /^(route\/json-schema|schema\/table)\.ts$/ },
];

/** What only the entry files may touch: the same input gives the same bytes everywhere. */
const SURROUNDINGS = /\b(Date\.now|new Date\(\)|Math\.random|crypto\.randomUUID|console\.|process\.|Deno\.)/;

const files = readdirSync(src, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts") && !file.startsWith("math/kernel/"))
  .map((file) => ({ file, text: readFileSync(join(src, file), "utf8") }));

const imports = files.flatMap(({ file, text }) =>
  [...text.matchAll(/^(?:import|export)\b[^;]*?from "([^"]+)";/gms)].map(([, to = ""]) => ({ file, to })),
);

describe("layers", () => {
  it("knows every file", () => {
    expect(files.filter(({ file }) => rank(file) < 0).map(({ file }) => file)).toEqual([]);
  });

  it("lets a file import only from its own folder and from the left", () => {
    const wrong = imports
      .filter(({ to }) => to.startsWith(".") && !to.endsWith(".mjs"))
      .map(({ file, to }) => ({ file, target: normalize(join(dirname(file), to)) }))
      .filter(({ file, target }) => !(layer(target) === layer(file) || rank(target) < rank(file)));
    expect(wrong).toEqual([]);
  });

  it("keeps a family from importing another family", () => {
    const family = (file: string) => /^model\/(\w+)\//.exec(file)?.[1];
    const wrong = imports
      .map(({ file, to }) => ({ file, target: normalize(join(dirname(file), to)) }))
      .filter(({ file, target }) => family(file) && family(target) && family(file) !== family(target));
    expect(wrong).toEqual([]);
  });

  it("meets each foreign library where it belongs", () => {
    const wrong = imports.filter(({ file, to }) => OWNERS.some(({ of, by }) => of.test(to) && !by.test(file)));
    expect(wrong).toEqual([]);
  });

  it("takes clock, chance and environment as arguments", () => {
    const wrong = files.filter(
      ({ file, text }) => !["worker", "deno"].includes(layer(file)) && SURROUNDINGS.test(text),
    );
    expect(wrong.map(({ file }) => file)).toEqual([]);
  });

  it("checks what was sent with bounded arrays and objects only, and shows it with show alone", () => {
    // valibot's own gather a fault for each item before a length is looked at, and its `received` is the whole text.
    const unbounded =
      /\bv\.(array|record|strictObject|object|objectWithRest|looseObject|set|map)\(|\bissue\.received\b|\$\{issue\.input\}/;
    const owners = /^model\/(bounded|exact-object)\.ts$/;
    // What we answer, store or tell ourselves.
    const ours = /^(route|store)\/|(-answer|-figure|-report|norm-model|piece-message)\.ts$/;
    const wrong = files.filter(({ file, text }) => !owners.test(file) && !ours.test(file) && unbounded.test(text));
    expect(wrong.map(({ file }) => file)).toEqual([]);
  });

  it("writes SQL in the store only", () => {
    const wrong = files.filter(
      ({ file, text }) => layer(file) !== "store" && /\bsql`|\b(select|insert into) .* from\b/.test(text),
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

  it("stay short enough to read", () => {
    expect(files.filter(({ text }) => text.split("\n").length > 250).map(({ file }) => file)).toEqual([]);
  });

  it("open with what they are, or with a doc comment on their one export", () => {
    const silent = files.filter(({ text }) => !text.startsWith("//") && !text.includes("/** "));
    expect(silent.map(({ file }) => file)).toEqual([]);
  });

  it("record no address of a registry", () => {
    expect(readFileSync(join(root, "package-lock.json"), "utf8")).not.toContain('"resolved"');
  });

  it("agree on the version", () => {
    expect(VERSION).toBe(packageJson.version);
  });

  it("pin every dependency", () => {
    const ranges = Object.entries({ ...packageJson.dependencies, ...packageJson.devDependencies });
    expect(ranges.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });
});

function layer(file: string): string {
  return relative(".", file).replace(/(\/.*|\.ts)$/, "");
}

function rank(file: string): number {
  return LAYERS.findIndex((names) => names.includes(layer(file)));
}
