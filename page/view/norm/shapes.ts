// What the service says of norms, by the names of its document.
import type { components } from "../../../clients/typescript/schema.js";

type Schemas = components["schemas"];
export type Norm = Schemas["Norm"];
export type NormSummary = Schemas["NormSummary"];
export type NormSpecification = NonNullable<Norm["spec"]>;
export type Batch = Schemas["Batch"];
export type NormVersion = Schemas["NormVersion"];
export type WhatIf = Schemas["WhatIfAnswer"];
export type Selection = Schemas["Selection"];
export type LambdaPath = Schemas["LambdaPath"];
export type Savings = Schemas["SavingsAnswer"];
export type KeptRows = Schemas["KeptRows"];
export type Trained = Schemas["TrainAnswer"];
export type Explanation = NonNullable<Schemas["PredictAnswer"]["explanation"]>;
