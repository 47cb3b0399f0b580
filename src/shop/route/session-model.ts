// The gender model: its training, its report, and what it says of a visit.

import type { Endpoint } from "../../platform/http/endpoint.ts";
import { readBody, readParam, readQuery } from "../../platform/http/read.ts";
import { answer } from "../../platform/http/respond.ts";
import { isAsync, PREFER } from "../../registry/route/prefer.ts";
import { sendTrained } from "../../registry/route/send-trained.ts";
import { Model, ModelCard, TrainingAccepted } from "../../registry/schema/model-answer.ts";
import type { RegistryContext } from "../../registry/train/model-owner.ts";
import { predictSentSession, predictStoredSession } from "../gender/predict-session.ts";
import { readSessionModel, readSessionReport } from "../gender/read-session-report.ts";
import { trainSessionModel } from "../gender/train-session-model.ts";
import { StoredSessionId, Visit } from "../schema/session.ts";
import { SessionPrediction, SessionReportAnswer } from "../schema/session-report.ts";
import { ExplainQuery, TrainSessionModelRequest } from "../schema/session-request.ts";

export const postModel: Endpoint<RegistryContext> = {
  id: "trainSessionModel",
  summary: "Train the gender model on the labelled sessions",
  description:
    "An ordinary model of the registry, and its next version where there is one already; of it only the newest version is kept, so that a " +
    "forgotten session is forgotten. It is ready with its report. Statuses as of POST /api/ml_models.",
  headers: PREFER,
  body: TrainSessionModelRequest,
  answers: { 201: Model, 202: TrainingAccepted },
  answerHeaders: { 202: ["Location"] },
  mayCollide: true,
  async handle(request, context) {
    const body = await readBody(request, TrainSessionModelRequest);
    return sendTrained(request, await trainSessionModel(context, body, isAsync(request)), 201);
  },
};

export const getModel: Endpoint = {
  id: "getSessionModel",
  summary: "Everything known of the gender model in use",
  description: "Its card: as GET /api/ml_models/{id}/card of the model that answers predictions of sessions.",
  answers: { 200: ModelCard },
  isTagged: true,
  refusals: [409],
  async handle(_, context) {
    return answer(await readSessionModel(context));
  },
};

export const getReport: Endpoint = {
  id: "getSessionReport",
  summary: "How good the gender model in use is",
  description: "Everything by cross-validation on whole blocks of sessions, so that no visitor is on both sides.",
  answers: { 200: SessionReportAnswer },
  isTagged: true,
  refusals: [409],
  isLong: true,
  async handle(_, context) {
    return answer(await readSessionReport(context));
  },
};

export const getPrediction: Endpoint = {
  id: "predictSession",
  summary: "The visitor's predicted gender, by the views of a stored session",
  description:
    "By the gender model that serves, from the views stored so far; views of categories that it does not know are passed over.",
  query: ExplainQuery,
  answers: { 200: SessionPrediction },
  refusals: [404, 409],
  mayBeTooMuch: true,
  async handle(request, context) {
    const { explain } = readQuery(request, ExplainQuery);
    const id = readParam(request, "session_id", StoredSessionId);
    return answer(await predictStoredSession(context, id, explain === "true"));
  },
};

export const postPrediction: Endpoint = {
  id: "predictVisit",
  summary: "The same for a visit that is not stored",
  description: "From the views in the body; nothing is stored.",
  query: ExplainQuery,
  body: Visit,
  answers: { 200: SessionPrediction },
  refusals: [409],
  isLong: false,
  // What is not stored is nobody's yet.
  isWithin: true,
  async handle(request, context) {
    const { explain } = readQuery(request, ExplainQuery);
    return answer(await predictSentSession(context, await readBody(request, Visit), explain === "true"));
  },
};
