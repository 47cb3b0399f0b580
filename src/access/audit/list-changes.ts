import type { Context } from "../../platform/context/context.ts";
import { pageOf } from "../../platform/context/page.ts";
import { PAGE_LENGTH_MAX } from "../../platform/schema/limit.ts";
import type { AuditList } from "../schema/audit-answer.ts";
import type { AuditQuery } from "../schema/audit-query.ts";
import { pageOfChanges } from "../store/changes.ts";

/** One page of what was changed, newest first. */
export async function listChanges({ database }: Context, query: AuditQuery): Promise<AuditList> {
  const { after: before, limit = PAGE_LENGTH_MAX, actor, action, on: target } = query;
  const read = await pageOfChanges(database, { before, limit: limit + 1, actor, action, target });
  const { rows, next } = pageOf(read, limit, ({ sequence }) => sequence);
  const changes = rows.map(({ atMs, target: on, ...row }) => ({
    ...{ sequence: row.sequence, at: new Date(atMs).toISOString(), actor: row.actor, action: row.action, on },
    ...{ batch: row.batch, version: row.version, count: row.count },
  }));
  return { changes, next };
}
