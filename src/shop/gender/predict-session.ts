// The gender of a visitor, by a visit that is stored or one that is sent.

import { AppError } from "../../error.ts";
import { answerByServing } from "../../platform/context/answer-by-serving.ts";
import type { Context } from "../../platform/context/context.ts";
import { recent } from "../../platform/store/cache.ts";
import { askModel, openModel } from "../../registry/serve/open-model.ts";
import { warn } from "../../warning.ts";
import { areOfSessions, sessionFeatures, type Session as Viewed } from "../feature/session.ts";
import { countKnownViews } from "../feature/session-vocabulary.ts";
import type { Visit } from "../schema/session.ts";
import type { SessionPrediction } from "../schema/session-report.ts";
import {
  findSessionModel,
  findSessionTask,
  SERVING_SESSIONS,
  SESSION_MODEL,
  type SessionModel,
} from "../store/session-models.ts";
import { findViews } from "../store/sessions.ts";
import { noSuchSession } from "../visit/read-session.ts";

/** Of a stored session. `isExplained`: lists what spoke for and against. */
export async function predictStoredSession(
  context: Context,
  id: string,
  isExplained: boolean,
): Promise<SessionPrediction> {
  const [model, session] = await Promise.all([requireSessionModel(context), findViews(context.database, id)]);
  if (session === undefined) throw noSuchSession(id);
  return predictVisit(context, model, { id, visit: session, isExplained });
}

/** Of a visit that is not stored. */
export async function predictSentSession(
  context: Context,
  sent: Visit,
  isExplained: boolean,
): Promise<SessionPrediction> {
  const { session_id: id, start, views } = sent;
  const visit = { startMs: start.localMs, views };
  return predictVisit(context, await requireSessionModel(context), { id, visit, isExplained });
}

async function requireSessionModel(context: Context): Promise<SessionModel> {
  const read = async () => (await findSessionModel(context.database)) ?? null;
  const model = await recent(context.cache, SESSION_MODEL, "", { nowMs: context.nowMs(), read });
  if (model !== null && areOfSessions(model.columns)) return model;
  throw await notTrained(context, "predict", model);
}

/** 409 with what to do. `model`: one of other features of a session, if there is one. */
export async function notTrained(context: Context, what: string, model: object | null = null): Promise<AppError> {
  const reason =
    model === null
      ? "no gender model is trained"
      : "the gender model was trained by an earlier version, on other features of a session";
  const taskId = await findSessionTask(context.database);
  const told =
    taskId === undefined
      ? `${reason}; POST /sessions stores labelled sessions, POST /sessions/model trains on them`
      : `the gender model is being trained; GET /results/${taskId} waits for it`;
  return new AppError("not_trained", `Cannot ${what}: ${told}`);
}

const NOTHING_KNOWN = warn(
  "Nothing known",
  "no view is of a category that the model knows; it goes by when the visit began.",
);

interface AskedVisit {
  id: string | null;
  visit: Viewed;
  isExplained: boolean;
}

async function predictVisit(context: Context, newest: SessionModel, asked: AskedVisit): Promise<SessionPrediction> {
  return answerByServing(context, SERVING_SESSIONS, newest.key, newest, (model) => predictBy(context, model, asked));
}

async function predictBy(
  context: Context,
  model: SessionModel,
  { id, visit, isExplained }: AskedVisit,
): Promise<SessionPrediction> {
  const { values } = sessionFeatures([visit], model.vocabulary);
  const [probability = 0] = await malesOf(context, model, values, 1);
  const isMale = probability >= model.threshold;
  const knownViews = countKnownViews(visit, model.vocabulary);
  return {
    session_id: id,
    gender: isMale ? "male" : "female",
    probability,
    probability_male: probability,
    probability_female: 1 - probability,
    threshold: model.threshold,
    known_views: knownViews,
    model: { id: model.id, version: model.version },
    warnings: knownViews === 0 ? [NOTHING_KNOWN] : [],
    ...(isExplained && { explanation: await explain(context, model, { values, probability, isMale }) }),
  };
}

/** The probability of male of each row. */
async function malesOf(
  context: Context,
  { key, version }: SessionModel,
  columns: Float64Array[],
  rowCount: number,
): Promise<Float64Array> {
  const model = await openModel(context, key, version);
  const { probability } = await askModel(context, { key, version, model }, { columns, rowCount });
  if (probability === null) throw await notTrained(context, "predict");
  return probability.filter((_, i) => i % 2 === 1);
}

const TOLD = 5;

/** Each feature in turn is given its median over the sessions that were learned from; what changes is what it said. */
async function explain(
  context: Context,
  model: SessionModel,
  { values, probability, isMale }: { values: Float64Array[]; probability: number; isMale: boolean },
) {
  const odd = model.columns.flatMap((feature, j) => (values[j]?.[0] === model.medians[j] ? [] : [{ feature, j }]));
  if (odd.length === 0) return { for: [], against: [] };
  const table = values.map(([value = 0], j) =>
    new Float64Array(odd.length)
      .fill(value)
      .map((own, row) => (odd[row]?.j === j ? (model.medians[j] as number) : own)),
  );
  const without = await malesOf(context, model, table, odd.length);
  const spoken = odd.map(({ feature, j }, row) => {
    const towardsMale = probability - (without[row] as number);
    return { feature, value: values[j]?.[0] as number, contribution: isMale ? towardsMale : -towardsMale };
  });
  const sorted = spoken
    .filter(({ contribution }) => contribution !== 0)
    .sort((a, b) => b.contribution - a.contribution);
  return {
    for: sorted.filter(({ contribution }) => contribution > 0).slice(0, TOLD),
    against: sorted
      .filter(({ contribution }) => contribution < 0)
      .toReversed()
      .slice(0, TOLD),
  };
}
