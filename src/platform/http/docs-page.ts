// GET /docs: the page on which a person reads and tries every call. What it is made of is in page/docs; it loads nothing from elsewhere.
import * as v from "valibot";
import { AppError } from "../../error.ts";
import { VERSION } from "./about.ts";
import type { Endpoint } from "./endpoint.ts";
import { POLICY } from "./web-page.ts";

/** Of /docs/{version}/{file}: under a version's name they never change, so that a browser asks for each once. */
const FILES: Record<string, string> = {
  "docs.js": "text/javascript; charset=utf-8",
  "docs.css": "text/css; charset=utf-8",
  LICENSE: "text/plain; charset=utf-8",
  NOTICE: "text/plain; charset=utf-8",
  "swagger-ui-es-bundle.js.LICENSE.txt": "text/plain; charset=utf-8",
};
const folder = `/docs/${VERSION}`;

// The icon is none: without a word of it browsers ask for /favicon.ico, which there is not.
const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Edgefit: every call</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${folder}/docs.css">
<script type="module" src="${folder}/docs.js"></script>
</head>
<body>
<main id="docs"></main>
<noscript><p>This page needs JavaScript. <a href="/openapi.json">/openapi.json</a> says the same.</p></noscript>
<footer>
Edgefit ${VERSION}. For programs: <a href="/openapi.json">/openapi.json</a>. Shown by Swagger UI
(<a href="${folder}/LICENSE">licence</a>, <a href="${folder}/NOTICE">notice</a>,
<a href="${folder}/swagger-ui-es-bundle.js.LICENSE.txt">what is in it</a>).
</footer>
</body>
</html>
`;

export const getDocs: Endpoint = {
  id: "getDocs",
  summary: "This document as a page, to read and to try every call",
  description: "For people with a browser.",
  page: "The page",
  answers: { 200: null },
  handle: () =>
    send(PAGE, "text/html; charset=utf-8", { "content-security-policy": POLICY, "cache-control": "no-store" }),
};

/** What the page is made of; no call of the API. */
export const getDocsFile: Endpoint = {
  id: "getDocsFile",
  summary: "A file of the page",
  answers: { 200: v.string() },
  async handle({ params: { version = "", file = "" } }, context) {
    const type = version === VERSION && Object.hasOwn(FILES, file) ? FILES[file] : undefined;
    const body = type === undefined ? null : await context.asset(file);
    if (type === undefined || body === null)
      throw new AppError("not_found", "Cannot find this file of the page: GET /docs names those that there are");
    return send(body, type, { "cache-control": "public, max-age=31536000, immutable" });
  },
};

function send(body: BodyInit, type: string, headers: Record<string, string>): Response {
  return new Response(body, { headers: { "content-type": type, ...headers } });
}
