// The calls on versions of a model, and on what they said of held-out rows: parse, call one use case, answer.
import type { Endpoint } from "../../platform/http/endpoint.ts";
import { readParam, readQuery } from "../../platform/http/read.ts";
import { answer } from "../../platform/http/respond.ts";
import { noteChange } from "../../platform/http/served.ts";
import { linkToNext } from "../../platform/http/tabular/respond-rows.ts";
import { ModelDecisions } from "../schema/decision/decision-answer.ts";
import { DecisionsQuery } from "../schema/decision/decision-query.ts";
import { Model, VersionList } from "../schema/model-answer.ts";
import { VersionNumber, VersionPageQuery } from "../schema/model-request.ts";
import { activateVersion } from "../serve/activate-version.ts";
import { readModelDecisions } from "../serve/read-decisions.ts";
import { listVersions } from "../serve/read-model.ts";
import { modelId } from "./model-id.ts";

export const getVersions: Endpoint = {
  id: "listVersions",
  summary: "Every training of a model, newest first",
  description: "Those too that failed or were cancelled, each with what it was given and how good it is.",
  query: VersionPageQuery,
  answers: { 200: VersionList },
  isPaged: true,
  isTagged: true,
  refusals: [404],
  async handle(request, context) {
    const page = await listVersions(context, modelId(request), readQuery(request, VersionPageQuery));
    return answer(page, 200, linkToNext(request, page.next));
  },
};

export const postActivate: Endpoint = {
  id: "activateVersion",
  summary: "Make another version serve: roll back, or forward",
  description: "From then on it answers; the others stay and can be activated again.",
  answers: { 200: Model },
  refusals: [404, 409],
  async handle(request, context) {
    const version = readParam(request, "version", VersionNumber);
    noteChange(request, { version });
    return answer(await activateVersion(context, modelId(request), version));
  },
};

export const getDecisions: Endpoint = {
  id: "getModelDecisions",
  summary: "What a version said of rows that it did not learn from, ready to be drawn",
  description:
    "Of classification ROC, precision against recall, calibration and confusion, of regression residuals: figures of all rows that were held out. " +
    "Beside them rows with what they are and what was said of them, a sample of many. 409 where a version keeps none: one that was uploaded, that " +
    "held out no row, or that was trained before there were any.",
  query: DecisionsQuery,
  answers: { 200: ModelDecisions },
  isTagged: true,
  refusals: [404, 409],
  async handle(request, context) {
    return answer(await readModelDecisions(context, modelId(request), readQuery(request, DecisionsQuery)));
  },
};
