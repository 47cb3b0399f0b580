// What is sent to train a model, to train it again, or to compare families: a file as it is, with what it holds in the query.
import { answerOf, asIs, edgefit } from "../../../api.ts";
import { headersOf } from "../../../part/description.ts";
import type { About } from "../about.tsx";
import type { Comparison, Model, ProblemName } from "../of-model.ts";

const LATER = { Prefer: "respond-async" };

export interface Training extends About {
  problem: ProblemName;
  name: string;
  isTuned: boolean;
  params: Record<string, unknown>;
}

export interface Comparing extends About {
  problem: ProblemName;
  /** Undefined: every family as it is. */
  candidates: { name: string; h_tune?: boolean }[] | undefined;
  metric: string | undefined;
  folds: number | undefined;
  isBestTrained: boolean;
}

/** A file, and what its columns are: the query that the service has suggested, as it was changed. */
export interface Sent {
  file: File;
  query: Record<string, unknown>;
}

/** A new model, or the next version of `model`; without a file of what is stored of it. */
export async function train(training: Training, sent: Sent | undefined, model: string | undefined): Promise<number> {
  const { problem, name, isTuned, params } = training;
  const hasParams = Object.keys(params).length > 0;
  if (sent === undefined && model !== undefined) {
    const body = { problem, name, h_tune: isTuned, ...(hasParams && { params }) };
    const path = { id: Number(model) };
    const call = edgefit().PUT("/api/ml_models/{id}", { params: { path }, body: body as never, headers: LATER });
    return (await answerOf<Model>(call as never)).id;
  }
  if (sent === undefined) throw new TypeError("neither a file nor a model");
  const query = {
    ...sent.query,
    ...aboutOf(training),
    ...{ problem, name, h_tune: String(isTuned) },
    ...(hasParams && { params: JSON.stringify(params) }),
  };
  const call =
    model === undefined
      ? edgefit().POST("/api/ml_models", await asFile(sent.file, { query: query as never }))
      : edgefit().PUT(
          "/api/ml_models/{id}",
          await asFile(sent.file, { path: { id: Number(model) }, query: query as never }),
        );
  return (await answerOf<Model>(call as never)).id;
}

export async function compare(comparing: Comparing, { file, query }: Sent): Promise<number> {
  const { problem, candidates, metric, folds, isBestTrained } = comparing;
  const asked = {
    ...query,
    problem,
    train_best: String(isBestTrained),
    ...(candidates !== undefined && { candidates: JSON.stringify(candidates) }),
    ...(metric !== undefined && { metric }),
    ...(folds !== undefined && { folds }),
    ...aboutOf(comparing),
  };
  const call = edgefit().POST("/api/comparisons", await asFile(file, { query: asked as never }));
  return (await answerOf<Comparison>(call as never)).id;
}

/** As it stands in a query; what is blank is left out. */
const aboutOf = ({ title, description, tags, unit }: About) => ({
  ...(title && { title }),
  ...(description && { description }),
  ...(tags && { tags: tags.split(/\s*,\s*/).join(",") }),
  ...(unit && { unit }),
});

async function asFile<Params>(file: File, params: Params) {
  return { params, body: file as never, ...asIs, headers: { ...LATER, ...(await headersOf(file)) } };
}
