// What is sent to the calls on tokens.
import * as v from "valibot";
import { exactObject } from "../../engine/parameter/exact-object.ts";
import { show } from "../../engine/parameter/show.ts";
import { KINDS, SCOPES } from "../../platform/context/caller.ts";
import {
  NORM_NAME_LENGTH_MAX,
  SESSION_ID_LENGTH_MAX,
  TITLE_LENGTH_MAX,
  TOKEN_NAME_LENGTH_MAX,
} from "../../platform/schema/limit.ts";
import { PageLimit } from "../../platform/schema/page.ts";
import { Time } from "../../platform/schema/time.ts";

export const TokenName = v.pipe(
  v.string((issue) => `${show(issue.input)} is no token name, which is a string`),
  v.regex(
    /^[a-z0-9][a-z0-9_-]*$/,
    (issue) =>
      `${show(issue.input)} is no token name: those are lower-case letters, digits, _ and -, and begin with a letter or digit`,
  ),
  v.maxLength(TOKEN_NAME_LENGTH_MAX, (issue) => `${issue.input.length} characters; at most ${TOKEN_NAME_LENGTH_MAX}`),
  v.description("Lower-case letters, digits, _ and -."),
);

const Prefix = (most: number, what: string) =>
  v.optional(
    v.pipe(
      v.string((issue) => `${show(issue.input)} is no prefix, which is a string`),
      v.maxLength(most, (issue) => `${issue.input.length} characters; at most ${most}, as ${what} has`),
      v.check(
        (text) => text.isWellFormed() && !/\p{Cc}/u.test(text),
        `control characters or halves of characters, which ${what} never has`,
      ),
      v.description(
        `It may touch only what has ${what} that begins so; "" is all of that kind. Where one kind is named, it may touch no other that is not.`,
      ),
    ),
  );

const Expiry = v.pipe(
  Time,
  v.check(({ hasOffset }) => hasOffset, "a time without an offset from universal time; Z or +01:00, say, is needed"),
  v.transform(({ ms }) => ms),
  v.description("From then on it is refused; never unless given. ISO 8601 with an offset."),
);

export const TokenRequest = v.pipe(
  exactObject({
    name: TokenName,
    scope: v.pipe(
      v.picklist(SCOPES, (issue) => `${show(issue.input)} is none of ${SCOPES.join(", ")}`),
      v.description(
        "What it may do, each with all before it: ask, have predicted, change what is stored, give tokens.",
      ),
    ),
    expires_at: v.optional(v.nullable(Expiry), null),
    norms: Prefix(NORM_NAME_LENGTH_MAX, "a norm's name"),
    models: Prefix(TITLE_LENGTH_MAX, "a model's title"),
    sessions: Prefix(SESSION_ID_LENGTH_MAX, "a session's id"),
  }),
  v.forward(
    v.check(
      (token) => token.scope !== "admin" || KINDS.every((kind) => token[kind] === undefined),
      '"admin" goes with no prefix: whoever makes tokens could make one without',
    ),
    ["scope"],
  ),
);
export type TokenRequest = v.InferOutput<typeof TokenRequest>;

export const TokenPageQuery = exactObject({
  after: v.optional(v.pipe(TokenName, v.description("Only tokens after this one by name: `next` of the page before."))),
  limit: PageLimit,
});
export type TokenPageQuery = v.InferOutput<typeof TokenPageQuery>;
