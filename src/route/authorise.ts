// Closed by default: without a token to compare with, nothing is served.
import { AppError } from "../error.ts";

export interface Access {
  /** The secret API_TOKEN. */
  token: string | undefined;
  /** Whether the variable PUBLIC is "true": no token is asked for. */
  isPublic: boolean;
}

/** Refuses a request without the bearer token (RFC 6750). */
export async function authorise(request: Request, { token, isPublic }: Access): Promise<void> {
  if (isPublic) return;
  if (!token) {
    throw new AppError(
      "not_configured",
      "Cannot serve: the secret API_TOKEN is not set. On Workers `npx wrangler secret put API_TOKEN` sets it, under Deno the " +
        'environment; or set the variable PUBLIC to "true" to serve everybody',
    );
  }
  const sent = /^Bearer +(.+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  if (sent === undefined)
    throw new AppError("unauthorized", "Cannot serve without credentials: send Authorization: Bearer <API_TOKEN>");
  if (!(await isEqual(sent, token)))
    throw new AppError("unauthorized", "Cannot serve: the bearer token is not the API_TOKEN");
}

/** Compares digests, bit by bit to the end, so that the time tells nothing of the token. */
async function isEqual(a: string, b: string): Promise<boolean> {
  const [left, right] = await Promise.all([digest(a), digest(b)]);
  return left.reduce((difference, byte, i) => difference | (byte ^ (right[i] as number)), 0) === 0;
}

async function digest(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}
