// A version of a model made ready to be asked: from the isolate's memory, or from KV.

import type { UnitRange } from "../../engine/model/family.ts";
import { type DecidedRaw, decideRaw, joinDecided, rawWidth } from "../../engine/model/raw-responses.ts";
import type { Asked, Shape } from "../../engine/model/training-set.ts";
import { AppError, NotYet } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { inSlices } from "../../platform/context/in-slices.ts";
import { spend } from "../../platform/context/leave-if-long.ts";
import { loadOnce } from "../../platform/context/load-once.ts";
import { show } from "../../platform/schema/table.ts";
import { lookUp, remember } from "../../platform/store/cache.ts";
import { readyInputs } from "../feature/code-asked.ts";
import type { Label } from "../schema/labels.ts";
import { familyOf, MODEL_FORMATS, shapeOfHead } from "../schema/model-artifact.ts";
import { readHead, readPart, type StoredHead } from "../store/artifacts.ts";
import { HELD, HELD_BYTES_MAX, type HeldModel, LOADING_HELD } from "../store/model-cache.ts";

export type OpenModel = HeldModel;

// A byte of text from KV, parsed and laid out.
const LOAD_SECONDS = 4e-9;

/** To make a model ready to be asked, by the bytes that it has in memory. */
export function loadSeconds(bytes: number): number {
  return LOAD_SECONDS * bytes;
}

/** Refuses a version whose artifact this service cannot read. */
export async function openModel(context: Context, key: string, version: number): Promise<OpenModel> {
  const name = `${key}/v${version}`;
  return (
    lookUp(context.cache, HELD, name) ?? loadOnce(context, LOADING_HELD, name, () => loadVersion(context, key, version))
  );
}

async function loadVersion(context: Context, key: string, version: number): Promise<OpenModel> {
  const head = await requireHead(context, key, version);
  const family = familyOf(head);
  spend(context, loadSeconds(head.bytes), `to load a model of ${head.bytes} bytes`);
  const inputs = readyInputs(head.inputs ?? head.columns.map((name) => ({ name, type: "number" })));
  const isLarge = head.bytes > HELD_BYTES_MAX;
  const units: unknown[] = [];
  // Of a large one of many units any tells whether it answers gaps.
  for (const part of isLarge ? head.parts.slice(0, 1) : head.parts)
    units.push(...(await partOf(context, key, version, part)));
  const answersMissing = units.every((unit) => family.answersMissing?.(unit) ?? true);
  if (isLarge) return { head, inputs, answersMissing, held: null };
  const opened = { head, inputs, answersMissing, held: family.hold(context.kernel, units, head.classes?.length ?? 0) };
  remember(context.cache, HELD, `${key}/v${version}`, opened);
  return opened;
}

/** The head of a version; refuses one in a format that this service does not read. */
export async function requireHead(context: Context, key: string, version: number): Promise<StoredHead> {
  const head = await readHead(context.models, key, version);
  if (head === undefined) throw new NotYet(`The head of ${key} v${version}`);
  if (MODEL_FORMATS.includes(head.format)) return head;
  const formats = `${show(head.format)}; it reads ${MODEL_FORMATS.join(" and ")}`;
  const told = `version ${version} is stored in a format that this service does not read (${formats})`;
  throw new AppError("conflict", `Cannot read the model: ${told}; retrain it`);
}

/** What a model says of rows; 422 where that is no number. `columns` in the order of its own. */
export async function askModel(
  context: Context,
  { key, version, model }: { key: string; version: number; model: OpenModel },
  { columns, rowCount }: { columns: readonly Float64Array[]; rowCount: number },
): Promise<DecidedRaw> {
  const { head, held } = model;
  const family = familyOf(head);
  const classCount = head.classes?.length ?? 0;
  const { params } = head;
  const width = rawWidth(family, classCount, params);
  const rows = { rowCount, rowSeconds: secondsARow(head) };
  spend(context, rowCount * rows.rowSeconds, `a prediction of ${rowCount} rows`);
  const raw = new Float64Array(rowCount * width);
  const rawOf = ({ from, to }: UnitRange) => raw.subarray(from * width, to * width);
  const askSlices = (ask: (asked: Asked, onto: Float64Array) => Float64Array) =>
    inSlices(context, rows, (range) => {
      const onto = rawOf(range);
      onto.set(ask({ ...sliceOf(columns, range), classCount }, onto));
    });
  if (held !== null) await askSlices((asked) => held.respond(asked));
  else {
    for (const part of head.parts) {
      const units = await partOf(context, key, version, part);
      await askSlices((asked, onto) => family.respond(context.kernel, units, asked, onto));
    }
  }
  refuseOverflow(raw, width);
  const of = { classCount, unitCount: head.unit_count, calibration: head.calibration, params };
  return joinDecided(await inSlices(context, rows, (range) => decideRaw(family, rawOf(range), of)));
}

/** What a model takes to be asked about one row, in seconds. */
export function secondsARow(
  head: Pick<StoredHead, "name" | "params" | "columns" | "classes" | "bytes">,
  shape: Shape = shapeOfHead(head),
): number {
  const { params, bytes } = head;
  const family = familyOf(head);
  return (
    family.respondSeconds?.(shape, params, bytes) ??
    family.unitCount(params) * family.work(shape, params).respondSeconds
  );
}

function sliceOf(columns: readonly Float64Array[], { from, to }: UnitRange): Omit<Asked, "classCount"> {
  const isAll = from === 0 && to === columns[0]?.length;
  return { columns: isAll ? columns : columns.map((column) => column.subarray(from, to)), rowCount: to - from };
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

/** Units of a version, read from KV. */
export async function partOf(
  context: Context,
  key: string,
  version: number,
  part: StoredHead["parts"][number],
): Promise<unknown[]> {
  const units = await readPart(context.models, key, version, part);
  if (units === undefined) throw new NotYet(`Units ${part.from} of ${key} v${version}`);
  return units;
}
