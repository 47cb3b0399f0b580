// The calls on norms and their batches: parse, call one use case, answer.
import type { IRequest } from "itty-router";
import { requirePrefix } from "../../platform/http/door.ts";
import type { Endpoint } from "../../platform/http/endpoint.ts";
import { readBody, readParam, readQuery } from "../../platform/http/read.ts";
import { answer, noContent } from "../../platform/http/respond.ts";
import { callerOf, noteChange } from "../../platform/http/served.ts";
import { orRows, readForm } from "../../platform/http/tabular/form.ts";
import { linkToNext, respondIn } from "../../platform/http/tabular/respond-rows.ts";
import { rowsOfObjects } from "../../platform/http/tabular/rows.ts";
import { SPECIFICATION_BYTES_MAX } from "../../platform/schema/limit.ts";
import { deleteNorm } from "../answer/delete-norm.ts";
import { listBatches, readBatch } from "../answer/list-batches.ts";
import { listNorms } from "../answer/list-norms.ts";
import { readHistory } from "../answer/read-history.ts";
import { readNorm } from "../answer/read-norm.ts";
import { forgetBatch } from "../learn/forget-batch.ts";
import { specifyNorm } from "../learn/specify-norm.ts";
import {
  Batch,
  BatchList,
  ForgetAnswer,
  Norm,
  NormHistory,
  NormList,
  NormSummary,
  NormVersion,
} from "../schema/norm-answer.ts";
import { BatchName, HistoryQuery, NormPageQuery, PageQuery } from "../schema/norm-request.ts";
import { NormName } from "../schema/norm-specification.ts";
import { SpecifyRequest } from "../schema/specify-request.ts";

const NormsQuery = orRows(NormPageQuery);
const VersionsQuery = orRows(HistoryQuery);

export const getNorms: Endpoint = {
  id: "listNorms",
  summary: "List the norms",
  description:
    "By name, a page at a time: `next` is the `after` of the page that follows. `tag` finds those that have it.",
  query: NormsQuery,
  answers: { 200: NormList },
  isPaged: true,
  isTagged: true,
  rows: "A row is a norm.",
  // Where few of many have a tag, all have to be looked at.
  isLong: true,
  isWithin: true,
  async handle(request, context) {
    const query = readQuery(request, NormsQuery);
    const form = readForm(request, query);
    const page = await listNorms(context, query, requirePrefix(callerOf(request), "norms"));
    return respondIn(form, {
      json: () => answer(page),
      rows: () => ({ rows: rowsOfObjects(NormSummary, page.norms) }),
      page: linkToNext(request, page.next),
    });
  },
};

export const getNorm: Endpoint = {
  id: "getNorm",
  summary: "One norm: its specification and its newest model",
  description:
    "What it was specified to be and what its first batch fixed, λ, coefficients with their standard errors, and how well it fits.",
  answers: { 200: Norm },
  isTagged: true,
  refusals: [404],
  mayBeTooMuch: true,
  async handle(request, context) {
    return answer(await readNorm(context, normName(request)));
  },
};

export const putNorm: Endpoint = {
  id: "specifyNorm",
  summary: "Specify a norm",
  description:
    "Creates it (201), or changes it (200): everything before its first batch; `lambda`, `continues`, `candidates`, `forget` and " +
    "`unseen_levels` at any time, and so `title`, `description`, `tags`, `target` and `unit`, which stay where they are left out.",
  body: SpecifyRequest,
  answers: { 200: Norm, 201: Norm },
  refusals: [409],
  async handle(request, context) {
    const { created, norm } = await specifyNorm(
      context,
      normName(request),
      await readBody(request, SpecifyRequest, SPECIFICATION_BYTES_MAX),
    );
    noteChange(request, { version: norm.version });
    return answer(norm, created ? 201 : 200);
  },
};

export const deleteNormRoute: Endpoint = {
  id: "deleteNorm",
  summary: "Delete a norm with every copy",
  description: "Its batches, versions and models go with it, and its name is free again.",
  answers: { 204: null },
  refusals: [404],
  async handle(request, context) {
    await deleteNorm(context, normName(request));
    return noContent();
  },
};

export const getHistory: Endpoint = {
  id: "getHistory",
  summary: "What happened to a norm and what it learned each time, oldest first",
  description:
    "A version each time: what made it, and the errors on the rows that came, before and after they were learned from.",
  query: VersionsQuery,
  answers: { 200: NormHistory },
  isPaged: true,
  isTagged: true,
  rows: "A row is a version; figures within figures have names with dots, such as `error.rmse`.",
  refusals: [404],
  // A thousand versions, each with all that is known of it.
  isLong: true,
  async handle(request, context) {
    const query = readQuery(request, VersionsQuery);
    const form = readForm(request, query);
    const { history, next, norm } = await readHistory(context, normName(request), query);
    return respondIn(form, {
      json: () => answer({ norm, history, next }),
      rows: () => ({ rows: rowsOfObjects(NormVersion, history), beside: { norm } }),
      page: linkToNext(request, next),
    });
  },
};

const BatchesQuery = orRows(PageQuery);

export const getBatches: Endpoint = {
  id: "listBatches",
  summary: "The batches that a norm rests on, oldest first",
  description: "Each with its rows and the version that it made. Batches that were forgotten are not among them.",
  query: BatchesQuery,
  answers: { 200: BatchList },
  isPaged: true,
  isTagged: true,
  rows: "A row is a batch.",
  refusals: [404],
  async handle(request, context) {
    const query = readQuery(request, BatchesQuery);
    const form = readForm(request, query);
    const { batches, next, norm } = await listBatches(context, normName(request), query);
    return respondIn(form, {
      json: () => answer({ norm, batches, next }),
      rows: () => ({ rows: rowsOfObjects(Batch, batches), beside: { norm } }),
      page: linkToNext(request, next),
    });
  },
};

export const getBatch: Endpoint = {
  id: "getBatch",
  summary: "One batch of a norm",
  description: "Its rows, when it came and the version that it made.",
  answers: { 200: Batch },
  isTagged: true,
  refusals: [404],
  async handle(request, context) {
    return answer(await readBatch(context, normName(request), batchName(request)));
  },
};

export const deleteBatch: Endpoint = {
  id: "forgetBatch",
  summary: "Forget one batch exactly, as if it had never been sent",
  description:
    "The norm goes on as its next version, and the batch's name is free again. What later batches took from the batch's last " +
    "rows stays in those batches, and so does the step that a first batch fixed, until the last batch is forgotten.",
  answers: { 200: ForgetAnswer },
  refusals: [404],
  mayBeTooMuch: true,
  async handle(request, context) {
    const forgotten = await forgetBatch(context, normName(request), batchName(request));
    noteChange(request, { batch: forgotten.batch, version: forgotten.version });
    return answer(forgotten);
  },
};

/** The norm that the path names. */
export function normName(request: IRequest): string {
  return readParam(request, "norm", NormName);
}

function batchName(request: IRequest): string {
  return readParam(request, "batch", BatchName);
}
