// What the calls on tokens answer.
import * as v from "valibot";
import { SCOPES } from "../../platform/context/caller.ts";
import { described } from "../../platform/schema/described.ts";

const prefix = (what: string) =>
  described(
    v.nullable(v.string()),
    `What ${what} it may touch begins with; null where none is named: then all, or none where another kind is named`,
  );

export const Token = v.object({
  name: v.string(),
  scope: v.picklist(SCOPES),
  norms: prefix("the name of a norm"),
  models: prefix("the title of a model"),
  sessions: prefix("the id of a session"),
  created_at: v.string(),
  expires_at: v.nullable(v.string()),
  last_used_at: described(v.nullable(v.string()), "To ten minutes; null where it never was"),
});
export type Token = v.InferOutput<typeof Token>;

export const MadeToken = v.object({
  token: described(v.string(), "The token itself: it is told this once, and only its SHA-256 is stored"),
  ...Token.entries,
});
export type MadeToken = v.InferOutput<typeof MadeToken>;

export const TokenList = v.object({ tokens: v.array(Token), next: v.nullable(v.string()) });
export type TokenList = v.InferOutput<typeof TokenList>;
