// The call on the audit: parse, call one use case, answer.
import type { Endpoint } from "../../platform/http/endpoint.ts";
import { readQuery } from "../../platform/http/read.ts";
import { answer } from "../../platform/http/respond.ts";
import { orRows, readForm } from "../../platform/http/tabular/form.ts";
import { linkToNext, respondIn } from "../../platform/http/tabular/respond-rows.ts";
import { rowsOfObjects } from "../../platform/http/tabular/rows.ts";
import { AUDIT_DAYS } from "../../platform/schema/limit.ts";
import { listChanges } from "../audit/list-changes.ts";
import { AuditedChange, AuditList } from "../schema/audit-answer.ts";
import { AuditQuery } from "../schema/audit-query.ts";

const AuditAsked = orRows(AuditQuery);

export const getAudit: Endpoint = {
  id: "listAudit",
  summary: "Who changed what and when, newest first",
  description: `Each change that was answered as done, for ${AUDIT_DAYS} days. Single views of a visit are not told; of sessions and visitors no id is kept.`,
  query: AuditAsked,
  answers: { 200: AuditList },
  isPaged: true,
  rows: "A row is a change.",
  // Where few of many are asked for, all have to be looked at.
  isLong: true,
  async handle(request, context) {
    const query = readQuery(request, AuditAsked);
    const form = readForm(request, query);
    const page = await listChanges(context, query);
    return respondIn(form, {
      json: () => answer(page),
      rows: () => ({ rows: rowsOfObjects(AuditedChange, page.changes) }),
      page: linkToNext(request, page.next),
    });
  },
};
