// No link of README or docs/ leads nowhere.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";
import { readPages, root } from "./page.ts";

describe("links", () => {
  it.each(readPages())("of $path lead to files and headings that exist", ({ path, prose }) => {
    const links = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, to]) => to as string);
    const relative = links.filter((to) => !/^[a-z]+:/.test(to));
    expect(relative.flatMap((to) => faultOf(path, to))).toEqual([]);
  });
});

function faultOf(from: string, to: string): string[] {
  const [file = "", heading] = to.split("#");
  const target = file === "" ? from : normalize(join(dirname(from), file));
  if (!existsSync(join(root, target))) return [`${to}: no such file`];
  if (heading === undefined || headings(target).includes(heading)) return [];
  return [`${to}: no such heading`];
}

/** The anchors that GitHub makes of a page's headings. */
function headings(path: string): string[] {
  return [...readFileSync(join(root, path), "utf8").matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}
