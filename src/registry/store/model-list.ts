// The models of a list, page by page.
import { and, asc, desc, eq, getTableColumns, gt, lt, sql } from "drizzle-orm";
import type { PageOrder } from "../../platform/schema/page.ts";
import { hasTag } from "../../platform/store/about-sql.ts";
import { beginsWith } from "../../platform/store/begins-with.ts";
import type { Database } from "../../platform/store/database.ts";
import type { ModelScore } from "../schema/model-figure.ts";
import { datasets, models, trainings } from "./model-tables.ts";
import { type ModelRow, speaking, type TrainingRow, underWay } from "./registry.ts";

/** What a list tells of a model: of what may be long, only how long it is. */
export interface ModelSummary {
  model: ModelRow;
  training: Pick<TrainingRow, "problem" | "name" | "hTune" | "params" | "status" | "warnings">;
  metric: ModelScore["metric"] | null;
  metricValue: number | null;
  rowCount: number | null;
  columnCount: number | null;
  taskId: string | null;
}

/** Which models of all are asked for. */
export interface ModelFilter {
  tag: string | undefined;
  problem: TrainingRow["problem"] | undefined;
  /** Of its family. */
  name: string | undefined;
  /** What titles begin with. */
  prefix: string;
}

/** One page of models, by the order in which they were made or against it. */
export async function pageOfModels(
  database: Database,
  { after, limit, order, ...filter }: ModelFilter & { after: number | undefined; limit: number; order: PageOrder },
): Promise<ModelSummary[]> {
  const { tag, prefix } = filter;
  const isNewest = order === "newest";
  const { problem, name, hTune, params, status, warnings, score } = getTableColumns(trainings);
  return database
    .select({
      model: getTableColumns(models),
      training: { problem, name, hTune, params, status, warnings },
      metric: sql<ModelScore["metric"] | null>`json_extract(${score}, '$.metric')`,
      metricValue: sql<number | null>`json_extract(${score}, '$.metric_value')`,
      rowCount: datasets.rowCount,
      columnCount: sql<
        number | null
      >`coalesce(json_array_length(${datasets.profile}, '$.inputs'), json_array_length(${datasets.columns}))`,
      taskId: underWay,
    })
    .from(models)
    .innerJoin(trainings, speaking)
    .leftJoin(datasets, eq(datasets.id, trainings.datasetId))
    .where(
      and(
        after === undefined ? undefined : (isNewest ? lt : gt)(models.id, after),
        filter.problem === undefined ? undefined : eq(problem, filter.problem),
        filter.name === undefined ? undefined : eq(name, filter.name),
        hasTag(models.about, tag),
        beginsWith(sql`${models.about} ->> '$.title'`, prefix),
      ),
    )
    .orderBy((isNewest ? desc : asc)(models.id))
    .limit(limit);
}
