// What GET /audit answers.
import * as v from "valibot";
import { described } from "../../platform/schema/described.ts";

export const AuditedChange = v.object({
  sequence: v.number(),
  at: v.string(),
  actor: described(v.string(), "The token's name; `API_TOKEN`, or `PUBLIC` where nobody was asked"),
  action: described(v.string(), "The call's `operationId`"),
  on: described(v.string(), "The path of what was changed; of sessions and visitors without their ids"),
  batch: v.nullable(v.string()),
  version: v.nullable(v.number()),
  count: described(v.nullable(v.number()), "How many sessions were stored or deleted"),
});
export type AuditedChange = v.InferOutput<typeof AuditedChange>;

export const AuditList = v.object({ changes: v.array(AuditedChange), next: v.nullable(v.number()) });
export type AuditList = v.InferOutput<typeof AuditList>;
