// What a call is told of a file, so that it is read as the norm needs it.
import type { Described, Told } from "../../../part/description.ts";
import type { Norm } from "../shapes.ts";

/** The columns that a norm learns from and a file has not. */
export function missingColumns({ spec }: Norm, { columns }: Described): string[] {
  const found = new Set(columns.map(({ name }) => name));
  return (spec?.columns ?? []).filter((name) => !found.has(name));
}

/** The query of `train` and `savings`: what was found, and of the columns those that the norm knows, if it knows any. */
export function queryOf({ spec }: Norm, found: Described, told: Told): Record<string, unknown> {
  const { target, time } = found;
  const columns = spec?.columns ?? told.columns ?? found.suggestions.norm?.columns;
  const suggested = Object.fromEntries(
    ["time_format", "delimiter", "decimal", "weight", "duplicates"].flatMap((key) => {
      const value = found.suggestions.norm?.[key];
      return value === undefined ? [] : [[key, value]];
    }),
  );
  return {
    ...suggested,
    ...(target !== null && { target }),
    ...(time !== null && { time: time.column, ...(time.format !== null && { time_format: time.format }) }),
    ...(columns !== undefined && { columns }),
    ...(told.timezone !== undefined && time !== null && { timezone: told.timezone }),
  };
}

/** A name that the service takes, from the name of a file. */
export function batchName(file: string): string {
  const name = file
    .replace(/(\.(gz|csv|tsv|txt|json|ndjson|jsonl|parquet|arrow|arrows))+$/i, "")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^A-Za-z0-9._:+@=-]+/g, "-")
    .replace(/^[^A-Za-z0-9]+|-+$/g, "")
    .slice(0, 100);
  return name || "batch";
}
