// The calls on a shop's sessions: parse, call one use case, answer.
import type { IRequest } from "itty-router";
import { requirePrefix } from "../../platform/http/door.ts";
import type { Endpoint } from "../../platform/http/endpoint.ts";
import { toSchema } from "../../platform/http/json-schema.ts";
import { readBody, readIdempotencyKey, readParam, readQuery } from "../../platform/http/read.ts";
import { readSentBody } from "../../platform/http/read-table.ts";
import { answer, answerJson, noContent } from "../../platform/http/respond.ts";
import { callerOf, noteChange } from "../../platform/http/served.ts";
import { type Form, orRows, RowsQuery, readForm } from "../../platform/http/tabular/form.ts";
import { linkToNext, type RowsAnswer, respondIn } from "../../platform/http/tabular/respond-rows.ts";
import { rowsOfColumns, rowsOfObjects } from "../../platform/http/tabular/rows.ts";
import { BODY_BYTES_MAX } from "../../platform/schema/limit.ts";
import { readSessions, SessionForm, SessionTable } from "../schema/sent-sessions.ts";
import { SessionId, StoredSessionId, VisitorId } from "../schema/session.ts";
import {
  type Categories,
  CategoriesAnswer,
  GrownSession,
  ListedSession,
  SessionList,
  StoreAnswer,
  StoredSession,
  type Totals,
  TotalsAnswer,
  VisitorForgotten,
  VisitorHeld,
} from "../schema/session-answer.ts";
import { SessionLines } from "../schema/session-lines.ts";
import { SessionLog } from "../schema/session-log.ts";
import {
  CategoriesQuery,
  SessionPageQuery,
  SessionsBody,
  TotalsQuery,
  VisitorQuery,
} from "../schema/session-request.ts";
import { DeliveryKey, ViewsRequest } from "../schema/views-request.ts";
import { addViews } from "../visit/add-views.ts";
import { countCategories } from "../visit/count-categories.ts";
import { forgetSession } from "../visit/forget-session.ts";
import { forgetVisitor } from "../visit/forget-visitor.ts";
import { listSessions, readSession } from "../visit/read-session.ts";
import { readVisitor } from "../visit/read-visitor.ts";
import { storeSessions } from "../visit/store-sessions.ts";
import { totalCategories } from "../visit/total-categories.ts";
import { withinPrefix } from "./within-prefix.ts";

const BY_CATEGORY =
  "A row is a category, the most viewed first: `category`, and `views` or, with `mode=relative`, `percent`.";

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
  query: SessionsQuery,
  answers: { 200: SessionList },
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
      rows: () => ({ rows: rowsOfObjects(ListedSession, page.sessions), next: linkToNext(request, page.next) }),
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
  query: RowsQuery,
  answers: { 200: StoredSession },
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
  query: VisitorQuery,
  answers: { 200: VisitorHeld },
  refusals: [404],
  mayBeTooMuch: true,
  isLong: true,
  async handle(request, context) {
    return answer(await readVisitor(context, visitorId(request), readQuery(request, VisitorQuery)));
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

const CategoriesAsked = orRows(CategoriesQuery);

export const getCategories: Endpoint = {
  id: "countCategories",
  summary: "Views of a session by category",
  query: CategoriesAsked,
  answers: { 200: CategoriesAnswer },
  rows: BY_CATEGORY,
  refusals: [404],
  async handle(request, context) {
    const query = readQuery(request, CategoriesAsked);
    const form = readForm(request, query);
    return sendCategories(form, await countCategories(context, sessionId(request), query));
  },
};

const TotalsAsked = orRows(TotalsQuery);

export const getTotals: Endpoint = {
  id: "totalCategories",
  summary: "Views of all sessions by category",
  description:
    "Of sessions that start in a time, of a visitor, of a gender; all unless given. Days that have ended are counted once and kept. Where very " +
    "many are not counted yet, the answer is 503: to ask again goes on.",
  query: TotalsAsked,
  answers: { 200: TotalsAnswer },
  rows: BY_CATEGORY,
  mayBeTooMuch: true,
  // It counts, and keeps what it has counted.
  isLong: true,
  async handle(request, context) {
    const query = readQuery(request, TotalsAsked);
    const form = readForm(request, query);
    return sendCategories(form, await totalCategories(context, query));
  },
};

function sendCategories(form: Form, { categories, ...figures }: Categories | Totals): Promise<Response> {
  return respondIn(form, {
    // By hand, because an object puts a name such as "10" before all others.
    json() {
      const members = categories.map(([category, value]) => `${JSON.stringify(category)}:${JSON.stringify(value)}`);
      return answerJson(`${JSON.stringify(figures).slice(0, -1)},"categories":{${members.join(",")}}}`);
    },
    rows: () => ({
      rows: rowsOfColumns(categories.length, [
        { name: "category", at: (row) => categories[row]?.[0] },
        { name: figures.mode === "absolute" ? "views" : "percent", at: (row) => categories[row]?.[1] },
      ]),
      beside: figures,
    }),
  });
}

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
