// Closed by default: without a token to compare with, nothing is served.
import { AppError } from "../../error.ts";

export interface Access {
  /** The secret API_TOKEN. */
  token: string | undefined;
  /** Whether the variable PUBLIC is "true": without a token, everybody is served. */
  isPublic: boolean;
  /** What of the settings cannot be used: nobody is served then. */
  fault?: string | undefined;
}

/** Refuses a request without the bearer token (RFC 6750). */
export function authorise(request: Pick<Request, "headers">, { token, isPublic, fault }: Access): void {
  const unusable = fault ?? (token && faultOfToken(token));
  if (unusable) throw new AppError("not_configured", `Cannot serve: ${unusable}`);
  if (!token) {
    if (isPublic) return;
    throw new AppError(
      "not_configured",
      "Cannot serve: the secret API_TOKEN is not set. On Workers `npx wrangler secret put API_TOKEN` sets it, under Deno the " +
        'environment; or set the variable PUBLIC to "true" to serve everybody',
    );
  }
  const sent = sentToken(request);
  if (sent === undefined)
    throw new AppError("unauthorized", "Cannot serve without credentials: send Authorization: Bearer <API_TOKEN>");
  if (!isEqual(sent, token)) throw new AppError("unauthorized", "Cannot serve: the bearer token is not the API_TOKEN");
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

/** Compares every byte that was sent, so that the time tells how long that is and nothing of the token. */
function isEqual(sent: string, token: string): boolean {
  const [left, right] = [new TextEncoder().encode(sent), new TextEncoder().encode(token)];
  let difference = left.length ^ right.length;
  for (let i = 0; i < left.length; i++) difference |= (left[i] as number) ^ (right[i % right.length] as number);
  return difference === 0;
}
