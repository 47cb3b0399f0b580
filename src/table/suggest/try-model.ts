// Whether a new model would learn from a table: what training does before anything is stored.
import type { Frame } from "../../platform/form/frame.ts";
import { readTimes, requireColumn } from "../../platform/form/frame-times.ts";
import { inTermsOf } from "../../platform/form/in-terms-of.ts";
import { isoDates } from "../../platform/form/iso-dates.ts";
import { type Column, leftColumns } from "../../platform/form/take-parts.ts";
import { parse } from "../../platform/schema/parse.ts";
import type { Times } from "../../platform/schema/time.ts";
import type { ColumnType } from "../../registry/schema/input.ts";
import { TrainModelRequest } from "../../registry/schema/model-request.ts";
import { planTraining } from "../../registry/train/prepare-training.ts";
import { type CodedTraining, dataOf, tableOf } from "../../registry/train/train-model.ts";
import { orRefusal } from "./or-refusal.ts";

export interface ModelParts {
  problem: "regression" | "classification";
  target: string;
  columns: string[];
  /** The column of times, by which folds are made. */
  t?: string | undefined;
  weight?: string | undefined;
  time_format?: string | undefined;
  timezone?: string | undefined;
  types?: Readonly<Record<string, ColumnType>> | undefined;
}

/** The first of these families that can learn from it; the refusal of the first where none can. */
const FAMILIES = ["Random Forest", "Ridge"] as const;

/** The name of a family that would learn from it; AppError where training would be refused. */
export async function tryModel(frame: Frame, parts: ModelParts): Promise<string> {
  const { problem, target, columns, t, weight, types } = parts;
  const at = (name: string, parameter: string) => frame.values[requireColumn(frame, name, parameter)] as Column;
  const isDate = (column: string) => (types?.[column] ?? "date") === "date";
  const times = t === undefined ? undefined : readTimes(frame, requireColumn(frame, t, "t"), parts);
  const isOfTimes = t !== undefined && columns.includes(t) && isDate(t);
  const { x } = leftColumns(frame, { columns }, []);
  const dated = isoDates(x, parts, (column) => isDate(column) && !(isOfTimes && column === t));
  const sent = {
    ...{ problem, h_tune: false, X: { ...dated, ...(times && isOfTimes && { [t]: someOf(times) }) } },
    ...{ y: at(target, "target"), ...(times && { t: times }) },
    ...(weight !== undefined && { sample_weight: at(weight, "weight") }),
    ...(types !== undefined && { types }),
  };
  return inTermsOf(frame, { X: undefined, y: target, sample_weight: weight, t }, async () => {
    const request = parse(TrainModelRequest, { ...sent, name: FAMILIES[0] });
    const { shape } = dataOf(tableOf(request, "train a model") as CodedTraining);
    const tried = await Promise.all(
      FAMILIES.map((name) => orRefusal(() => planTraining({ problem, name, hTune: false, given: {} }, shape))),
    );
    const found = tried.findIndex((each) => "done" in each);
    const [first] = tried;
    if (found < 0 && first !== undefined && "refused" in first) throw first.refused;
    return FAMILIES[found] as string;
  });
}

// Enough to have each month, weekday and hour.
const TIMES_LOOKED_AT = 500;

/** All are times, as is known by now: their parts are told from some, each standing for those after it. */
function someOf({ ms }: Times): string[] {
  const step = Math.ceil(ms.length / TIMES_LOOKED_AT);
  let text = "";
  return Array.from(ms, (at, row) => {
    if (row % step === 0) text = new Date(at).toISOString();
    return text;
  });
}
