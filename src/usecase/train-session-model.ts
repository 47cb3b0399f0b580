// The gender model: an ordinary model of the registry whose table is made of the labelled sessions.
import { AppError } from "../error.ts";
import { quantile } from "../feature/bend.ts";
import { blocksOf } from "../feature/block.ts";
import { type Session, sessionFeatures, type View } from "../feature/session.ts";
import { fitVocabulary, VOCABULARY_OPTIONS } from "../feature/session-vocabulary.ts";
import { heldOutRows } from "../model/fold-rows.ts";
import {
  DIFFERENT_VIEW_COUNT_MAX,
  LABELLED_VIEW_COUNT_MAX,
  ROW_COUNT_MAX,
  SESSION_CELL_COUNT_MAX,
} from "../schema/limit.ts";
import type { TrainSessionModelRequest } from "../schema/session-request.ts";
import type { Dataset } from "../store/datasets.ts";
import { findSessionModelKey } from "../store/session-models.ts";
import { readSessions, type SessionWithViews } from "../store/sessions.ts";
import type { Context } from "./context.ts";
import { describeData, type Order, planTraining } from "./prepare-training.ts";
import { reportWork } from "./report-sessions.ts";
import { paramsFor } from "./session-params.ts";
import { newKey, startTraining } from "./start-training.ts";
import { answerOf, type Trained } from "./train-model.ts";

// Each side of cross-validation needs both genders, in blocks of its own.
const SESSIONS_LEAST = 20;
// A turn that starts nothing means that another request made or deleted the gender model meanwhile.
const TURNS_MAX = 5;
// Five pages of 8 MB beside their views: as many sessions as are learned from.
const PAGE_SESSIONS = 20_000;
// Columns of a session that are no categories.
const COLUMNS_BESIDE = 12;

/** Trains on all labelled sessions, as the next version of the gender model where there is one. */
export async function trainSessionModel(
  context: Context,
  request: TrainSessionModelRequest,
  isAsync: boolean,
): Promise<Trained> {
  const labelled = await readLabelled(context);
  const { name } = request;
  const order: Order = { problem: "classification", name, hTune: request.h_tune, given: paramsFor(request) };
  const vocabulary = fitVocabulary(labelled.sessions, vocabularyOptions(labelled.sessions.length));
  const table = sessionFeatures(labelled.sessions, vocabulary);
  const blocks = blocksOf(
    labelled.sessions.map(({ startMs }) => startMs),
    labelled.visitors,
  );
  const observed = {
    columns: table.columns,
    values: table.values,
    target: Float64Array.from(labelled.genders, (gender) => Number(gender === "male")),
    classes: ["female", "male"],
    groups: blocks.of,
  };
  const data = describeData(observed);
  const lacking = data.shape.foldsLacking ?? oneGender(data.dataset, data.shape.foldCount);
  if (lacking !== null)
    throw tooFew(
      `its blocks cannot be held out: ${lacking}; sessions of several visitors, with their \`visitor\`, are needed`,
    );
  const planned = planTraining(order, data.shape, { values: table.values, after: reportWork });
  const warnings = [...planned.warnings, ...warningsOfBlocks(blocks.cutCount)];
  const medians = table.values.map((values) => quantile(values.toSorted(), 0.5));
  for (let turn = 0; turn < TURNS_MAX; turn++) {
    const existing = await findSessionModelKey(context.database);
    const started = await startTraining(context, {
      modelKey: existing ?? newKey(context),
      isNew: existing === undefined,
      order,
      ...planned,
      warnings,
      data: { ...data, sessions: { vocabulary, medians } },
      isAsync,
    });
    if (started !== undefined) return answerOf(context, started);
  }
  throw new AppError("conflict", "Cannot train: others make and delete the gender model meanwhile; send it again");
}

/** Why nothing can be said of what is held out. */
function oneGender({ target, folds }: Dataset, foldCount: number): string | null {
  const rows = heldOutRows({ of: folds, count: foldCount });
  return new Set(Array.from(rows, (row) => target[row])).size < 2 ? "those that can be are of one gender" : null;
}

function warningsOfBlocks(cutCount: number): string[] {
  if (cutCount === 0) return [];
  return [
    `Sessions without a visitor that stand in the order of time: ${cutCount}. They were cut into stretches of time, which may part the ` +
      "sessions of one visitor: send `visitor`, so that the score is of visitors who are new.",
  ];
}

interface Labelled {
  sessions: Session[];
  genders: string[];
  visitors: (string | null)[];
}

async function readLabelled(context: Context): Promise<Labelled> {
  const labelled: Labelled = { sessions: [], genders: [], visitors: [] };
  const different = new Map<string, View>();
  let viewCount = 0;
  for (let after = 0; ; ) {
    const page: SessionWithViews[] = await readSessions(context.database, {
      after,
      limit: PAGE_SESSIONS,
      labelled: true,
    });
    const last = page.at(-1);
    if (last === undefined) break;
    after = last.sequence;
    for (const { startMs, durationMs, views, gender, visitor } of page) {
      labelled.sessions.push({ startMs, durationMs, views: views.map((view) => onceOf(different, view)) });
      labelled.genders.push(gender as string);
      labelled.visitors.push(visitor);
      viewCount += views.length;
    }
    const found = [
      [labelled.sessions.length, ROW_COUNT_MAX, "sessions have a gender"],
      [viewCount, LABELLED_VIEW_COUNT_MAX, "views are of sessions that have a gender"],
      [different.size, DIFFERENT_VIEW_COUNT_MAX, "different views are of sessions that have a gender"],
    ] as const;
    for (const [count, most, what] of found)
      if (count > most) throw new AppError("too_large", `Cannot train: more than ${most} ${what}; delete the oldest`);
  }
  const males = labelled.genders.filter((gender) => gender === "male").length;
  const { length } = labelled.genders;
  if (length < SESSIONS_LEAST) throw tooFew(`${length} sessions have a gender; ${SESSIONS_LEAST} are needed`);
  if (males === 0 || males === length)
    throw tooFew(`all ${length} labelled sessions are ${males === 0 ? "female" : "male"}; both genders are needed`);
  return labelled;
}

/** The same view as before where it was seen before, so that its names are in memory once. */
function onceOf(different: Map<string, View>, view: View): View {
  const path = view.join("/");
  const known = different.get(path);
  if (known !== undefined) return known;
  different.set(path, view);
  return view;
}

/** As many categories as the table may have columns. */
function vocabularyOptions(sessionCount: number) {
  const columnCount = Math.floor(SESSION_CELL_COUNT_MAX / sessionCount) - COLUMNS_BESIDE;
  return { ...VOCABULARY_OPTIONS, columnCountMax: Math.min(VOCABULARY_OPTIONS.columnCountMax, columnCount) };
}

function tooFew(reason: string): AppError {
  return new AppError(
    "invalid",
    `Cannot train the gender model: ${reason}; POST /sessions stores sessions with their gender`,
  );
}
