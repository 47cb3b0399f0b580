// The notebook as it is committed: it runs on any log, and its outputs are of the code that stands above them.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeSessions } from "../../example/make-sessions.ts";
import { formatCell } from "../../notebooks/run/format-cell.ts";
import { hashSources } from "../../notebooks/run/hash-sources.ts";
import { type CellOutput, codeCells, readNotebook } from "../../notebooks/run/notebook.ts";
import { runCells } from "../../notebooks/run/run-cells.ts";
import { toHtml } from "../../notebooks/run/to-html.ts";
import { clientOf } from "../support/client.ts";
import { startDeno } from "../support/server.ts";
import { runInJupyter } from "./run-in-jupyter.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const notebooks = join(root, "notebooks");
const notebook = readNotebook(join(notebooks, "1.0-gender-of-a-visitor.ipynb"));
const cells = codeCells(notebook);

const log = mkdtempSync(join(tmpdir(), "edgefit-log-"));
writeFileSync(join(log, "log.csv"), ["session_id,start,end,views,gender", ...makeSessions(150, 1)].join("\n"));
// As few deals as there can be a spread of.
const surroundings = { folder: notebooks, env: { LOG_FOLDER: log, NOTEBOOK_DEALS: "2" } };
let once: CellOutput[][];
beforeAll(() => {
  once = runCells(cells, { ...surroundings, areTypesChecked: true });
});
afterAll(() => rmSync(log, { recursive: true }));

describe("the notebook", () => {
  it("shows something in every cell on made-up visits, and the same each time", () => {
    const shown = once.flat().map((output) => (output.output_type === "display_data" ? output.data : {}));
    expect(once.map(({ length }) => length > 0)).not.toContain(false);
    expect(shown.some((data) => data["image/svg+xml"] !== undefined)).toBe(true);
    // What a cell shows that counts on another log.
    expect(shown.filter((data) => /\b(NaN|undefined|Infinity)\b/.test(JSON.stringify(data)))).toEqual([]);
    expect(runCells(cells, { ...surroundings, areTypesChecked: false })).toEqual(once);
  });

  it("ends with what the service itself says of these visits, trained on them over HTTP", async () => {
    const server = await startDeno();
    try {
      const call = clientOf(server.origin);
      const csv = { "content-type": "text/csv" };
      expect((await call("POST", "/sessions", readFileSync(join(log, "log.csv"), "utf8"), csv)).status).toBe(200);
      let trained = await call("POST", "/sessions/model", {});
      const { task_id } = trained.body;
      while (trained.status === 202) trained = await call("GET", `/results/${task_id}`);
      const { body } = await call("GET", "/sessions/report");
      const last = once.at(-1)?.findLast((output) => output.output_type === "stream");
      const told = (last?.text ?? []).map((line) => line.trimEnd().split(" = "));
      const at = (path: string) => path.split(".").reduce((value, name) => value?.[name], body);
      expect(told.map(([path]) => path)).toEqual(
        expect.arrayContaining(["balanced_accuracy.mean", "after_views.3.roc_auc.mean", "shuffled.roc_auc.std"]),
      );
      expect(told).toEqual(told.map(([path = ""]) => [path, String(at(path))]));
    } finally {
      await server.stop();
    }
  });

  it("shows the same in Jupyter", ({ skip }) => {
    const outputs = runInJupyter(notebook, surroundings);
    if (outputs === null) {
      console.log("Skipped: the notebook in Jupyter, which is not on this machine, or has no nbconvert");
      skip();
    }
    expect(outputs).toEqual(once);
  });

  it("has outputs that were made of its cells and of the features as they are", () => {
    const told = "the cells, or files that they count on, have changed: run `npm run notebook -- <folder of the log>`";
    expect(notebook.metadata.edgefit?.sources, told).toBe(hashSources(notebook, root));
    expect(cells.map(({ execution_count }) => execution_count)).toEqual(cells.map((_, i) => i + 1));
  });

  it("has cells that are formatted", () => {
    expect(cells.map(({ source }) => formatCell(source))).toEqual(cells.map(({ source }) => source));
  });

  it("says nothing of the machine that it ran on", () => {
    expect(JSON.stringify(notebook)).not.toMatch(/\/(home|root|tmp|work|Users)\//);
  });

  it("becomes one page that asks no other host for anything", () => {
    const html = toHtml(notebook);
    expect(html).not.toMatch(/<(script|link|iframe|img)\b|\bsrc=|@import|url\(/);
    expect(html.match(/<svg\b/g)?.length).toBe(JSON.stringify(notebook).match(/"image\/svg\+xml"/g)?.length);
  });
});
