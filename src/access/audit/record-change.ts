// A row of the audit for each change that is answered as done, written before that answer is sent.
import type { Context } from "../../platform/context/context.ts";
import type { PathParameters, Route } from "../../platform/http/endpoint.ts";
import { readParam } from "../../platform/http/read.ts";
import type { Served } from "../../platform/http/served.ts";
import { insertChange } from "../store/changes.ts";

type Call = Pick<Route<never>, "scope" | "method" | "path" | "kind" | "endpoint">;

/** Records what a call has changed, if it has. `named`: what stands for each name in a path. */
export async function recordChange(
  { database, nowMs }: Context,
  call: Call,
  { request, named }: { request: Served; named: PathParameters },
): Promise<void> {
  const { caller, change } = request;
  if (!isChange(call) || change.isRepeated) return;
  const { on = pathOf(call, request, named), batch = null, version = null, count = null } = change;
  const { id: action } = call.endpoint;
  await insertChange(database, { atMs: nowMs(), actor: caller.name, action, target: on, batch, version, count });
}

function isChange({ scope, method, endpoint }: Call): boolean {
  return (scope === "train" || scope === "admin") && method !== "GET" && !endpoint.isUnaudited;
}

/** The path up to the first thing that it names: /norms/boiler. Ids of sessions and visitors are of persons: what is deleted leaves none. */
function pathOf({ path, kind }: Call, request: Served, named: PathParameters): string {
  const [before = "", parameter] = path.split(/\/:(\w+)/);
  const schema = parameter === undefined ? undefined : named[parameter];
  if (parameter === undefined || schema === undefined || kind === "sessions") return before;
  return `${before}/${readParam(request, parameter, schema)}`;
}
