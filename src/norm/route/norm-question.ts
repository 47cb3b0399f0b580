// What is asked of a norm beside predictions: savings, which features and why, which λ, what if.

import { isoTexts } from "../../engine/time/iso-texts.ts";
import type { Context } from "../../platform/context/context.ts";
import type { Endpoint } from "../../platform/http/endpoint.ts";
import { readBody } from "../../platform/http/read.ts";
import { answer } from "../../platform/http/respond.ts";
import { noteChange } from "../../platform/http/served.ts";
import { type Form, readForm, refuseZone } from "../../platform/http/tabular/form.ts";
import { respondIn } from "../../platform/http/tabular/respond-rows.ts";
import { askWhatIf } from "../answer/ask-what-if.ts";
import { countSavings, predictSaved, savingsOf } from "../answer/count-savings.ts";
import { toAnswers } from "../answer/predict-norm.ts";
import { readLambda } from "../answer/read-lambda.ts";
import { predictKept } from "../kept/predict-kept.ts";
import { readSelection, selectFeatures } from "../learn/select-features.ts";
import { LambdaPath, Selection, WhatIfAnswer } from "../schema/choice-answer.ts";
import { SavingsQuery } from "../schema/norm-query.ts";
import { AnySavingsRequest, type KeptSavingsRequest, SelectionRequest, WhatIfRequest } from "../schema/norm-request.ts";
import { SavingsAnswer } from "../schema/savings-answer.ts";
import { rowsAsSent, savingsAsSent } from "./as-sent.ts";
import { normName } from "./norm.ts";
import { tabulateSavings } from "./norm-rows.ts";
import { readRows } from "./read-rows.ts";

export const postSavings: Endpoint = {
  id: "countSavings",
  summary: "What was saved in a period, row by row and in total, and how sure that is",
  description:
    "Actual consumption against what the norm expects: of rows that are sent, or, with `from` and `to` in their place, of a period of those that are kept. Nothing is learned from it: train the norm on the time before only. The " +
    "uncertainty is ASHRAE Guideline 14's, with the effective number of rows n′.",
  query: SavingsQuery,
  body: AnySavingsRequest,
  tables: true,
  answers: { 200: SavingsAnswer },
  rows:
    "A row is a row of x: `t` where there were times, `actual`, `expected`, `lower`, `upper`, `saving`, `consumption` (over or under, of a row " +
    "out of its band), `extrapolated` and `is_far`. The totals are in the header Edgefit-Answer.",
  refusals: [404, 409],
  isLong: false,
  async handle(request, context) {
    const norm = normName(request);
    const call = { norm, query: SavingsQuery, schema: AnySavingsRequest, hasTarget: true };
    const { query, body, parts, inTerms } = await readRows(request, context, call);
    const form = readForm(request, query, parts !== null);
    if (!("x" in body)) return savingsOfKept(context, norm, body, { form, timezone: query.timezone });
    refuseZone(query, body.t !== undefined);
    const predicted = () => predictSaved(context, norm, body);
    return inTerms(() =>
      respondIn(form, {
        json: async () => answer(savingsAsSent(await countSavings(context, norm, body), parts)),
        rows: async () => rowsAsSent(tabulateSavings(body, await predicted(), query.timezone), parts),
      }),
    );
  },
};

/** Of a period of rows that are kept: they are told too. */
async function savingsOfKept(
  context: Context,
  norm: string,
  body: KeptSavingsRequest,
  { form, timezone }: { form: Form; timezone: string | undefined },
): Promise<Response> {
  const { sent, predicted } = await predictKept(context, norm, body);
  const { t = null, y } = sent;
  return respondIn(form, {
    json: () =>
      answer({
        ...savingsOf(sent, predicted),
        ...(t && { t: isoTexts(t.ms) }),
        actual: toAnswers(y),
      }),
    rows: () => tabulateSavings(sent, predicted, timezone),
  });
}

export const postSelection: Endpoint = {
  id: "selectFeatures",
  summary: "Choose among the candidates",
  description:
    "Forward selection by cross-validation from the stored factors: no data are sent again. The first set of candidates within one " +
    "standard error of the least error becomes the next version; the answer is the whole path.",
  body: SelectionRequest,
  answers: { 200: Selection },
  refusals: [404, 409],
  async handle(request, context) {
    const selection = await selectFeatures(context, normName(request), await readBody(request, SelectionRequest));
    noteChange(request, { version: selection.version });
    return answer(selection);
  },
};

export const getSelection: Endpoint = {
  id: "getSelection",
  summary: "The newest selection and its path",
  description: "As POST answered it: each step, what it chose and what it left out.",
  answers: { 200: Selection },
  isTagged: true,
  refusals: [404],
  async handle(request, context) {
    return answer(await readSelection(context, normName(request)));
  },
};

export const getLambda: Endpoint = {
  id: "getLambda",
  summary: 'Every λ that "auto" tries: its cross-validation error and its effective degrees of freedom',
  description: "From the stored factors; nothing is stored. It shows how much the choice of λ matters.",
  answers: { 200: LambdaPath },
  isTagged: true,
  refusals: [404],
  mayBeTooMuch: true,
  isLong: true,
  async handle(request, context) {
    return answer(await readLambda(context, normName(request)));
  },
};

export const postWhatIf: Endpoint = {
  id: "askWhatIf",
  summary: "What other features, another λ or other batches would give",
  description: "From the stored factors; nothing is stored.",
  body: WhatIfRequest,
  answers: { 200: WhatIfAnswer },
  refusals: [404],
  async handle(request, context) {
    return answer(await askWhatIf(context, normName(request), await readBody(request, WhatIfRequest)));
  },
};
