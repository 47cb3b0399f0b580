// What the first page of a norm asks the service, each question once and side by side.
import { useEffect, useState } from "preact/hooks";
import { answerOf, edgefit, useAnswer } from "../../../api.ts";
import { type Shown, toShown } from "../fold/shown.ts";
import type { KeptRows, Savings, WhatIf } from "../shapes.ts";
import type { Sight } from "./sight.ts";

/** Rows as they were answered, and as numbers. */
export interface Rows {
  /** The window that was asked for. */
  from: number | undefined;
  to: number | undefined;
  told: KeptRows;
  shown: Shown;
}

/** As many as can be told apart side by side; the service takes means where there are more rows. */
export const POINTS = 1000;
/** The most that the service answers: more than a year of quarter hours. */
const POINTS_MAX = 50_000;
const SETTLE_MS = 250;

/** Some batches, oldest first, and whether there are more. */
export function useBatches(norm: string) {
  return useAnswer(
    (signal) => answerOf(edgefit().GET("/norms/{norm}/batches", { params: { path: { norm } }, signal })),
    [norm],
  );
}

/** A few points of all that is kept. */
export function useCoarse(sight: Sight, columns: string[], isWanted: boolean) {
  const { norm, level, version } = sight;
  return useAnswer(
    async (signal) =>
      isWanted ? readRows({ ...sight, from: undefined, to: undefined }, { points: POINTS, columns }, signal) : null,
    [norm, level, version, columns.join(), isWanted],
  );
}

/** A few points of the window; null where all is seen. */
export function useFine(sight: Sight, columns: string[]) {
  const { norm, level, version, from, to } = useSettled(sight);
  return useAnswer(
    async (signal) =>
      from === undefined && to === undefined
        ? null
        : readRows({ norm, level, version, from, to }, { points: POINTS, columns }, signal),
    [norm, level, version, from, to, columns.join()],
  );
}

/** All rows of a window of which means are known, as long as they are not too many; null where it is all rows already. */
export function useAll({ norm, level, version }: Sight, of: Rows | null | undefined) {
  const isMeans = of?.told.band === "means";
  const { from, to } = of ?? {};
  return useAnswer(
    async (signal) =>
      isMeans ? readRows({ norm, level, version, from, to }, { points: POINTS_MAX, columns: [] }, signal) : null,
    [norm, level, version, from, to, isMeans],
  );
}

export async function readRows(
  { norm, level, version, from, to }: Sight,
  { points, columns }: { points: number; columns: string[] },
  signal: AbortSignal,
): Promise<Rows> {
  const time = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms).toISOString());
  const query = {
    points: String(points),
    level: String(level),
    version: version === undefined ? undefined : String(version),
    from: time(from),
    to: time(to),
    columns: columns.length > 0 ? columns.join() : undefined,
  };
  const told = (await answerOf(
    edgefit().GET("/norms/{norm}/rows", { params: { path: { norm }, query: query as never }, signal }),
  )) as KeptRows;
  return { from, to, told, shown: toShown(told) };
}

/** What was saved from one time on, with its ±; null unless `isWanted`. */
export function useSaved(sight: Sight, isWanted: boolean) {
  const { norm, level, version, from, to } = useSettled(sight);
  return useAnswer(
    async (signal) => {
      if (!isWanted || from === undefined) return null;
      const body = {
        from: new Date(from).toISOString(),
        ...(to !== undefined && { to: new Date(to).toISOString() }),
        ...(version !== undefined && { version }),
        level,
      };
      const asked = edgefit().POST("/norms/{norm}/savings", {
        params: { path: { norm } },
        body: body as never,
        signal,
      });
      return (await answerOf(asked)) as Savings;
    },
    [norm, level, version, from, to, isWanted],
  );
}

/** What the norm was as of a version: its figures and coefficients; null for the newest. */
export function useAsOf({ norm, version }: Sight) {
  return useAnswer(
    async (signal) =>
      version === undefined
        ? null
        : ((await answerOf(
            edgefit().POST("/norms/{norm}/what-if", { params: { path: { norm } }, body: { until: version }, signal }),
          )) as WhatIf),
    [norm, version],
  );
}

/** What is looked at, once it has not changed for a moment. */
function useSettled(sight: Sight): Sight {
  const [settled, settle] = useState(sight);
  const { norm, from, to, level, version } = sight;
  useEffect(() => {
    const timer = setTimeout(() => settle(sight), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [norm, from, to, level, version]);
  return settled;
}
