// Versions of a norm, as many pages as there are.
import { answerOf, edgefit } from "../../../api.ts";
import type { NormVersion } from "../shapes.ts";

const VERSIONS_A_PAGE = 100;

/** Those after a version, up to another one or to the last. */
export async function readVersions(
  norm: string,
  {
    after,
    until = Number.POSITIVE_INFINITY,
    isDrifted = false,
  }: { after: number; until?: number; isDrifted?: boolean },
  signal: AbortSignal,
): Promise<NormVersion[]> {
  const found: NormVersion[] = [];
  for (let next: number | null = after; next !== null && next < until; ) {
    const query = { after: String(next), limit: String(VERSIONS_A_PAGE), ...(isDrifted && { drifted: "true" }) };
    const params = { path: { norm }, query: query as never };
    const page: { history: NormVersion[]; next: number | null } = await answerOf(
      edgefit().GET("/norms/{norm}/history", { params, signal }),
    );
    found.push(...page.history);
    next = page.next;
  }
  return found.filter(({ version }) => version <= until);
}
