// All batches of a norm, as far as they matter for what a period was learned from.
import { answerOf, edgefit, useAnswer } from "../../../api.ts";
import type { Batch, Norm } from "../shapes.ts";

const BATCHES_A_PAGE = 1000;
// Rows that are kept were learned by the newest versions: older ones are not looked at.
const VERSIONS_MAX = 5000;

export function useBatches({ norm, version }: Norm) {
  return useAnswer(
    async (signal) => {
      const batches: Batch[] = [];
      for (let next: number | null = Math.max(0, version - VERSIONS_MAX); next !== null; ) {
        const params = { path: { norm }, query: { after: String(next), limit: String(BATCHES_A_PAGE) } as never };
        const page: { batches: Batch[]; next: number | null } = await answerOf(
          edgefit().GET("/norms/{norm}/batches", { params, signal }),
        );
        batches.push(...page.batches);
        next = page.next;
      }
      return batches;
    },
    [norm, version],
  );
}
