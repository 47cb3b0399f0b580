// What the views of models share: what the service answers, by name, and the calls that several of them make.
import type { components } from "../../../clients/typescript/schema.js";
import { answerOf, edgefit } from "../../api.ts";

type Schemas = components["schemas"];
export type Model = Schemas["Model"];
export type Card = Schemas["ModelCard"];
export type Score = Schemas["ModelScore"];
export type Trainable = Schemas["TrainableModel"];
export type Comparison = Schemas["Comparison"];
export type Candidate = Schemas["ComparedCandidate"];
export type Decisions = Schemas["ModelDecisions"];
export type Prediction = Schemas["ModelPrediction"];
export type Label = string | number | boolean;

export type ProblemName = Model["problem"];

/** What people call it: its title, or else its family. */
export const nameOf = ({ id, title, name }: { id: number; title: string | null; name: string }) =>
  title ?? `${name} ${id}`;

/** What can be trained, and a page of what was. */
export async function askModels(
  query: {
    after?: string | undefined;
    limit?: number;
    tag?: string | undefined;
    problem?: string | undefined;
    name?: string | undefined;
    order?: string;
  },
  signal: AbortSignal,
) {
  const asked = edgefit().GET("/api/ml_models", { params: { query: query as never }, signal });
  const [trainable, models] = await answerOf<[Trainable[], Model[]]>(asked as never);
  const { response } = await asked;
  return { trainable, models, next: nextOf(response) };
}

export const askCard = (id: string, signal?: AbortSignal) =>
  answerOf<Card>(
    edgefit().GET("/api/ml_models/{id}/card", { params: { path: { id: id as never } }, ...(signal && { signal }) }),
  );

/** Of the next page; undefined on the last one. */
function nextOf(response: Response): string | undefined {
  const link = /<([^>]*)>; *rel="next"/.exec(response.headers.get("link") ?? "")?.[1];
  return link === undefined ? undefined : (new URLSearchParams(link.split("?")[1]).get("after") ?? undefined);
}
