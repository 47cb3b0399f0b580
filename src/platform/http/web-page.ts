// The web page, for browsers that ask for /. What it is made of is in page/, built into build/assets/page; it loads nothing from elsewhere.
import * as v from "valibot";
import { AppError } from "../../error.ts";
import type { Context } from "../context/context.ts";
import type { Endpoint } from "./endpoint.ts";

/** Of /page/{file}: names tell what is in the files, so that a browser asks for each once. */
const TYPES = new Map([
  ["js", "text/javascript; charset=utf-8"],
  ["css", "text/css; charset=utf-8"],
  ["csv", "text/csv; charset=utf-8"],
]);
const FILE = /^[\w-]+(?:\.[\w-]+)*\.(\w+)$/;

/** No script and no style but our own files, no other host, no text that becomes markup, no form that leaves the page, no frame around it. */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** The page itself, whose address has the view behind `#`. */
export async function servePage(context: Context, headers: Record<string, string>): Promise<Response> {
  const body = await read(context, "index.html");
  return new Response(body, {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": `${POLICY}; require-trusted-types-for 'script'`,
      "cache-control": "no-store",
      ...headers,
    },
  });
}

/** What the page is made of; no call of the API. */
export const getPageFile: Endpoint = {
  id: "getPageFile",
  summary: "A file of the page",
  answers: { 200: v.string() },
  async handle({ params: { file = "" } }, context) {
    const type = TYPES.get(FILE.exec(file)?.[1] ?? "");
    const body = type === undefined ? null : await read(context, file);
    if (type === undefined || body === null)
      throw new AppError("not_found", "Cannot find this file of the page: GET / names those that there are");
    return new Response(body, {
      headers: { "content-type": type, "cache-control": "public, max-age=31536000, immutable" },
    });
  },
};

/** As a whole: Deno packs for the way what is no stream. */
async function read(context: Context, file: string): Promise<ArrayBuffer | null> {
  const stream = await context.asset(`page/${file}`);
  return stream && new Response(stream).arrayBuffer();
}
