// The gender model: an ordinary model of the registry whose table is made of the labelled sessions.

import { heldOutRows } from "../../engine/model/fold-rows.ts";
import { AppError } from "../../error.ts";
import type { Dataset } from "../../registry/store/datasets.ts";
import { describeData } from "../../registry/train/describe-data.ts";
import type { RegistryContext } from "../../registry/train/model-owner.ts";
import { type Order, planTraining } from "../../registry/train/prepare-training.ts";
import { newKey, startTraining } from "../../registry/train/start-training.ts";
import { answerOf, type StartedTraining } from "../../registry/train/train-model.ts";
import { type Warning, warn } from "../../warning.ts";
import { blocksOf, weightsOf } from "../feature/block.ts";
import { optionsFor, vocabularyOf } from "../feature/session-vocabulary.ts";
import type { TrainSessionModelRequest } from "../schema/session-request.ts";
import { findSessionModelKey, insertVocabulary, SHOP } from "../store/session-models.ts";
import { beginningsOf, putBeginnings } from "./beginnings.ts";
import { readLabelled, tooFew } from "./read-labelled.ts";
import { genderModelOwner } from "./report-sessions.ts";
import { paramsFor } from "./session-params.ts";
import { mediansOf, tabulateSessions } from "./tabulate-sessions.ts";
import { GENDERS } from "./try-variant.ts";

// Where another request has made or deleted the gender model meanwhile the next turn tries again.
const TURNS_MAX = 5;

/** Trains on all labelled sessions, as the next version of the gender model where there is one. */
export async function trainSessionModel(
  context: RegistryContext,
  request: TrainSessionModelRequest,
  isAsync: boolean,
): Promise<StartedTraining> {
  const labelled = await readLabelled(context);
  const { name } = request;
  const order: Order = { problem: "classification", name, hTune: request.h_tune, given: paramsFor(request) };
  const vocabulary = vocabularyOf(labelled.supports, optionsFor(labelled.sessions.length));
  const table = await tabulateSessions(context, labelled.sessions, vocabulary);
  const blocks = blocksOf(
    labelled.sessions.map(({ startMs }) => startMs),
    labelled.visitors,
  );
  const training = {
    columns: table.columns,
    values: table.values,
    weights: weightsOf(blocks),
    target: Float64Array.from(labelled.genders, (gender) => Number(gender === "male")),
    classes: GENDERS,
    groups: blocks.of,
    owner: SHOP,
  };
  const data = describeData(training);
  await context.sleep(0);
  const lacking = data.shape.foldsLacking ?? oneGender(data.dataset, data.shape.foldCount);
  if (lacking !== null)
    throw tooFew(
      `its blocks cannot be held out: ${lacking}; sessions of several visitors, with their \`visitor\`, are needed`,
    );
  const planned = planTraining(order, data.shape, { after: genderModelOwner.estimate });
  const warnings = [...planned.warnings, ...warningsOfBlocks(blocks.cutCount)];
  const medians = await mediansOf(context, table.values);
  for (let turn = 0; turn < TURNS_MAX; turn++) {
    const existing = await findSessionModelKey(context.database);
    const started = await startTraining(context, {
      modelKey: existing ?? newKey(context),
      isNew: existing === undefined,
      order,
      ...planned,
      warnings,
      data: {
        ...data,
        insertOwn: (database, id) => insertVocabulary(database, id, { vocabulary, medians }),
        putOwn: (store, key) => putBeginnings(store, key, beginningsOf(labelled.sessions, vocabulary)),
      },
      // Each page was a statement; with those of a whole training a request would have too many.
      isAsync: isAsync || labelled.pageCount > 1,
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

function warningsOfBlocks(cutCount: number): Warning[] {
  if (cutCount === 0) return [];
  return [
    warn(
      "Sessions without visitor",
      `${cutCount} stand in the order of time. They were cut into stretches of time, which may part the ` +
        "sessions of one visitor; send `visitor`, so that the score is of visitors who are new.",
    ),
  ];
}
