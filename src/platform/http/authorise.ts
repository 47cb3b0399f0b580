// Closed by default: without a token to compare with, nothing is served. From here on it is known who asks (Caller).
import { AppError } from "../../error.ts";
import { ADMINISTRATOR, type Caller, covers, EVERYBODY, type Scope } from "../context/caller.ts";
import type { Context } from "../context/context.ts";
import { hundredOf, lookUp, remember } from "../store/cache.ts";
import { sha256 } from "../store/sha-256.ts";

export interface Access {
  /** The secret API_TOKEN. */
  token: string | undefined;
  /** Whether the variable PUBLIC is "true": without a token, everybody is served. */
  isPublic: boolean;
  /** What of the settings cannot be used: nobody is served then. */
  fault?: string | undefined;
  /** Who was let in by another thread, which hands over the request. */
  caller?: Caller;
}

/** Finds who holds a token by its SHA-256, in hexadecimal; AppError "unauthorized" where nobody does. */
export type FindToken<Needed> = (context: Needed, hash: string) => Promise<Caller>;

/** Who sends a request; AppError "unauthorized" without a bearer token that is known (RFC 6750). */
export async function authorise<Needed extends Pick<Context, "cache">>(
  request: Pick<Request, "headers">,
  { token, isPublic, fault, caller }: Access,
  context: Needed,
  findToken: FindToken<Needed>,
): Promise<Caller> {
  if (caller !== undefined) return caller;
  const unusable = fault ?? (token && faultOfToken(token));
  if (unusable) throw new AppError("not_configured", `Cannot serve: ${unusable}`);
  if (!token) {
    if (isPublic) return EVERYBODY;
    throw new AppError(
      "not_configured",
      "Cannot serve: the secret API_TOKEN is not set. On Workers `npx wrangler secret put API_TOKEN` sets it, under Deno the " +
        'environment; or set the variable PUBLIC to "true" to serve everybody',
    );
  }
  const sent = sentToken(request);
  if (sent === undefined)
    throw new AppError("unauthorized", "Cannot serve without credentials: send Authorization: Bearer <token>");
  const hash = await hashOf(sent);
  if (isEqual(hash, await hashOfSecret(context, token))) return ADMINISTRATOR;
  return findToken(context, hash.toHex());
}

/** AppError "forbidden" where the caller's scope is too little. */
export function requireScope({ name, scope }: Caller, needed: Scope): void {
  if (covers(scope, needed)) return;
  throw new AppError("forbidden", `Cannot serve: token ${name} is of scope ${scope}, and this call takes ${needed}`);
}

/** The bearer token that was sent; undefined where none was. */
export function sentToken({ headers }: Pick<Request, "headers">): string | undefined {
  return /^Bearer +(.+)$/i.exec(headers.get("authorization") ?? "")?.[1];
}

/** What is wrong with a token; undefined where nothing is. A header carries no other characters as they are, and none at its ends. */
export function faultOfToken(token: string): string | undefined {
  const at = token.search(/[^!-~]/);
  if (at < 0) return undefined;
  // Its place tells which one it is, and no more of the secret.
  return `the secret API_TOKEN has a character at place ${at + 1} that no bearer token has: letters, digits and signs of ASCII would do, without blanks and line ends`;
}

/** SHA-256 of a token. */
export function hashOf(token: string): Promise<Uint8Array> {
  return sha256(new TextEncoder().encode(token));
}

const SECRETS = hundredOf<string, Uint8Array>();

async function hashOfSecret({ cache }: Pick<Context, "cache">, secret: string): Promise<Uint8Array> {
  const known = lookUp(cache, SECRETS, secret);
  if (known !== undefined) return known;
  const hash = await hashOf(secret);
  remember(cache, SECRETS, secret, hash);
  return hash;
}

/** Compares hashes, all of them: the time tells nothing of what was sent, nor of the secret. */
function isEqual(left: Uint8Array, right: Uint8Array): boolean {
  let difference = 0;
  for (let i = 0; i < left.length; i++) difference |= (left[i] as number) ^ (right[i] as number);
  return difference === 0;
}
