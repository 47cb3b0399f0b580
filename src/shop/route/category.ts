// The views by category, of a session and of all: parse, call one use case, answer.

import type { Endpoint } from "../../platform/http/endpoint.ts";
import { readParam, readQuery } from "../../platform/http/read.ts";
import { answer, answerJson } from "../../platform/http/respond.ts";
import { type Form, orRows, readForm } from "../../platform/http/tabular/form.ts";
import { type RowsAnswer, respondIn } from "../../platform/http/tabular/respond-rows.ts";
import { rowsOfColumns } from "../../platform/http/tabular/rows.ts";
import { StoredSessionId } from "../schema/session.ts";
import {
  type Categories,
  CategoriesAnswer,
  CategoryHistory,
  type Totals,
  TotalsAnswer,
} from "../schema/session-answer.ts";
import { CategoriesQuery, HistoryQuery, TotalsQuery } from "../schema/session-request.ts";
import { countCategories } from "../visit/count-categories.ts";
import { followCategories } from "../visit/follow-categories.ts";
import { totalCategories } from "../visit/total-categories.ts";

const BY_CATEGORY =
  "A row is a category, the most viewed first: `category`, and `views` or, with `mode=relative`, `percent`.";

const CategoriesAsked = orRows(CategoriesQuery);

export const getCategories: Endpoint = {
  id: "countCategories",
  summary: "Views of a session by category",
  description: "How many, or what percentage of them; the most viewed first.",
  query: CategoriesAsked,
  answers: { 200: CategoriesAnswer },
  isTagged: true,
  rows: BY_CATEGORY,
  refusals: [404],
  async handle(request, context) {
    const query = readQuery(request, CategoriesAsked);
    const form = readForm(request, query);
    return sendCategories(
      form,
      await countCategories(context, readParam(request, "session_id", StoredSessionId), query),
    );
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
  isTagged: true,
  rows: BY_CATEGORY,
  refusals: [507],
  mayBeTooMuch: true,
  // It counts, and keeps what it has counted.
  isLong: true,
  async handle(request, context) {
    const query = readQuery(request, TotalsAsked);
    const form = readForm(request, query);
    return sendCategories(form, await totalCategories(context, query));
  },
};

const HistoryAsked = orRows(HistoryQuery);

export const getHistory: Endpoint = {
  id: "followCategories",
  summary: "Views of all sessions by category over time",
  description:
    "Day by day, by week or by month, those without a session too: of the most viewed categories, and of all others together. It is counted as " +
    "GET /sessions/categories is.",
  query: HistoryAsked,
  answers: { 200: CategoryHistory },
  isTagged: true,
  rows: "A row is a step: `t`, `sessions`, `views`, `others`, then `category.` with the name of each that is told.",
  refusals: [507],
  mayBeTooMuch: true,
  // It counts, and keeps what it has counted.
  isLong: true,
  async handle(request, context) {
    const query = readQuery(request, HistoryAsked);
    const form = readForm(request, query);
    const history = await followCategories(context, query);
    return respondIn(form, { json: () => answer(history), rows: () => rowsOfHistory(history) });
  },
};

function rowsOfHistory({ t, sessions, views, others, categories, ...beside }: CategoryHistory): RowsAnswer {
  const named = { t, sessions, views, others };
  const columns = [
    ...Object.entries(named).map(([name, of]) => ({ name, at: (row: number) => of[row] })),
    ...categories.map(({ category, views }) => ({ name: `category.${category}`, at: (row: number) => views[row] })),
  ];
  return { rows: rowsOfColumns(t.length, columns), beside };
}

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
