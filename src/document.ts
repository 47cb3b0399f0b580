// What the document says beside the table of calls: what stands in paths, which schemas have names, and examples.
import { accessComponents } from "./access/schema/access-components.ts";
import { TokenName } from "./access/schema/token-request.ts";
import examples from "./examples.json" with { type: "json" };
import { normComponents } from "./norm/schema/norm-components.ts";
import { BatchName } from "./norm/schema/norm-request.ts";
import { NormName } from "./norm/schema/norm-specification.ts";
import type { DocumentParts } from "./platform/http/openapi/open-api.ts";
import { ProblemCodeName, ProblemMeaning, ProblemMeanings } from "./platform/http/problem/problem.ts";
import { ComparisonId } from "./registry/schema/comparison/comparison-request.ts";
import { modelComponents } from "./registry/schema/model-components.ts";
import { ModelId, TaskId, VersionNumber } from "./registry/schema/model-request.ts";
import { SessionId, VisitorId } from "./shop/schema/session.ts";
import { sessionComponents } from "./shop/schema/session-components.ts";
import { tableComponents } from "./table/schema/table-answer.ts";

export const documentParts: Omit<DocumentParts, "groups"> = {
  inPaths: {
    code: ProblemCodeName,
    norm: NormName,
    batch: BatchName,
    id: ModelId,
    model_id: ModelId,
    comparison: ComparisonId,
    task_id: TaskId,
    version: VersionNumber,
    session_id: SessionId,
    visitor: VisitorId,
    token: TokenName,
  },
  schemas: [
    { ProblemMeaning, ProblemMeanings },
    accessComponents,
    normComponents,
    modelComponents,
    sessionComponents,
    tableComponents,
  ],
  examples,
};
