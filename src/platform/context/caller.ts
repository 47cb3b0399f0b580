// Who asks: known once, where credentials are checked, and told to whoever answers.

/** What a token may do, each with all before it: to ask, to have predicted, to change what is stored, to give tokens. */
export const SCOPES = ["read", "predict", "train", "admin"] as const;
export type Scope = (typeof SCOPES)[number];

/** What names begin with that a token may touch. */
export const KINDS = ["norms", "models", "sessions"] as const;
export type Kind = (typeof KINDS)[number];

export interface Caller {
  /** Of the token; ADMINISTRATOR or EVERYBODY, which no token is called. */
  name: string;
  scope: Scope;
  /** By kind what the names begin with that it may touch, "" for all of them; a kind that is not named, none of it. null: everything. */
  prefixes: Partial<Record<Kind, string>> | null;
}

/** Whoever sends the secret API_TOKEN. */
export const ADMINISTRATOR: Caller = { name: "API_TOKEN", scope: "admin", prefixes: null };

/** Where nobody is asked who he is. */
export const EVERYBODY: Caller = { name: "PUBLIC", scope: "admin", prefixes: null };

/** What the names of a kind begin with that the caller may touch, "" for all; null where it may touch none. */
export function prefixOf({ prefixes }: Caller, kind: Kind): string | null {
  return prefixes === null ? "" : (prefixes[kind] ?? null);
}

/** Whether a scope has all that another has. */
export function covers(scope: Scope, needed: Scope): boolean {
  return SCOPES.indexOf(scope) >= SCOPES.indexOf(needed);
}
