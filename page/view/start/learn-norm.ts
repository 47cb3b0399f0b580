// From a file to a norm: specify, train (a batch a year where the file has more than one), choose by cross-validation.
import { answerOf, asIs, edgefit } from "../../api.ts";
import { type Described, dataOf, headersOf, type Told } from "../../part/description.ts";
import type { Specification } from "./learnable.ts";

export interface Learning {
  norm: string;
  file: File;
  found: Described;
  /** What the person has said of the file. */
  told: Told;
  specification: Specification;
  /** Of the target; empty where it is not known. */
  unit: string;
  /** Whether what does not help is to be left out. */
  isChosen: boolean;
  isByYear: boolean;
}

/** Of what is refused on the way nothing stays. */
export async function learnNorm(learning: Learning): Promise<void> {
  const { norm, found, specification, unit } = learning;
  const path = { norm };
  const body = { ...specification, ...(found.target !== null && { target: found.target }), ...(unit && { unit }) };
  const specified = edgefit().PUT("/norms/{norm}", { params: { path }, body: body as never });
  await answerOf(specified);
  const isNew = (await specified).response.status === 201;
  try {
    await learnFile(learning);
  } catch (error) {
    // What was refused is told, whatever becomes of this.
    if (isNew)
      await edgefit()
        .DELETE("/norms/{norm}", { params: { path } })
        .catch(() => undefined);
    throw error;
  }
}

async function learnFile(learning: Learning): Promise<void> {
  const { norm, specification, isChosen, isByYear } = learning;
  const path = { norm };
  if (isByYear) await trainByYear(learning);
  else await trainFile(learning);
  if (isChosen && specification.candidates.length > 0)
    await answerOf(edgefit().POST("/norms/{norm}/selection", { params: { path }, body: {} as never }));
}

/** As it is: the service reads it, however long it is. */
async function trainFile({ norm, file, found, specification: { columns } }: Learning): Promise<void> {
  const query = { ...found.suggestions.norm, columns };
  await answerOf(
    edgefit().POST("/norms/{norm}/train", {
      params: { path: { norm }, query: query as never },
      body: file as never,
      ...asIs,
      headers: { ...(await headersOf(file)), "idempotency-key": batchName(file.name) },
    }),
  );
}

/** Each year is learned by itself, so that any of them can be forgotten, and compared with what was learned before it. */
async function trainByYear({ norm, file, found, told, specification: { columns, timezone } }: Learning): Promise<void> {
  const { t, columns: values } = await dataOf(file, told);
  const y = values[found.target ?? ""] ?? [];
  for (const [year, rows] of yearsOf(t ?? [], timezone ?? "UTC")) {
    const of = <Value>(list: readonly Value[]) => rows.map((row) => list[row] as Value);
    const x = Object.fromEntries(columns.map((column) => [column, of(values[column] ?? [])]));
    const body = { batch: year, t: of(t ?? []), x, y: of(y) };
    await answerOf(edgefit().POST("/norms/{norm}/train", { params: { path: { norm } }, body: body as never }));
  }
}

/** Rows that have a time, by the year that the clock of `timezone` showed. */
export function yearsOf(t: readonly (string | null)[], timezone: string): Map<string, number[]> {
  const format = new Intl.DateTimeFormat("en-GB", { year: "numeric", timeZone: timezone });
  return Map.groupBy(
    t.flatMap((time, row) => (time === null ? [] : row)),
    (row) => yearOf(t[row] as string, format),
  );
}

/** A day is of the year that it names, wherever it begins. */
function yearOf(time: string, format: Intl.DateTimeFormat): string {
  return /^\d{4}-\d\d-\d\d$/.test(time) ? time.slice(0, 4) : format.format(new Date(time));
}

/** Of visible ASCII, as headers are. */
function batchName(file: string): string {
  return file.replace(/[^\x21-\x7e]/g, "-").slice(0, 200);
}
