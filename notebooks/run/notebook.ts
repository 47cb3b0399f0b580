// A notebook as Jupyter stores it (nbformat 4.5).
import { readFileSync, writeFileSync } from "node:fs";

/** Jupyter keeps a text as its lines, each with its end. */
export type Lines = string[];

export type CellOutput =
  | { output_type: "stream"; name: "stdout"; text: Lines }
  | { output_type: "display_data"; data: Record<string, Lines>; metadata: Record<string, never> };

export interface CodeCell {
  cell_type: "code";
  id: string;
  source: Lines;
  outputs: CellOutput[];
  execution_count: number | null;
  metadata: Record<string, unknown>;
}

export interface MarkdownCell {
  cell_type: "markdown";
  id: string;
  source: Lines;
  metadata: Record<string, unknown>;
}

export interface Notebook {
  cells: (CodeCell | MarkdownCell)[];
  metadata: Record<string, unknown> & {
    /** `sources`: what the outputs were made of (hash-sources.ts). */
    edgefit?: { sources: string };
  };
  nbformat: 4;
  nbformat_minor: 5;
}

export function readNotebook(path: string): Notebook {
  return JSON.parse(readFileSync(path, "utf8"));
}

/** As Jupyter writes it, so that saving it there changes nothing. */
export function writeNotebook(path: string, notebook: Notebook): void {
  writeFileSync(path, `${JSON.stringify(sortKeys(notebook), null, 1)}\n`);
}

export function codeCells({ cells }: Notebook): CodeCell[] {
  return cells.filter((cell) => cell.cell_type === "code");
}

export function splitLines(text: string): Lines {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sortKeys(item)]));
}
