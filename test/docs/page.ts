// README and the pages of docs/: their fenced blocks and their links, as a reader meets them.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));

export interface Block {
  /** What stands behind the opening fence: sh, json, … */
  kind: string;
  text: string;
  /** Of the opening fence, from 1. */
  line: number;
  /** Whether nothing but blank lines stands between it and the block before. */
  followsBlock: boolean;
}

export interface Page {
  /** From the root of the repository. */
  path: string;
  blocks: Block[];
  /** The text without fenced blocks. */
  prose: string;
}

/** README, and docs/ in the order of their names. */
export function readPages(): Page[] {
  const docs = readdirSync(`${root}docs`).filter((name) => name.endsWith(".md"));
  return ["README.md", ...docs.sort().map((name) => `docs/${name}`)].map((path) =>
    readPage(path, readFileSync(`${root}${path}`, "utf8")),
  );
}

/** Splits a page into its fenced blocks and the rest. */
export function readPage(path: string, text: string): Page {
  const blocks: Block[] = [];
  const prose: string[] = [];
  let open: Block | undefined;
  let followsBlock = false;
  for (const [i, line] of text.split("\n").entries()) {
    const fence = /^```(.*)$/.exec(line);
    if (open === undefined && fence !== null) {
      open = { kind: (fence[1] as string).trim(), text: "", line: i + 1, followsBlock };
    } else if (open !== undefined && fence !== null) {
      blocks.push(open);
      open = undefined;
      followsBlock = true;
    } else if (open !== undefined) {
      open.text += `${line}\n`;
    } else {
      prose.push(line);
      if (line.trim() !== "") followsBlock = false;
    }
  }
  if (open !== undefined) throw new Error(`${path}:${open.line}: the block is not closed`);
  return { path, blocks, prose: prose.join("\n") };
}
