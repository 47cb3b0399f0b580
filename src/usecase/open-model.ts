// A version of a model made ready to be asked: from the isolate's memory, or from KV.
import { AppError, NotYet } from "../error.ts";
import type { Decided } from "../model/training-set.ts";
import type { Label } from "../schema/labels.ts";
import { familyOf, MODEL_FORMAT } from "../schema/model-artifact.ts";
import { show } from "../schema/table.ts";
import { readHead, readPart, type StoredHead } from "../store/artifacts.ts";
import { HELD_BYTES_MAX, type HeldModel, lookUp, rememberHeld } from "../store/cache.ts";
import type { Context } from "./context.ts";
import { loadOnce } from "./load-once.ts";

export type OpenModel = HeldModel;

/** Refuses a version whose artifact this service cannot read. */
export async function openModel(context: Context, key: string, version: number): Promise<OpenModel> {
  const { held, loading } = context.cache;
  const name = `${key}/v${version}`;
  return lookUp(held, name) ?? loadOnce(context, loading.held, name, () => loadVersion(context, key, version));
}

async function loadVersion(context: Context, key: string, version: number): Promise<OpenModel> {
  const head = await requireHead(context, key, version);
  const family = familyOf(head.name);
  if (head.bytes > HELD_BYTES_MAX) return { head, held: null };
  const units: unknown[] = [];
  for (const part of head.parts) units.push(...(await partOf(context, key, version, part)));
  const opened = { head, held: family.hold(context.kernel, units, head.classes?.length ?? 0) };
  rememberHeld(context.cache, `${key}/v${version}`, opened);
  return opened;
}

/** The head of a version; refuses one in a format that this service does not read. */
export async function requireHead(context: Context, key: string, version: number): Promise<StoredHead> {
  const head = await readHead(context.models, key, version);
  if (head === undefined) throw new NotYet(`The head of ${key} v${version}`);
  if (head.format === MODEL_FORMAT) return head;
  const formats = `${show(head.format)}; it reads ${MODEL_FORMAT}`;
  const told = `version ${version} is stored in a format that this service does not read (${formats})`;
  throw new AppError("conflict", `Cannot read the model: ${told}; retrain it`);
}

/** What a model says of rows; 422 where that is no number. `columns` in the order of its own. */
export async function askModel(
  context: Context,
  { key, version, model }: { key: string; version: number; model: OpenModel },
  { columns, rowCount }: { columns: readonly Float64Array[]; rowCount: number },
): Promise<Decided> {
  const { head, held } = model;
  const family = familyOf(head.name);
  const classCount = head.classes?.length ?? 0;
  const asked = { columns, rowCount, classCount };
  let raw = held?.respond(asked);
  if (raw === undefined) {
    for (const part of head.parts)
      raw = family.respond(context.kernel, await partOf(context, key, version, part), asked, raw);
  }
  refuseOverflow(raw as Float64Array, family.width(classCount));
  return family.decide(raw as Float64Array, { classCount, unitCount: head.unit_count, calibration: head.calibration });
}

/**
 * A model that was uploaded may have coefficients of any size, and a polynomial kernel takes a row that lies far from all others to
 * any power.
 */
function refuseOverflow(raw: Float64Array, width: number): void {
  const at = raw.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  const path = `X[${Math.floor(at / width)}]`;
  const message = "with these values the model comes to a number that is too large; smaller ones are accepted";
  throw new AppError("invalid", `Cannot predict: ${path}: ${message}`, [{ path, message }]);
}

/** Predictions in the type that was trained on. */
export function labelsOf({ classes }: Pick<StoredHead, "classes">, target: Float64Array): Label[] {
  return Array.from(target, (value) => (classes === null ? value : (classes[value] as Label)));
}

async function partOf(
  context: Context,
  key: string,
  version: number,
  part: StoredHead["parts"][number],
): Promise<unknown[]> {
  const units = await readPart(context.models, key, version, part);
  if (units === undefined) throw new NotYet(`Units ${part.from} of ${key} v${version}`);
  return units;
}
