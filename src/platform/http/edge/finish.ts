// What every answer has, whoever made it: it is put on once, at the end of the way of a request.
import type { Edge } from "./edge.ts";
import { isAmong } from "./origins.ts";
import { isThisMachine } from "./refuse-foreign.ts";

/** Unless an answer says otherwise: it is nobody else's, and no page. One with an ETag says `private, no-cache`, a page its own policy. */
const DEFAULTS = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

// A year, as browsers ask of those that they know beforehand. Behind a proxy the TLS is the proxy's, and so is this header.
const TLS_ALWAYS = "max-age=31536000";

// What a page may send, beside what it may anyway, and read: all that calls heed and answers have.
const SENT = "Accept, Authorization, Content-Encoding, Content-Type, Idempotency-Key, If-None-Match, Prefer";
const READ = "Allow, Content-Disposition, ETag, Edgefit-Answer, Link, Location, Retry-After, WWW-Authenticate";
// Chromium asks again after two hours in any case.
const PREFLIGHT_SECONDS = "7200";

export function finish(request: Request, response: Response, { origins }: Edge): Response {
  const { headers } = response;
  for (const [name, value] of Object.entries(DEFAULTS)) if (!headers.has(name)) headers.set(name, value);
  if (request.url.startsWith("https:") && !isThisMachine(new URL(request.url).hostname))
    headers.set("strict-transport-security", TLS_ALWAYS);
  if (origins === "*" || origins.size > 0) allowPages(request, response, origins);
  return response;
}

/**
 * CORS. Credentials are what a page sends itself, in the header Authorization: cookies and the like there are none, so they are not allowed.
 */
function allowPages({ method, headers: sent }: Request, { status, headers }: Response, origins: Edge["origins"]): void {
  // A cache keeps an answer for each origin; also of those without one.
  if (origins !== "*") headers.append("vary", "Origin");
  const origin = sent.get("origin");
  if (origin === null || !isAmong(origins, origin)) return;
  headers.set("access-control-allow-origin", origins === "*" ? "*" : origin);
  headers.set("access-control-expose-headers", READ);
  if (method !== "OPTIONS" || status !== 204 || !sent.has("access-control-request-method")) return;
  headers.set("access-control-allow-methods", headers.get("allow") ?? "");
  headers.set("access-control-allow-headers", SENT);
  headers.set("access-control-max-age", PREFLIGHT_SECONDS);
}
