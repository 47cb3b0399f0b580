import * as v from "valibot";
import { exactObject } from "../../engine/parameter/exact-object.ts";
import { show } from "../../engine/parameter/show.ts";
import { TOKEN_NAME_LENGTH_MAX } from "../../platform/schema/limit.ts";
import { PageLimit, WholeNumber } from "../../platform/schema/page.ts";

// Longer than any name that is looked for, and than the path of what has it.
const LENGTH_MAX = 2 * TOKEN_NAME_LENGTH_MAX;

const Named = (description: string) =>
  v.optional(
    v.pipe(
      v.string((issue) => `${show(issue.input)} is no text`),
      v.maxLength(LENGTH_MAX, (issue) => `${issue.input.length} characters; at most ${LENGTH_MAX}`),
      v.description(description),
    ),
  );

/** Which changes are asked for. */
export const AuditQuery = exactObject({
  after: v.optional(
    v.pipe(WholeNumber(1e12), v.description("Only changes before the one of this number: `next` of the page before.")),
  ),
  limit: PageLimit,
  actor: Named("Only what this token did; `API_TOKEN` is the administrator, `PUBLIC` whoever was not asked."),
  action: Named("Only calls of this `operationId`, such as `trainNorm`."),
  on: Named("Only what was done to this, such as `/norms/boiler` or `/api/ml_models/7`."),
});
export type AuditQuery = v.InferOutput<typeof AuditQuery>;
