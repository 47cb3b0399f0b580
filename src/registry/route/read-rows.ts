// The rows that a model is sent: the body as it is in JSON, or made of a table by what the query says of it.
import type { IRequest } from "itty-router";
import type * as v from "valibot";
import type { Context } from "../../platform/context/context.ts";
import type { Frame } from "../../platform/form/frame.ts";
import { readTimes, requireColumn } from "../../platform/form/frame-times.ts";
import { inTermsOf } from "../../platform/form/in-terms-of.ts";
import { isoDates } from "../../platform/form/iso-dates.ts";
import { withRecords } from "../../platform/form/records.ts";
import { refuseNamed } from "../../platform/form/table-query.ts";
import { type Column, leftColumns, targetOf } from "../../platform/form/take-parts.ts";
import { readSentBody, readTableQuery, tableOf } from "../../platform/http/read-table.ts";
import { MODEL_BODY_BYTES_MAX } from "../../platform/schema/limit.ts";
import { parse } from "../../platform/schema/parse.ts";
import type { Warning } from "../../warning.ts";
import type { CompareQuery, PredictModelQuery, TrainModelQuery } from "../schema/model-query.ts";

type Query = Partial<PredictModelQuery & TrainModelQuery & CompareQuery>;

export interface SentRows<Query, Body> {
  query: Query;
  body: Body;
  isTable: boolean;
  yColumn: string | undefined;
  /** What to know of the table. */
  warnings: Warning[];
  /** Does something with the body: its faults are told in the terms of the table. */
  inTerms<T>(act: () => Promise<T>): Promise<T>;
}

export async function readRows<Asked extends Query, Body>(
  request: IRequest,
  context: Context,
  call: { query: v.GenericSchema<unknown, Asked>; schema: v.GenericSchema<unknown, Body>; hasTarget: boolean },
): Promise<SentRows<Asked, Body>> {
  const { schema, hasTarget } = call;
  const body = await readSentBody(request, MODEL_BODY_BYTES_MAX);
  const query = readTableQuery(request, body, call.query);
  // What is a category is a name: as a number 007 would be 7, and long ones would be rounded.
  const isText = (column: string) => typesOf(query)[column] === "category";
  const sent = await tableOf(body, context.kernel, { isWanted: () => true, csv: query, isText });
  if ("value" in sent) {
    refuseNamed(query);
    return {
      query,
      body: parse(schema, withRecords(sent.value, "X")),
      isTable: false,
      yColumn: undefined,
      warnings: [],
      inTerms: (act) => act(),
    };
  }
  const { frame } = sent;
  const { body: made, warnings } = bodyOf(frame, query, hasTarget);
  const { target, groups, weight, t } = query;
  const names = { X: undefined, y: target ?? "y", groups, sample_weight: weight, t };
  return {
    query,
    body: await inTermsOf(frame, names, () => parse(schema, made)),
    isTable: true,
    yColumn: target,
    warnings,
    inTerms: (act) => inTermsOf(frame, names, act),
  };
}

function bodyOf(
  frame: Frame,
  query: Query,
  hasTarget: boolean,
): { body: Record<string, unknown>; warnings: Warning[] } {
  const { problem, name, h_tune, params, types, groups, weight, t, title, description, tags, unit, interval } = query;
  const { candidates, metric, folds, train_best } = query;
  const column = (named: string | undefined, parameter: string) =>
    named === undefined ? undefined : requireColumn(frame, named, parameter);
  const own = { groups: column(groups, "groups"), sample_weight: column(weight, "weight"), t: column(t, "t") };
  const y = hasTarget ? targetOf(frame, query) : undefined;
  const { x, warnings } = leftColumns(frame, query, [y, ...Object.values(own)]);
  const isDate = (column: string) => (typesOf(query)[column] ?? "date") === "date";
  const X = isoDates(x, query, isDate);
  const part = (at: number | undefined) => (at === undefined ? undefined : inJson(frame.values[at] as Column));
  const all = {
    ...{ problem, name, h_tune, params, types, title, description, tags, unit, interval, X, y: part(y) },
    ...{ candidates, metric, folds, train_best },
    ...{ groups: part(own.groups), sample_weight: part(own.sample_weight) },
    t: own.t === undefined ? undefined : readTimes(frame, own.t, query),
  };
  return { body: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)), warnings };
}

/** By column, where it is said; what else it may be is checked with the body. */
function typesOf({ types }: Query): Record<string, unknown> {
  return typeof types === "object" && types !== null ? (types as Record<string, unknown>) : {};
}

/** As it would have come in JSON. */
function inJson(column: Column): unknown[] {
  return column instanceof Float64Array ? Array.from(column, (value) => (Number.isNaN(value) ? null : value)) : column;
}
