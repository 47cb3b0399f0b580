// What the environment sets, read at the start: what cannot be used is refused before anything is opened.

import { readPieceSeconds } from "../../platform/context/piece-seconds.ts";
import { type Access, faultOfToken } from "../../platform/http/authorise.ts";
import { readLimit } from "../../platform/http/edge/limiter.ts";
import { type Origins, readOrigins } from "../../platform/http/edge/origins.ts";
import { show } from "../../platform/schema/table.ts";
import { readSessionsKeep } from "../../shop/visit/sessions-keep.ts";

export interface Settings {
  host: string;
  port: number;
  /** Of the SQLite file. */
  path: string;
  access: Access;
  /** Whose pages may call. */
  origins: Origins;
  /** Calls in a minute of one token, and of one address where there is no token; null for as many as come. */
  rateLimit: number | null;
  publicRateLimit: number | null;
  /** The header in which a proxy tells the address of who calls. */
  addressHeader: string | undefined;
  pieceSeconds: number;
  /** For how long sessions are kept; null for ever. */
  sessionsKeepMs: number | null;
}

/** The names that are read, for `--allow-env`. */
export const SETTINGS = [
  ...["PORT", "HOST", "EDGEFIT_DB", "API_TOKEN", "PUBLIC", "PIECE_SECONDS", "SESSIONS_KEEP"],
  ...["CORS_ORIGINS", "RATE_LIMIT", "PUBLIC_RATE_LIMIT", "CLIENT_ADDRESS_HEADER"],
];

/** Ten a second: more than a person or a meter asks, less than keeps others from being served. */
const CALLS_A_MINUTE = 600;

/** The settings; throws "Cannot start: …" where one is of no use. */
export function readSettings(environment: (name: string) => string | undefined): Settings {
  const token = environment("API_TOKEN");
  const fault = token && faultOfToken(token);
  if (fault) throw new Error(`Cannot start: ${fault}`);
  const isPublic = readPublic(environment("PUBLIC"));
  const host = readHost(environment("HOST"));
  if (!isLoopback(host) && !token && !isPublic)
    throw new Error(
      `Cannot start: HOST ${host} is open to other machines: set API_TOKEN to what callers send as a bearer token, or PUBLIC=true to serve everybody`,
    );
  return {
    host,
    port: readPort(environment("PORT")),
    path: readPath(environment("EDGEFIT_DB")),
    access: { token, isPublic },
    origins: readOrigins(environment("CORS_ORIGINS")),
    rateLimit: readLimit("RATE_LIMIT", environment("RATE_LIMIT"), CALLS_A_MINUTE),
    publicRateLimit: readLimit("PUBLIC_RATE_LIMIT", environment("PUBLIC_RATE_LIMIT"), null),
    addressHeader: readHeaderName(environment("CLIENT_ADDRESS_HEADER")),
    pieceSeconds: readPieceSeconds(environment("PIECE_SECONDS")),
    sessionsKeepMs: readSessionsKeep(environment("SESSIONS_KEEP")),
  };
}

/** Whether nobody but this machine reaches an address. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host.startsWith("127.");
}

/** An address as it stands in a URL and in a permission of Deno. */
export function inUrl(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}

export function readPort(text: string | undefined): number {
  if (!text) return 8787;
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new Error(`Cannot start: PORT is ${show(text)}, not a number from 1 to 65535`);
}

export function readHost(text: string | undefined): string {
  if (!text) return "127.0.0.1";
  if (/^(localhost|\d+\.\d+\.\d+\.\d+|[\da-f:.]*:[\da-f:.]*)$/i.test(text)) return text;
  throw new Error(
    `Cannot start: HOST is ${show(text)}, not the address to listen on: 127.0.0.1 for this machine alone, 0.0.0.0 for all`,
  );
}

function readPublic(text: string | undefined): boolean {
  if (!text || text === "false") return false;
  if (text === "true") return true;
  throw new Error(`Cannot start: PUBLIC is ${show(text)}, not true, which serves everybody, or false`);
}

function readHeaderName(text: string | undefined): string | undefined {
  if (!text || /^[\w-]+$/.test(text)) return text || undefined;
  throw new Error(
    `Cannot start: CLIENT_ADDRESS_HEADER is ${show(text)}, not the name of a header, such as X-Forwarded-For`,
  );
}

/** To SQLite these two are a database that goes with the process. */
function readPath(text = "edgefit.sqlite"): string {
  if (text !== "" && !text.startsWith(":") && !text.startsWith("file:")) return text;
  throw new Error(`Cannot start: EDGEFIT_DB is ${show(text)}, not the path of a file`);
}
