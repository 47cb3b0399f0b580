// What other features, another λ or other batches would give, from the stored factors. Reads only.

import { features, featuresNamed } from "../../engine/feature/feature.ts";
import { EMPTY_TAIL } from "../../engine/feature/series.ts";
import { AppError, type Fault } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { show } from "../../platform/schema/table.ts";
import { describeModel, fitNorm } from "../basis/fit-norm.ts";
import { spendFit } from "../basis/fit-time.ts";
import { readBasis, readSome } from "../basis/read-basis.ts";
import { clockWarningsOfOne, instantOf } from "../rows/on-the-clock.ts";
import { noFeature } from "../schema/check-specification.ts";
import type { WhatIfAnswer } from "../schema/choice-answer.ts";
import type { WhatIfRequest } from "../schema/norm-request.ts";
import { findBatches } from "../store/batches.ts";
import type { Basis } from "../store/factors.ts";
import type { NormRow } from "../store/norms.ts";
import { requireNorm } from "./read-norm.ts";

export async function askWhatIf(context: Context, name: string, request: WhatIfRequest): Promise<WhatIfAnswer> {
  const norm = await requireNorm(context, name);
  spendFit(context, norm);
  const basis = await basisOf(context, norm, request);
  const chosen = request.features === undefined ? basis.chosen : chosenOf(norm, request.features);
  const lambda = request.lambda ?? norm.specification.lambda;
  const model = fitNorm(context.kernel, norm, { ...basis, chosen }, { tail: EMPTY_TAIL, lambda });
  const { until } = request;
  const told = typeof until === "object" ? clockWarningsOfOne(norm.specification, until) : [];
  return { norm: name, rows: model.rows, ...describeModel(norm, model), warnings: [...told, ...model.warnings] };
}

async function basisOf(context: Context, norm: NormRow, { batches, until }: WhatIfRequest): Promise<Basis> {
  if (batches !== undefined) await requireBatches(context, norm, batches);
  const isVersion = typeof until === "number";
  if (isVersion && until > norm.version) {
    const faults = [{ path: "until", message: `${until} is not there; the newest is ${norm.version}` }];
    throw new AppError(
      "not_found",
      `Cannot ask until version ${until} of norm "${norm.name}": it is not there`,
      faults,
    );
  }
  const upTo = isVersion ? until : norm.version;
  const basis = await readBasis(context, norm, upTo);
  if (batches === undefined && (until === undefined || isVersion)) return basis;
  const some = await readSome(context, norm, {
    upTo,
    endedUntilMs: until === undefined || isVersion ? null : instantOf(norm.specification, until, "until"),
    only: batches ?? null,
  });
  return { ...basis, ...some };
}

function chosenOf({ specification, inferred }: NormRow, names: string[]): number[] {
  const all = features(specification, inferred);
  const faults: Fault[] = [];
  const chosen = names.flatMap((name, i) => {
    const found = featuresNamed(name, all);
    if (found.length === 0) faults.push({ path: `features[${i}]`, message: noFeature(name, all) });
    return found;
  });
  refuse(faults);
  return [...new Set(chosen)].sort((a, b) => a - b);
}

async function requireBatches(context: Context, norm: NormRow, names: string[]): Promise<void> {
  const known = new Set(await findBatches(context.database, norm.id, names));
  const message = (name: string) => `no batch is named ${show(name)}; GET /norms/${norm.name}/batches lists them`;
  refuse(names.flatMap((name, i) => (known.has(name) ? [] : [{ path: `batches[${i}]`, message: message(name) }])));
}

function refuse(faults: Fault[]): void {
  const [first] = faults;
  if (first !== undefined) throw new AppError("invalid", `Cannot ask: ${first.path}: ${first.message}`, faults);
}
