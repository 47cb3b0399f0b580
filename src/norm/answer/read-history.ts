import type { Context } from "../../platform/context/context.ts";
import { pageOf } from "../../platform/context/page.ts";
import { PAGE_LENGTH_MAX } from "../../platform/schema/limit.ts";
import type { NormHistory } from "../schema/norm-answer.ts";
import type { HistoryQuery } from "../schema/norm-request.ts";
import { pageOfVersions } from "../store/versions.ts";
import { rowCounts } from "./list-batches.ts";
import { requireNorm } from "./read-norm.ts";

/** One page of what happened to a norm and what it learned each time, oldest first. */
export async function readHistory(context: Context, name: string, page: HistoryQuery): Promise<NormHistory> {
  const { after = 0, limit = PAGE_LENGTH_MAX } = page;
  const norm = await requireNorm(context, name);
  const drifted = page.drifted === undefined ? undefined : page.drifted === "true";
  const read = await pageOfVersions(context.database, norm.id, { after, limit: limit + 1, drifted });
  const { rows, next } = pageOf(read, limit, ({ version }) => version);
  const history = rows.map((row) => ({
    version: row.version,
    event: row.kind,
    time: new Date(row.createdAtMs).toISOString(),
    batch: row.batch,
    rows: row.kind === "train" ? rowCounts(row) : null,
    error: row.error,
    error_before: row.errorBefore,
    drift: row.drift,
    lambda: row.lambda,
    cv: row.cv,
  }));
  return { norm: name, history, next };
}
