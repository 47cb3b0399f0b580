// What a token with prefixes may touch: names that begin so, of the kinds that it names.
import type { IRequest } from "itty-router";
import { show } from "../../engine/parameter/show.ts";
import { AppError } from "../../error.ts";
import { type Caller, type Kind, prefixOf } from "../context/caller.ts";
import type { Context } from "../context/context.ts";
import type { Route } from "./endpoint.ts";
import { callerOf } from "./served.ts";

/** Refuses what a path names where it is outside of a prefix, which is not "". */
export type Door<Needed extends Context> = (request: IRequest, context: Needed, prefix: string) => void | Promise<void>;

const NAMES: Record<Kind, string> = {
  norms: "norms whose name begins with",
  models: "models whose title begins with",
  sessions: "sessions whose id begins with",
};

/** Refuses a call that touches what its caller may not. `doors`: by the name in a path. */
export async function passDoor<Needed extends Context>(
  { kind, path, endpoint }: Route<Needed>,
  doors: Record<string, Door<Needed>>,
  request: IRequest,
  context: Needed,
): Promise<void> {
  const caller = callerOf(request);
  if (kind === undefined || caller.prefixes === null) return;
  const prefix = requirePrefix(caller, kind);
  if (prefix === "" || endpoint.isWithin) return;
  const [, parameter = ""] = /:(\w+)/.exec(path) ?? [];
  const door = doors[parameter];
  if (door === undefined)
    throw new AppError(
      "forbidden",
      `Cannot serve: this call is about all ${kind}, and token ${caller.name} may touch only ${NAMES[kind]} ${show(prefix)}`,
    );
  await door(request, context, prefix);
}

/** What the names of a kind begin with that a caller may touch; AppError "forbidden" where it may touch none. */
export function requirePrefix(caller: Caller, kind: Kind): string {
  const prefix = prefixOf(caller, kind);
  if (prefix !== null) return prefix;
  const named = Object.keys(caller.prefixes ?? {}).join(" and ");
  throw new AppError("forbidden", `Cannot serve: token ${caller.name} may touch no ${kind}, only ${named}`);
}

/** AppError "forbidden" where a name is outside of what the caller may touch. */
export function requireInside(request: IRequest, kind: Kind, name: string | null): void {
  const fault = faultOfName(request, kind, name);
  if (fault !== undefined) throw new AppError("forbidden", `Cannot serve: ${fault}`);
}

/** Why the caller may not touch what has a name; undefined where it may. */
export function faultOfName(request: IRequest, kind: Kind, name: string | null): string | undefined {
  const caller = callerOf(request);
  const prefix = requirePrefix(caller, kind);
  if (prefix === "" || name?.startsWith(prefix)) return undefined;
  const told = name === null ? `what has no name is outside of` : `${show(name)} is outside of`;
  return `${told} what token ${caller.name} may touch: ${NAMES[kind]} ${show(prefix)}`;
}
