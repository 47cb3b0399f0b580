// The calls on a shop's sessions: parse, call one use case, answer.
import type { IRequest } from "itty-router";
import type { Endpoint } from "../../platform/http/endpoint.ts";
import { readJsonOrCsv, readParam, readQuery } from "../../platform/http/read.ts";
import { answer, answerJson, noContent } from "../../platform/http/respond.ts";
import { SessionId } from "../schema/session.ts";
import {
  type Categories,
  CategoriesAnswer,
  SessionList,
  StoreAnswer,
  StoredSession,
} from "../schema/session-answer.ts";
import { readLog, SessionLog } from "../schema/session-log.ts";
import {
  CategoriesQuery,
  SessionPageQuery,
  SessionsBody,
  SessionsRequest,
  sessionsOf,
} from "../schema/session-request.ts";
import { countCategories } from "../usecase/count-categories.ts";
import { forgetSession } from "../usecase/forget-session.ts";
import { listSessions, readSession } from "../usecase/read-session.ts";
import { storeSessions } from "../usecase/store-sessions.ts";

export const postSessions: Endpoint = {
  summary: "Store sessions, each with what was looked at",
  description:
    "Each session is checked for itself: those that cannot be used are told in `rejected`, with the line and why, and the others " +
    "are stored; where none can be used, that is a refusal. A session that is there already is replaced as a whole; sending the same " +
    "again changes nothing. Of two with one id in a body the first is stored.",
  body: SessionsBody,
  csv: SessionLog,
  answers: { 200: StoreAnswer },
  async handle(request, context) {
    const body = await readJsonOrCsv(request, SessionsRequest);
    const stored =
      "csv" in body
        ? storeSessions(context, readLog(body.csv), (line) => `line ${line}`)
        : storeSessions(context, sessionsOf(body.json), (line) => `sessions[${line - 1}]`);
    return answer(await stored);
  },
};

export const getSessions: Endpoint = {
  summary: "List the sessions in the order of their arrival",
  query: SessionPageQuery,
  answers: { 200: SessionList },
  async handle(request, context) {
    return answer(await listSessions(context, readQuery(request, SessionPageQuery)));
  },
};

export const getSession: Endpoint = {
  summary: "One session with its views",
  answers: { 200: StoredSession },
  refusals: [404],
  async handle(request, context) {
    return answer(await readSession(context, sessionId(request)));
  },
};

export const deleteSession: Endpoint = {
  summary: "Forget a session and its views",
  answers: { 204: null },
  refusals: [404],
  async handle(request, context) {
    await forgetSession(context, sessionId(request));
    return noContent();
  },
};

export const getCategories: Endpoint = {
  summary: "Views of a session by category",
  query: CategoriesQuery,
  answers: { 200: CategoriesAnswer },
  refusals: [404],
  async handle(request, context) {
    return sendCategories(await countCategories(context, sessionId(request), readQuery(request, CategoriesQuery)));
  },
};

/** By hand, because an object puts a name such as "10" before all others. */
function sendCategories({ categories, ...figures }: Categories): Response {
  const members = categories.map(([category, value]) => `${JSON.stringify(category)}:${JSON.stringify(value)}`);
  return answerJson(`${JSON.stringify(figures).slice(0, -1)},"categories":{${members.join(",")}}}`);
}

function sessionId(request: IRequest): string {
  return readParam(request, "session_id", SessionId);
}
