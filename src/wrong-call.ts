// Who calls by a wrong method or path is told what would be right.
import type { IRequest, RouteEntry } from "itty-router";
import { cut } from "./engine/parameter/show.ts";
import { AppError } from "./error.ts";
import type { Route } from "./platform/http/endpoint.ts";
import { problem } from "./platform/http/respond.ts";
import { routes } from "./routes.ts";

/** Paths of calls that name no session and no model, by whatever method. */
export const CALLS_ALONE = ["/sessions/model", "/sessions/report", "/sessions/prediction", "/api/ml_models/upload"];

const SESSIONS_ARE_SENT =
  "POST /sessions stores sessions and replaces those that are there, POST /sessions/{session_id}/views adds views to one";

/** Where to go who asks for what is done by another call, as one might guess. */
export const INSTEAD: Record<string, string> = {
  "POST /norms": "PUT /norms/{norm} makes a norm, and so does its first POST /norms/{norm}/train",
  "DELETE /norms": "DELETE /norms/{norm} deletes a norm",
  "POST /norms/:norm": "POST /norms/{norm}/train sends rows, POST /norms/{norm}/predict asks",
  "PATCH /norms/:norm":
    "PUT /norms/{norm} changes a norm; of title, description, tags, target and unit what is left out stays",
  "POST /norms/:norm/batches": "POST /norms/{norm}/train sends a batch",
  "PUT /norms/:norm/batches/:batch": "POST /norms/{norm}/train sends a batch, which `batch` names",
  "PUT /api/ml_models": "POST /api/ml_models trains a model, PUT /api/ml_models/{id} retrains one",
  "DELETE /api/ml_models": "DELETE /api/ml_models/{id} deletes a model",
  "POST /api/ml_models/:id": "PUT /api/ml_models/{id} retrains, POST /api/ml_models/{id}/predict predicts",
  "GET /api/ml_models/upload": "GET /api/ml_models/{id}/download gives a model as a file",
  "PUT /sessions": SESSIONS_ARE_SENT,
  "DELETE /sessions": "DELETE /sessions/{session_id} forgets a session, DELETE /visitors/{visitor} all of a visitor",
  "POST /sessions/:session_id": SESSIONS_ARE_SENT,
  "PUT /sessions/:session_id": SESSIONS_ARE_SENT,
  "PATCH /sessions/:session_id": SESSIONS_ARE_SENT,
  "PUT /sessions/model": "POST /sessions/model trains, and trains anew",
  "DELETE /sessions/model": "DELETE /api/ml_models/{id} deletes a model; GET /sessions/model says which",
};

/** What would do at a path: `template` is the path as the table has it, undefined where there is no such thing. */
export interface Allowed {
  methods: string[];
  template: string | undefined;
}

/** Whether the path is another call's, which is none of this method: /sessions/model is a call, and names no session. */
export function isOtherCall({ path }: Pick<Route, "path">, request: Pick<Request, "url">): boolean {
  const called = pathOf(request);
  return called !== path && CALLS_ALONE.includes(called);
}

export function methodsAt(table: readonly RouteEntry[], request: Pick<Request, "url">): Allowed {
  const pathname = pathOf(request);
  const fitting = table.filter(([method, pattern]) => method !== "ALL" && pattern.test(pathname));
  const named = fitting.filter(([, , , path]) => path === pathname);
  const here = named.length > 0 ? named : fitting;
  if (here.length === 0) return { methods: [], template: undefined };
  const methods = here.flatMap(([method]) => (method === "GET" ? ["GET", "HEAD"] : [method]));
  return { methods: [...new Set(methods), "OPTIONS"], template: here[0]?.[3] };
}

/** 405 with what is allowed where another method would do, else 404. */
export function refuseCall(request: IRequest, { methods, template }: Allowed): Response {
  const pathname = pathOf(request);
  if (template === undefined) {
    const near = nearest(pathname);
    const where = near === undefined ? "GET / says where to look" : `there is ${near.replace(/:(\w+)/g, "{$1}")}`;
    return problem(new AppError("not_found", `Cannot find ${cut(pathname)}: ${where}`));
  }
  const instead = INSTEAD[`${request.method} ${template}`];
  const allowed = methods.join(", ");
  const detail = `Cannot ${cut(request.method)} ${cut(pathname)}: ${allowed} would do${instead ? `; ${instead}` : ""}`;
  return problem(new AppError("method_not_allowed", detail), { allow: allowed });
}

/** The path as the table has it: a slash at its end changes nothing. */
function pathOf({ url }: Pick<Request, "url">): string {
  return new URL(url).pathname.replace(/(?<=.)\/+$/, "");
}

/** The path of a call that is nearly what was asked for: in other letters or with doubled slashes, or with a name after it. */
function nearest(pathname: string): string | undefined {
  const path = pathname.replace(/\/{2,}/g, "/");
  const alike = routes.find((route) => new RegExp(`^${route.path.replace(/:\w+/g, "[^/]+")}/?$`, "i").test(path));
  return (alike ?? routes.find((route) => route.path.startsWith(`${path.toLowerCase()}/`)))?.path;
}
