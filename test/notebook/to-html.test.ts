// The page of a notebook: every kind of cell and output once, read back by an HTML parser.
import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { highlight } from "../../notebooks/run/highlight.ts";
import type { CellOutput, Notebook } from "../../notebooks/run/notebook.ts";
import { toHtml } from "../../notebooks/run/to-html.ts";

const display = (data: Record<string, string[]>): CellOutput => ({ output_type: "display_data", data, metadata: {} });
const markdown = (...source: string[]) => ({ cell_type: "markdown", id: "m", source, metadata: {} }) as const;

const notebook: Notebook = {
  cells: [
    markdown("# A & B\n", "\n", "Some *words*."),
    markdown("## 1 What `x` is\n"),
    {
      cell_type: "code",
      id: "c",
      source: ["const a = 1 < 2; // <less>\n", 'await f("&");'],
      outputs: [
        { output_type: "stream", name: "stdout", text: ["<b>\n", "2\n"] },
        display({ "image/svg+xml": ["<svg><text>plot</text></svg>"], "text/plain": ["no"] }),
        display({ "text/markdown": ["| a | b |\n", "| --- | --: |\n", "| x | 1 |"] }),
        display({ "text/html": ["<em>own</em>"] }),
        display({ "text/plain": ["a < b"] }),
      ],
      execution_count: 1,
      metadata: {},
    },
    markdown("## 2 The end\n"),
  ],
  metadata: {},
  nbformat: 4,
  nbformat_minor: 5,
};

describe("the page", () => {
  const html = toHtml(notebook);
  const { document } = parseHTML(html);
  const texts = (selector: string) => [...document.querySelectorAll(selector)].map(({ textContent }) => textContent);

  it("has title, prose, and contents that lead to the sections", () => {
    expect(texts("title, h1, p em")).toEqual(["A & B", "A & B", "words"]);
    const links = [...document.querySelectorAll("nav a")];
    expect(links.map((link) => [link.textContent, link.getAttribute("href")])).toEqual([
      ["1 What x is", "#1-what-x-is"],
      ["2 The end", "#2-the-end"],
    ]);
    for (const link of links)
      expect(document.querySelector(`h2[id="${link.getAttribute("href")?.slice(1)}"]`)).not.toBeNull();
  });

  it("shows code in full, numbered", () => {
    expect(texts(".source code")).toEqual(['const a = 1 < 2; // <less>\nawait f("&");']);
    expect(texts(".source .count")).toEqual(["1"]);
  });

  it("shows outputs in their order, each by the richest that it has", () => {
    expect(texts(".output")).toEqual(["<b>\n2\n", "plot", expect.stringMatching(/a\s+b\s+x\s+1/), "own", "a < b"]);
    expect(document.querySelector("figure svg text")).not.toBeNull();
    expect(document.querySelector(".table td[align=right]")?.textContent).toBe("1");
  });

  it("closes every element that it opens", () => {
    const open: string[] = [];
    for (const [, closing, name = ""] of html.replace(/<style>.*?<\/style>/s, "").matchAll(/<(\/?)([a-z]\w*)[^>]*>/g)) {
      if (closing === "/") expect(name).toBe(open.pop());
      else if (!["meta", "input", "br"].includes(name)) open.push(name);
    }
    expect(open).toEqual([]);
  });
});

it("marks comments, texts and keywords of code, and nothing inside them", () => {
  expect(highlight('const a = "if // no"; // for "x"')).toBe(
    '<span class="keyword">const</span> a = <span class="text">"if // no"</span>; <span class="comment">// for "x"</span>',
  );
});
