// A notebook in Deno's own Jupyter kernel, by nbconvert, where both are.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CellOutput, codeCells, type Notebook, readNotebook, splitLines } from "../../notebooks/run/notebook.ts";

// Deno's kernel says that a cell is done before its outputs are sent: without a pause nbconvert loses some in every second cell.
const PAUSE_MS = 500;

/** The outputs of each cell; null without Jupyter. */
export function runInJupyter(
  notebook: Notebook,
  { folder, env }: { folder: string; env: Record<string, string> },
): CellOutput[][] | null {
  if (spawnSync("jupyter", ["nbconvert", "--version"]).status !== 0) return null;
  const own = mkdtempSync(join(tmpdir(), "edgefit-jupyter-"));
  try {
    mkdirSync(join(own, "kernels/deno"), { recursive: true });
    const argv = ["deno", "jupyter", "--kernel", "--conn", "{connection_file}"];
    const kernel = { argv, display_name: "Deno", language: "typescript" };
    writeFileSync(join(own, "kernels/deno/kernel.json"), JSON.stringify(kernel));
    const paused = notebook.cells.map((cell) =>
      cell.cell_type === "markdown"
        ? cell
        : {
            ...cell,
            source: [...cell.source, `\nawait new Promise<void>((resolve) => setTimeout(resolve, ${PAUSE_MS}));`],
          },
    );
    const input = JSON.stringify({ ...notebook, cells: paused });
    const args = ["nbconvert", "--stdin", "--to", "notebook", "--execute", "--ExecutePreprocessor.kernel_name=deno"];
    execFileSync("jupyter", [...args, "--output", join(own, "out.ipynb")], {
      cwd: folder,
      input,
      env: { ...process.env, JUPYTER_PATH: own, ...env },
      stdio: ["pipe", "ignore", "pipe"],
    });
    return codeCells(readNotebook(join(own, "out.ipynb"))).map(({ outputs }) => outputs.map(plain));
  } finally {
    rmSync(own, { recursive: true });
  }
}

/** nbconvert may keep a text in one piece. */
function plain(output: CellOutput): CellOutput {
  if (output.output_type === "stream") return output;
  const data = Object.entries(output.data).map(([type, text]) => [type, splitLines([text].flat().join(""))]);
  return { ...output, data: Object.fromEntries(data) };
}
