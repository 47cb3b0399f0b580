// The calls on a shop's sessions: parse, call one use case, answer.
import type { IRequest } from "itty-router";
import { requirePrefix } from "../../platform/http/door.ts";
import type { Endpoint } from "../../platform/http/endpoint.ts";
import { toSchema } from "../../platform/http/json-schema.ts";
import { readBody, readIdempotencyKey, readParam, readQuery } from "../../platform/http/read.ts";
import { readSentBody } from "../../platform/http/read-table.ts";
import { answer, noContent } from "../../platform/http/respond.ts";
import { callerOf, noteChange } from "../../platform/http/served.ts";
import { orRows, RowsQuery, readForm } from "../../platform/http/tabular/form.ts";
import { linkToNext, type RowsAnswer, respondIn } from "../../platform/http/tabular/respond-rows.ts";
import { rowsOfColumns, rowsOfObjects } from "../../platform/http/tabular/rows.ts";
import { BODY_BYTES_MAX } from "../../platform/schema/limit.ts";
import { readSessions, SessionForm, SessionTable } from "../schema/sent-sessions.ts";
import { SessionId, StoredSessionId, VisitorId } from "../schema/session.ts";
import {
  GrownSession,
  ListedSession,
  SessionList,
  StoreAnswer,
  StoredSession,
  VisitorForgotten,
  VisitorHeld,
} from "../schema/session-answer.ts";
import { SessionLines } from "../schema/session-lines.ts";
import { SessionLog } from "../schema/session-log.ts";
import { SessionPageQuery, SessionsBody, VisitorQuery } from "../schema/session-request.ts";
import { DeliveryKey, ViewsRequest } from "../schema/views-request.ts";
import { addViews } from "../visit/add-views.ts";
import { forgetSession } from "../visit/forget-session.ts";
import { forgetVisitor } from "../visit/forget-visitor.ts";
import { listSessions, readSession } from "../visit/read-session.ts";
import { readVisitor } from "../visit/read-visitor.ts";
import { storeSessions } from "../visit/store-sessions.ts";
import { withinPrefix } from "./within-prefix.ts";

export const postSessions: Endpoint = {
  id: "storeSessions",
  summary: "Store sessions, each with what was looked at",
  description:
    "Each session is checked for itself: those that cannot be used are told in `rejected`, with the line and why, and the others " +
    "are stored; where none can be used, that is a refusal. A session that is there already is replaced as a whole; sending the same " +
    "again changes nothing. Of two with one id in a body the first is stored. Where the database fails on the way, the refusal (500, 503 or " +
    "507) says in `stored` how many are stored, and in `stopped_at` from which line on none is known to be.",
  body: SessionsBody,
  texts: {
    "text/csv": SessionLog,
    "application/x-ndjson": SessionLines,
    "application/vnd.apache.parquet": SessionTable,
    "application/vnd.apache.arrow.stream": SessionTable,
    "multipart/form-data": SessionForm,
  },
  answers: { 200: StoreAnswer },
  isWithin: true,
  async handle(request, context) {
    const { sessions, placeOf } = await readSessions(await readSentBody(request, BODY_BYTES_MAX));
    const stored = await storeSessions(context, withinPrefix(request, sessions), placeOf);
    noteChange(request, { count: stored.stored });
    return answer(stored);
  },
};

const SessionsQuery = orRows(SessionPageQuery);

export const getSessions: Endpoint = {
  id: "listSessions",
  summary: "List the sessions in the order of their arrival",
  description: "Without their views, a page at a time: `next` is the `after` of the page that follows.",
  query: SessionsQuery,
  answers: { 200: SessionList },
  isPaged: true,
  isTagged: true,
  rows: "A row is a session, without its views.",
  // Where few of many are asked for, all have to be looked at.
  isLong: true,
  isWithin: true,
  async handle(request, context) {
    const query = readQuery(request, SessionsQuery);
    const form = readForm(request, query);
    const page = await listSessions(context, query, requirePrefix(callerOf(request), "sessions"));
    return respondIn(form, {
      json: () => answer(page),
      rows: () => ({ rows: rowsOfObjects(ListedSession, page.sessions) }),
      page: linkToNext(request, page.next),
    });
  },
};

export const postViews: Endpoint = {
  id: "addViews",
  summary: "Add views to a session while it goes on",
  description:
    "Makes the session where there is none and its start is known. What is delivered twice counts once: a view under its `id`, others " +
    "under the header `Idempotency-Key`, for seven days at least; the same key with other views is a conflict. Either all new views are " +
    "added or none.",
  body: ViewsRequest,
  headers: [
    {
      name: "Idempotency-Key",
      description: "Names the delivery: sent again under the same name, its views count once.",
      schema: toSchema(DeliveryKey),
    },
  ],
  answers: { 200: GrownSession },
  refusals: [409],
  // A row for each would double what a visit writes.
  isUnaudited: true,
  async handle(request, context) {
    const id = readParam(request, "session_id", SessionId);
    const body = await readBody(request, ViewsRequest);
    return answer(await addViews(context, id, body, readIdempotencyKey(request, DeliveryKey)));
  },
};

export const getSession: Endpoint = {
  id: "getSession",
  summary: "One session with its views",
  description: "As it was sent, or as it has grown.",
  query: RowsQuery,
  answers: { 200: StoredSession },
  isTagged: true,
  rows: "A row is a view, in the order of the visit: `session_id`, `position` from 1, `view`.",
  refusals: [404],
  async handle(request, context) {
    const form = readForm(request, readQuery(request, RowsQuery));
    const session = await readSession(context, sessionId(request));
    return respondIn(form, { json: () => answer(session), rows: () => viewsOf(session) });
  },
};

export const deleteSession: Endpoint = {
  id: "deleteSession",
  summary: "Forget a session and its views",
  description: "The gender model has learned from it, where its gender was known, until it is trained again.",
  answers: { 204: null },
  refusals: [404],
  async handle(request, context) {
    await forgetSession(context, sessionId(request));
    noteChange(request, { count: 1 });
    return noContent();
  },
};

export const getVisitor: Endpoint = {
  id: "getVisitor",
  summary: "All sessions that are held of a visitor, with their views",
  description: "In the order of their arrival, a page at a time: what is held of a person, to be handed over.",
  query: VisitorQuery,
  answers: { 200: VisitorHeld },
  isPaged: true,
  refusals: [404],
  mayBeTooMuch: true,
  isLong: true,
  async handle(request, context) {
    const held = await readVisitor(context, visitorId(request), readQuery(request, VisitorQuery));
    return answer(held, 200, linkToNext(request, held.next));
  },
};

export const deleteVisitor: Endpoint = {
  id: "deleteVisitor",
  summary: "Forget all sessions of a visitor",
  description: "The gender model has learned from those with a gender until it is trained again.",
  answers: { 200: VisitorForgotten },
  refusals: [404],
  async handle(request, context) {
    const forgotten = await forgetVisitor(context, visitorId(request));
    noteChange(request, { count: forgotten.session_count });
    return answer(forgotten);
  },
};

function viewsOf({ views, ...beside }: StoredSession): RowsAnswer {
  const columns = [
    { name: "session_id", at: () => beside.session_id },
    { name: "position", at: (row: number) => row + 1 },
    { name: "view", at: (row: number) => views[row] },
  ];
  return { rows: rowsOfColumns(views.length, columns), beside };
}

function visitorId(request: IRequest): string {
  return readParam(request, "visitor", VisitorId);
}

function sessionId(request: IRequest): string {
  return readParam(request, "session_id", StoredSessionId);
}
