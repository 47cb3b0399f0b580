// The views by category, of a session and of all: parse, call one use case, answer.

import type { Endpoint } from "../../platform/http/endpoint.ts";
import { readParam, readQuery } from "../../platform/http/read.ts";
import { answerJson } from "../../platform/http/respond.ts";
import { type Form, orRows, readForm } from "../../platform/http/tabular/form.ts";
import { respondIn } from "../../platform/http/tabular/respond-rows.ts";
import { rowsOfColumns } from "../../platform/http/tabular/rows.ts";
import { StoredSessionId } from "../schema/session.ts";
import { type Categories, CategoriesAnswer, type Totals, TotalsAnswer } from "../schema/session-answer.ts";
import { CategoriesQuery, TotalsQuery } from "../schema/session-request.ts";
import { countCategories } from "../visit/count-categories.ts";
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
