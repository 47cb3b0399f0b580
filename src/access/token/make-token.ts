import { AppError } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { hashOf } from "../../platform/http/authorise.ts";
import { TOKEN_COUNT_MAX } from "../../platform/schema/limit.ts";
import { forgetRecent } from "../../platform/store/cache.ts";
import type { MadeToken } from "../schema/token-answer.ts";
import type { TokenRequest } from "../schema/token-request.ts";
import { findTokenByName, insertToken } from "../store/tokens.ts";
import { describeToken } from "./list-tokens.ts";

// So that whoever finds one, in a log or in a repository, sees what it is.
const MARK = "edgefit_";
const RANDOM_BYTES = 32;

/** Makes a token, and tells it: what is stored is its hash. */
export async function makeToken(context: Context, request: TokenRequest): Promise<MadeToken> {
  const { name, scope, expires_at: expiresAtMs, norms = null, models = null, sessions = null } = request;
  const createdAtMs = context.nowMs();
  if (expiresAtMs !== null && expiresAtMs <= createdAtMs) throw expired(expiresAtMs);
  const random = context.randomBytes(RANDOM_BYTES);
  const token = MARK + random.toBase64({ alphabet: "base64url", omitPadding: true });
  const hash = (await hashOf(token)).toHex();
  const row = { name, hash, scope, norms, models, sessions, createdAtMs, expiresAtMs };
  if (!(await insertToken(context.database, row))) throw await whyNot(context, name);
  forgetRecent(context.cache);
  return { token, ...describeToken({ ...row, lastUsedAtMs: null }) };
}

function expired(atMs: number): AppError {
  const message = `${new Date(atMs).toISOString()} is over; a time to come is accepted`;
  return new AppError("invalid", `Cannot make a token: expires_at: ${message}`, [{ path: "expires_at", message }]);
}

async function whyNot({ database }: Context, name: string): Promise<AppError> {
  const isTaken = (await findTokenByName(database, name)) !== undefined;
  const told = isTaken
    ? `there is a token ${name} already; choose another name, or revoke it`
    : `there are ${TOKEN_COUNT_MAX}, as many as there may be; revoke one that is needed no longer`;
  return new AppError("conflict", `Cannot make a token: ${told}`);
}
