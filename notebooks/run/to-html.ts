// A notebook as one page that needs nothing else: no script, no font, no file of another host. Light and dark as the reader has it, and printable.
import { readFileSync } from "node:fs";
import { Marked, Renderer } from "marked";
import { escapeHtml, highlight } from "./highlight.ts";
import type { CellOutput, Notebook } from "./notebook.ts";

const style = readFileSync(new URL("page.css", import.meta.url), "utf8");

interface Heading {
  id: string;
  text: string;
}

export function toHtml(notebook: Notebook): string {
  const headings: Heading[] = [];
  const render = renderer(headings);
  let count = 0;
  const body = notebook.cells.map((cell) => {
    const text = cell.source.join("");
    if (cell.cell_type === "markdown") return `<section class="prose">${render(text)}</section>`;
    const outputs = cell.outputs.map((output) => outputHtml(output, render)).join("\n");
    return `<section class="code" id="${cell.id}">
<pre class="source"><span class="count">${++count}</span><code>${highlight(text)}</code></pre>
${outputs}
</section>`;
  });
  const title = /^# (.*)$/m.exec(notebook.cells[0]?.source.join("") ?? "")?.[1] ?? "Notebook";
  const contents = headings.map(({ id, text }) => `<li><a href="#${id}">${text}</a></li>`).join("\n");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>
${style}</style>
</head>
<body>
<nav aria-label="Contents"><ul>
${contents}
</ul>
<label><input type="checkbox" id="with-code" checked> with code</label></nav>
<main>
${body.join("\n")}
</main>
</body>
</html>
`;
}

/** Markdown to HTML; headings of the second level get an id, and are gathered. */
function renderer(headings: Heading[]): (text: string) => string {
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth }) {
        const text = this.parser.parseInline(tokens);
        if (depth !== 2) return `<h${depth}>${text}</h${depth}>\n`;
        const id = text
          .toLowerCase()
          .replace(/<[^>]+>|&\w+;/g, "")
          .replace(/[^a-z0-9]+/g, "-");
        headings.push({ id, text });
        return `<h2 id="${id}">${text}</h2>\n`;
      },
      table(token) {
        // What scrolls where the table is wider than the page.
        return `<div class="table">${Renderer.prototype.table.call(this, token)}</div>`;
      },
    },
  });
  return (text) => marked.parse(text, { async: false });
}

/** The richest of what an output has. */
function outputHtml(output: CellOutput, render: (text: string) => string): string {
  if (output.output_type === "stream") return `<pre class="output">${escapeHtml(output.text.join(""))}</pre>`;
  const text = (type: string) => output.data[type]?.join("");
  const html = text("image/svg+xml") ?? text("text/html");
  if (html !== undefined) return `<figure class="output">${html}</figure>`;
  const prose = text("text/markdown");
  if (prose !== undefined) return `<div class="output prose">${render(prose)}</div>`;
  return `<pre class="output">${escapeHtml(text("text/plain") ?? "")}</pre>`;
}
