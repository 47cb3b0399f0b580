// Which version is the last before a period.
import { answerOf, edgefit, useAnswer } from "../../../api.ts";
import type { Batch, Norm } from "../shapes.ts";
import { aroundStart, type Period, versionBefore } from "./period.ts";

// Events between two batches that bring no rows.
const EVENTS_MAX = 100;

/** null where there is none. */
export function useVersionBefore({ norm, version }: Norm, batches: Batch[], period: Period | undefined, zone: string) {
  const around = period && aroundStart(batches, period, zone);
  return useAnswer(
    async (signal) => {
      if (around === undefined) return null;
      const { before, first } = around;
      if (first === before + 1) return before;
      const query = { after: String(before), limit: String(EVENTS_MAX) } as never;
      const call = edgefit().GET("/norms/{norm}/history", { params: { path: { norm }, query }, signal });
      return versionBefore(around, (await answerOf(call)).history);
    },
    [norm, version, around?.before, around?.first],
  );
}
