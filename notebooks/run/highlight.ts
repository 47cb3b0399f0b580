// TypeScript with its comments, texts and keywords marked: enough to read a cell by, in a few lines instead of a library.

const KEYWORDS =
  "as async await break case class const continue default else export extends false finally for from function if import in interface let " +
  "new null of return satisfies switch throw true try type typeof undefined while yield";

const TOKEN = new RegExp(
  [
    String.raw`(?<comment>//.*|/\*[^]*?\*/)`,
    String.raw`(?<text>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\x60(?:\\.|[^\x60\\])*\x60)`,
    String.raw`(?<keyword>\b(?:${KEYWORDS.replaceAll(" ", "|")})\b)`,
  ].join("|"),
  "g",
);

/** HTML, of spans with the classes comment, text and keyword. */
export function highlight(code: string): string {
  let html = "";
  let from = 0;
  for (const match of code.matchAll(TOKEN)) {
    const [kind] = Object.entries(match.groups ?? {}).find(([, part]) => part !== undefined) as [string, string];
    html += `${escapeHtml(code.slice(from, match.index))}<span class="${kind}">${escapeHtml(match[0])}</span>`;
    from = match.index + match[0].length;
  }
  return html + escapeHtml(code.slice(from));
}

export function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
