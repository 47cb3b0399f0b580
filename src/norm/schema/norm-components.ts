// Schemas of norms that have a name in the document: the one that they have here.
import { SampleWeight } from "../../platform/schema/sample-weight.ts";
import { ColumnOfNumbers, NormTable } from "../../platform/schema/table.ts";
import { Times } from "../../platform/schema/time.ts";
import { LambdaPath, Selection, SelectionStep, WhatIfAnswer } from "./choice-answer.ts";
import { KeptSpan } from "./kept-answer.ts";
import {
  Batch,
  BatchList,
  Coefficients,
  Explanation,
  ForgetAnswer,
  Leverage,
  Norm,
  NormHistory,
  NormList,
  NormSummary,
  NormVersion,
  PredictAnswer,
  TrainAnswer,
} from "./norm-answer.ts";
import { CalendarFeature, DegreeDays, Knots, Rolling } from "./norm-feature.ts";
import { CrossValidation, Drift, Gate, NormError, NormFit, RowCounts } from "./norm-figure.ts";
import {
  KeptSavingsRequest,
  PredictRequest,
  SavingsRequest,
  SelectionRequest,
  TrainRequest,
  WhatIfRequest,
} from "./norm-request.ts";
import { NormSpecification } from "./norm-specification.ts";
import { BatchRows, KeptRows, SentRows } from "./rows-answer.ts";
import { SavingsAnswer } from "./savings-answer.ts";
import { SpecifyRequest } from "./specify-request.ts";

const sent = {
  CalendarFeature,
  ColumnOfNumbers,
  DegreeDays,
  KeptSavingsRequest,
  Knots,
  NormSpecification,
  NormTable,
  PredictRequest,
  Rolling,
  SampleWeight,
  SavingsRequest,
  SelectionRequest,
  SpecifyRequest,
  Times,
  TrainRequest,
  WhatIfRequest,
};

const answered = {
  Batch,
  BatchList,
  BatchRows,
  Coefficients,
  CrossValidation,
  Drift,
  Explanation,
  ForgetAnswer,
  Gate,
  KeptRows,
  KeptSpan,
  LambdaPath,
  Leverage,
  Norm,
  NormError,
  NormFit,
  NormHistory,
  NormList,
  NormSummary,
  NormVersion,
  PredictAnswer,
  RowCounts,
  SavingsAnswer,
  Selection,
  SelectionStep,
  SentRows,
  TrainAnswer,
  WhatIfAnswer,
};

export const normComponents = { ...sent, ...answered };
