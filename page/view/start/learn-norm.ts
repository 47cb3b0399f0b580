// From a file to a norm: specify, train (in batches of a year or month where the file has more than a year), choose by cross-validation.
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
  /** Of each year or month a batch; null of all one. */
  cutBy: "year" | "month" | null;
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
  const { norm, specification, isChosen, cutBy } = learning;
  const path = { norm };
  if (cutBy !== null) await trainInParts(learning, cutBy);
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

/** Each part is learned by itself, so that any of them can be forgotten, and compared with what was learned before it. */
async function trainInParts(
  { norm, file, found, told, specification: { columns, timezone } }: Learning,
  by: "year" | "month",
): Promise<void> {
  const { t, columns: values } = await dataOf(file, told);
  const y = values[found.target ?? ""] ?? [];
  for (const [part, rows] of partsOf(t ?? [], timezone ?? "UTC", by)) {
    const of = <Value>(list: readonly Value[]) => rows.map((row) => list[row] as Value);
    const x = Object.fromEntries(columns.map((column) => [column, of(values[column] ?? [])]));
    const body = { batch: part, t: of(t ?? []), x, y: of(y) };
    await answerOf(edgefit().POST("/norms/{norm}/train", { params: { path: { norm } }, body: body as never }));
  }
}

/** Rows that have a time, by the year ("2026") or month ("2026-01") that the clock of `timezone` showed. */
export function partsOf(t: readonly (string | null)[], timezone: string, by: "year" | "month"): Map<string, number[]> {
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone: timezone, dateStyle: "short" });
  const length = by === "year" ? "2026".length : "2026-01".length;
  // A day is of the part that it names, wherever it begins.
  const dayOf = (time: string) => (/^\d{4}-\d\d-\d\d$/.test(time) ? time : format.format(new Date(time)));
  return Map.groupBy(
    t.flatMap((time, row) => (time === null ? [] : row)),
    (row) => dayOf(t[row] as string).slice(0, length),
  );
}

/** Of visible ASCII, as headers are. */
function batchName(file: string): string {
  return file.replace(/[^\x21-\x7e]/g, "-").slice(0, 200);
}
