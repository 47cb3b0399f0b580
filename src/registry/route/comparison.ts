// The calls that compare models: parse, call one use case, answer.
import type { IRequest } from "itty-router";
import { requirePrefix } from "../../platform/http/door.ts";
import type { Endpoint } from "../../platform/http/endpoint.ts";
import { readParam, readQuery } from "../../platform/http/read.ts";
import { answer, noContent } from "../../platform/http/respond.ts";
import { callerOf, noteChange } from "../../platform/http/served.ts";
import { orRows, readForm } from "../../platform/http/tabular/form.ts";
import { linkToNext, respondIn } from "../../platform/http/tabular/respond-rows.ts";
import { rowsOfObjects } from "../../platform/http/tabular/rows.ts";
import { PAGE_LENGTH_MAX } from "../../platform/schema/limit.ts";
import { compareModels } from "../compare/compare-models.ts";
import { cancelComparison, deleteComparison } from "../compare/end-comparison.ts";
import { listComparisons, readComparison } from "../compare/read-comparison.ts";
import { Comparison, ComparisonList, ComparisonSummary } from "../schema/comparison/comparison-answer.ts";
import {
  CompareRequest,
  ComparisonId,
  ComparisonPageQuery,
  ComparisonQuery,
} from "../schema/comparison/comparison-request.ts";
import { CompareQuery } from "../schema/model-query.ts";
import type { RegistryContext } from "../train/model-owner.ts";
import { isAsync, PREFER } from "./prefer.ts";
import { readRows } from "./read-rows.ts";
import { requireTitle } from "./require-title.ts";

export const postComparison: Endpoint<RegistryContext> = {
  id: "compareModels",
  summary: "Compare models on the same folds",
  description:
    "Each candidate learns without each fold in turn and is asked about it. 201 with the comparison where it was done while waiting, which " +
    "is so for a second of work at most; else 202, and GET of its `Location` tells how far it is. One that fails, or is too much work, is " +
    "a row with its reason. `winner` is the simplest candidate within one standard error of the best; `train_best` makes a model of it.",
  headers: PREFER,
  query: CompareQuery,
  body: CompareRequest,
  tables: true,
  answers: { 201: Comparison, 202: Comparison },
  answerHeaders: { 202: ["Location"] },
  isWithin: true,
  async handle(request, context) {
    const call = { query: CompareQuery, schema: CompareRequest, hasTarget: true };
    const sent = await readRows(request, context, call);
    requireTitle(request, sent.body.title ?? null);
    const { comparison, isDone } = await sent.inTerms(() =>
      compareModels(context, { ...sent.body, yColumn: sent.yColumn }, isAsync(request)),
    );
    const location = `/api/comparisons/${comparison.id}`;
    noteChange(request, { on: location });
    const told = { ...comparison, warnings: [...sent.warnings, ...comparison.warnings] };
    return isDone ? answer(told, 201) : answer(told, 202, { location });
  },
};

const ComparisonsQuery = orRows(ComparisonPageQuery);

export const getComparisons: Endpoint = {
  id: "listComparisons",
  summary: "List the comparisons",
  description: `Oldest first, ${PAGE_LENGTH_MAX} of them unless \`limit\` says fewer; without their candidates.`,
  query: ComparisonsQuery,
  answers: { 200: ComparisonList },
  isPaged: true,
  isTagged: true,
  rows: "A row is a comparison.",
  isLong: true,
  isWithin: true,
  async handle(request, context) {
    const query = readQuery(request, ComparisonsQuery);
    const form = readForm(request, query);
    const page = await listComparisons(context, query, requirePrefix(callerOf(request), "models"));
    return respondIn(form, {
      json: () => answer(page),
      rows: () => ({ rows: rowsOfObjects(ComparisonSummary, page.comparisons) }),
      page: linkToNext(request, page.next),
    });
  },
};

export const getComparison: Endpoint = {
  id: "getComparison",
  summary: "A comparison: what came of it, or how far it is",
  description: "`wait` waits for one under way. What it is waited for in vain is told as it stands, `running`.",
  query: ComparisonQuery,
  answers: { 200: Comparison },
  isTagged: true,
  refusals: [404],
  async handle(request, context) {
    const { wait = 0 } = readQuery(request, ComparisonQuery);
    return answer(await readComparison(context, comparisonId(request), 1000 * wait));
  },
};

export const deleteComparisonRoute: Endpoint = {
  id: "deleteComparison",
  summary: "Delete a comparison",
  description: "One under way ends at its next piece. The model that came of it stays.",
  answers: { 204: null },
  refusals: [404],
  async handle(request, context) {
    await deleteComparison(context, comparisonId(request));
    return noContent();
  },
};

export const postCancel: Endpoint = {
  id: "cancelComparison",
  summary: "Cancel a comparison under way",
  description: "What it has done comes to nothing. A training of its winner that has begun goes on.",
  answers: { 200: Comparison },
  refusals: [404, 409],
  async handle(request, context) {
    return answer(await cancelComparison(context, comparisonId(request)));
  },
};

function comparisonId(request: IRequest): number {
  return readParam(request, "comparison", ComparisonId);
}
