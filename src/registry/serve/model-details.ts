import type { ModelScore } from "../schema/model-figure.ts";
import type { RegisteredModel } from "../store/registry.ts";

/** What the training of a version learned from and came to. */
export function detailsOf({ training, dataset }: RegisteredModel) {
  const columns = dataset?.columns ?? [];
  const { cv = null, hasDependence: _, hasDecisions: __, ...score } = training.score ?? {};
  const importance = Object.entries(training.importance ?? {}).map(([measure, values]) => [
    measure,
    Object.fromEntries(columns.map((name, j) => [name, values[j] as number])),
  ]);
  return {
    data: dataset && {
      rows: dataset.rowCount,
      columns: dataset.profile?.inputs.map(({ column }) => column) ?? columns,
      missing_values: dataset.missingCount,
      inputs: dataset.profile?.inputs ?? null,
      might_be_categories: dataset.profile?.mightBeCategories ?? [],
      is_weighted: dataset.profile?.isWeighted ?? false,
      classes: dataset.classes?.map((label, k) => ({ label, rows: dataset.classCounts?.[k] ?? 0 })) ?? null,
      folds: { count: dataset.foldCount, by: dataset.foldsBy, lacking: dataset.foldsLacking },
    },
    score: training.score && (score as ModelScore),
    cv: training.score?.method === "cross_validation" ? (score as ModelScore) : cv,
    grid: training.grid ?? null,
    importance: Object.fromEntries(importance),
  };
}
