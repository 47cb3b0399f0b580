// What a page of another site may not have a browser do. A form and a picture are sent to any address without asking: so a foreign page
// would change what a service without a token holds, and one on this machine alone is reached by it as well.
import { cut } from "../../../engine/parameter/show.ts";
import { AppError } from "../../../error.ts";
import type { Edge } from "./edge.ts";
import { isAmong } from "./origins.ts";

/**
 * Refuses what a browser sends for a page of another origin that is not allowed. As Go's net/http.CrossOriginProtection has it: what the browser
 * says of the page counts, for a proxy may have given the service another name; what says nothing of a page comes from a program.
 */
export function refuseForeignPage({ headers, url }: Pick<Request, "headers" | "url">, { origins }: Edge): void {
  const site = headers.get("sec-fetch-site");
  const origin = headers.get("origin");
  if (site === "same-origin" || site === "none") return;
  if (site === null && (origin === null || hostOf(origin) === new URL(url).host)) return;
  if (isAmong(origins, origin)) return;
  const page = origin === null ? "another site" : cut(origin);
  throw new AppError(
    "cross_site",
    `Cannot do this for a page of ${page}: CORS_ORIGINS names the origins whose pages may call, and it is not among them`,
  );
}

/**
 * Where everybody on this machine is served, refuses a host that is not this machine: its owner has made that name point here, so that his page
 * is of one origin with the service (DNS rebinding).
 */
export function refuseForeignHost({ url }: Pick<Request, "url">, { isLocal, origins }: Edge): void {
  if (!isLocal || origins === "*") return;
  const { host, hostname } = new URL(url);
  if (isThisMachine(hostname) || [...origins].some((origin) => hostOf(origin) === host)) return;
  throw new AppError(
    "misdirected",
    `Cannot serve the host ${cut(host)}: without an API_TOKEN this machine alone is served, as localhost or 127.0.0.1; CORS_ORIGINS names other origins`,
  );
}

/** Whether a name or an address is this machine, whoever resolves it (RFC 6761). */
export function isThisMachine(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])\.?$/.test(hostname);
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
