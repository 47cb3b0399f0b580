// The models that can be trained, and those that were.
import { requirePrefix } from "../../platform/http/door.ts";
import type { Endpoint } from "../../platform/http/endpoint.ts";
import { readQuery } from "../../platform/http/read.ts";
import { answer } from "../../platform/http/respond.ts";
import { callerOf } from "../../platform/http/served.ts";
import { orRows, readForm } from "../../platform/http/tabular/form.ts";
import { linkToNext, respondIn } from "../../platform/http/tabular/respond-rows.ts";
import { rowsOfObjects } from "../../platform/http/tabular/rows.ts";
import { PAGE_LENGTH_MAX } from "../../platform/schema/limit.ts";
import { Model, ModelLists } from "../schema/model-answer.ts";
import { ModelPageQuery } from "../schema/model-request.ts";
import { listModels } from "../serve/read-model.ts";
import { trainableModels } from "./trainable-models.ts";

const ModelsQuery = orRows(ModelPageQuery);

export const getModels: Endpoint = {
  id: "listModels",
  summary: "An array of two: the models that can be trained, and those that were",
  description: `Oldest first unless \`order\` says otherwise, ${PAGE_LENGTH_MAX} of them unless \`limit\` says fewer; \`Link\` leads to those after them.`,
  query: ModelsQuery,
  answers: { 200: ModelLists },
  isPaged: true,
  isTagged: true,
  rows: "A row is a model that was trained.",
  // A thousand models, each with its score.
  isLong: true,
  isWithin: true,
  async handle(request, context) {
    const query = readQuery(request, ModelsQuery);
    const form = readForm(request, query);
    const { models, next } = await listModels(context, query, requirePrefix(callerOf(request), "models"));
    return respondIn(form, {
      json: () => answer([trainableModels(), models]),
      rows: () => ({ rows: rowsOfObjects(Model, models) }),
      page: linkToNext(request, next),
    });
  },
};
