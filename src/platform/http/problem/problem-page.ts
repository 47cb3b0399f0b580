// The codes of refusals as pages of HTML: no script, no style, nothing from elsewhere.
import { type Meaning, type ProblemCode, typeOf } from "./meanings.ts";

export function sendPage({ title, body }: Page): Response {
  const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${title} – Edgefit</title>
${body}
</html>
`;
  return new Response(html, { headers: HEADERS });
}

// A page that can do nothing, and stands in no other.
const HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  vary: "Accept",
};

interface Page {
  title: string;
  body: string;
}

type Told = Meaning & { code: ProblemCode };

export function pageOfCode({ code, status, title, when, again, remedy }: Told): Page {
  const body = `<h1>${status} ${title}</h1>
<p>The service refused a request with the code <code>${code}</code>. The answer's <code>detail</code> says what could not be done and why, and
<code>errors</code> names each value that was wrong.</p>
<dl>
<dt>When</dt><dd>${inHtml(when)}</dd>
<dt>Ask again?</dt><dd>${inHtml(again)}</dd>
<dt>What to do</dt><dd>${inHtml(remedy)}</dd>
</dl>
<p><a href="/problems">All codes</a></p>`;
  return { title: `${status} ${title}`, body };
}

export function pageOfCodes(problems: readonly Told[]): Page {
  const rows = problems.map(
    ({ code, status, when, again, remedy }) =>
      `<tr><td>${status}</td><td><a href="${typeOf(code)}"><code>${code}</code></a></td><td>${inHtml(when)}</td><td>${inHtml(again)}</td><td>${inHtml(remedy)}</td></tr>`,
  );
  const body = `<h1>Refusals</h1>
<table>
<tr><th>status</th><th>code</th><th>when</th><th>ask again?</th><th>what to do</th></tr>
${rows.join("\n")}
</table>`;
  return { title: "Refusals", body };
}

/** A text of ours, in which `…` marks what is code. */
function inHtml(text: string): string {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return escaped.replace(/`([^`]*)`/g, "<code>$1</code>");
}
