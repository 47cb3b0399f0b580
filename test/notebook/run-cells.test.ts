// How cells are run: their scope, what they show, and what is told of the one that fails.
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type CodeCell, splitLines } from "../../notebooks/run/notebook.ts";
import { runCells } from "../../notebooks/run/run-cells.ts";

const folder = fileURLToPath(new URL("../../notebooks", import.meta.url));

function run(sources: string[], areTypesChecked = false) {
  return runCells(sources.map(cell), { folder, env: { GREETING: "hello" }, areTypesChecked });
}

function cell(source: string, i: number): CodeCell {
  return {
    cell_type: "code",
    id: `cell-${i}`,
    source: splitLines(source),
    outputs: [],
    execution_count: null,
    metadata: {},
  };
}

const stream = (...text: string[]) => ({ output_type: "stream", name: "stdout", text });

const TYPES = "a mistake of types";

describe("cells", () => {
  it("share their scope, import relatively to the notebook, wait, and keep what they show in its order", () => {
    const outputs = run([
      'import { markdown, show } from "./show.ts";\nconst a: number = await Promise.resolve(3);\nconsole.log(a);',
      'await show(markdown("one\\ntwo"));\nconsole.log("x", a + 1);\nconsole.log("y");\nawait show({ "image/svg+xml": "<svg/>" });',
      "",
      'console.log(Deno.env.get("GREETING"));',
    ]);
    expect(outputs).toEqual([
      [stream("3\n")],
      [
        { output_type: "display_data", data: { "text/markdown": ["one\n", "two"] }, metadata: {} },
        stream("x 4\n", "y\n"),
        { output_type: "display_data", data: { "image/svg+xml": ["<svg/>"] }, metadata: {} },
      ],
      [],
      [stream("hello\n")],
    ]);
  });

  it("show names of a log as they are, with signs of HTML and separators of lines in them", () => {
    const [outputs] = run(['import { show, table } from "./show.ts";\nawait show(table([{ name: "<b>&|\\u2028" }]));']);
    const text = ["| name |\n", "| --- |\n", "| &lt;b>&amp;\\|\u2028 |"];
    expect(outputs).toEqual([{ output_type: "display_data", data: { "text/markdown": text }, metadata: {} }]);
  });

  it.each([
    ["a mistake when it runs", 'const b = 1;\n\nif (b) throw new Error("no " + b);', 3, "Error: no 1"],
    [TYPES, "const n: number = 1;\nconst text: string = n;\nconsole.log(text);", 2, "TS2322"],
    ["a mistake of writing", "const n = 1;\nconst = 2;", 2, "const = 2;"],
    ["a file that is not there", 'const n = 1;\nimport { x } from "./no-such-file.ts";\nx(n);', 2, "no-such-file.ts"],
    ["a name that is not there", "const n = 1;\nconsole.log(n, m);", 2, "m is not defined"],
    ["what another cell calls", "twice(null as unknown as number[]);", 1, "Cannot read properties of null"],
  ])("name the one with %s, and its line", (what, source, line, told) => {
    const first = "function twice(x: number[]) {\n  return x.length * 2;\n}\ntwice([]);";
    const attempt = () => run([first, source], what === TYPES);
    expect(attempt).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(new RegExp(`^Cannot run code cell 2 \\(cell-1\\), line ${line}: [^]*${told}`)),
      }),
    );
  });
});
