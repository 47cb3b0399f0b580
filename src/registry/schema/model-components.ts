// Schemas of the registry that have a name in the document: the one that they have here.
import type * as v from "valibot";
import { families, PROBLEMS } from "../../engine/model/families.ts";
import { AboutRequest, Description, Tags, Target, Title, Unit } from "../../platform/schema/about.ts";
import { ModelTable } from "../../platform/schema/table.ts";
import { UnorderedTimes } from "../../platform/schema/time.ts";
import { boundedCopy } from "./bounded-copy.ts";
import {
  ComparedCandidate,
  ComparedFigures,
  Comparison,
  ComparisonList,
  ComparisonSummary,
  FoldDifference,
} from "./comparison/comparison-answer.ts";
import { CompareRequest } from "./comparison/comparison-request.ts";
import { Conformal } from "./conformal.ts";
import { InputSummary } from "./data-figure.ts";
import {
  CalibrationCurve,
  ModelDecisions,
  PrecisionRecallCurve,
  Residuals,
  RocCurve,
} from "./decision/decision-answer.ts";
import { PartialDependence } from "./dependence-answer.ts";
import { ModelExplanation } from "./explanation-answer.ts";
import { ClassLabels, Numbers } from "./labels.ts";
import {
  Metric,
  Model,
  ModelCard,
  ModelData,
  ModelLists,
  ModelOrigin,
  ModelPrediction,
  PredictionStarted,
  TaskProgress,
  TaskResult,
  TrainableModel,
  TrainingAccepted,
  TrainingVersion,
  VersionList,
} from "./model-answer.ts";
import { UploadRequest } from "./model-artifact.ts";
import { ClassificationFigures, GridCell, IntervalFigure, ModelScore, RegressionFigures } from "./model-figure.ts";
import {
  Groups,
  PredictModelRequest,
  partialParams,
  RetrainModelRequest,
  TrainModelRequest,
  Types,
} from "./model-request.ts";

const sent = {
  AboutRequest,
  ClassLabels,
  Conformal,
  CompareRequest,
  Description,
  FileOrigin: boundedCopy(ModelOrigin),
  FileScore: boundedCopy(ModelScore),
  Groups,
  ModelTable,
  Numbers,
  PredictModelRequest,
  RetrainModelRequest,
  Tags,
  Target,
  Title,
  TrainModelRequest,
  Types,
  Unit,
  UnorderedTimes,
  UploadRequest,
};

const answered = {
  CalibrationCurve,
  ClassificationFigures,
  ComparedCandidate,
  ComparedFigures,
  Comparison,
  ComparisonList,
  ComparisonSummary,
  FoldDifference,
  GridCell,
  InputSummary,
  IntervalFigure,
  Metric,
  Model,
  ModelCard,
  ModelData,
  ModelDecisions,
  ModelExplanation,
  ModelLists,
  ModelOrigin,
  ModelPrediction,
  ModelScore,
  PartialDependence,
  PrecisionRecallCurve,
  PredictionStarted,
  RegressionFigures,
  Residuals,
  RocCurve,
  TaskProgress,
  TaskResult,
  TrainableModel,
  TrainingAccepted,
  TrainingVersion,
  VersionList,
};

type Variant<Option> = { options: Option[] };

/** What a request may be, by problem and family. */
function optionsOf(request: { pipe: readonly unknown[] }): v.GenericSchema[][] {
  const [{ options }] = request.pipe as [Variant<Variant<v.GenericSchema>>];
  return options.map((ofProblem) => ofProblem.options);
}

/** `before` + `RandomForestClassification` + `after`, for each problem and family. */
function named(before: string, schemas: v.GenericSchema[][], after = ""): Record<string, v.GenericSchema> {
  const title = (text: string) => text.replace(/(?:^| )(\w)/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(
    PROBLEMS.flatMap((problem, i) =>
      families.map(({ name }, j) => [
        `${before}${title(name)}${title(problem)}${after}`,
        schemas[i]?.[j] as v.GenericSchema,
      ]),
    ),
  );
}

export const modelComponents = {
  ...sent,
  ...answered,
  ...named("Train", optionsOf(TrainModelRequest)),
  ...named("Retrain", optionsOf(RetrainModelRequest)),
  ...named("", partialParams, "Params"),
};
