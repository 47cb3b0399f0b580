// What rows weigh, one number each.
import * as v from "valibot";
import { WEIGHTS } from "../../engine/parameter/parameter.ts";
import { collector } from "./collector.ts";
import { ROW_COUNT_MAX } from "./limit.ts";
import { handWritten, show } from "./table.ts";

const weightsInput = v.any();
handWritten.set(weightsInput, {
  type: "array",
  items: { type: "number", minimum: WEIGHTS.least, maximum: WEIGHTS.most },
  minItems: 1,
  maxItems: ROW_COUNT_MAX,
  description: "What each row weighs in learning; 1 unless given. A row that is to weigh nothing is left out.",
});

export const SampleWeight = v.pipe(
  weightsInput,
  v.rawTransform(({ dataset, addIssue, NEVER }): Float64Array => {
    const fault = collector(addIssue);
    const values: unknown = dataset.value;
    if (!Array.isArray(values) && !(values instanceof Float64Array)) {
      fault.add(`${show(values)} is not an array of numbers`);
      return NEVER;
    }
    if (values.length > ROW_COUNT_MAX) {
      fault.add(`${values.length} rows are more than the ${ROW_COUNT_MAX} that are accepted`);
      return NEVER;
    }
    for (let row = 0; row < values.length; row++)
      if (!isWeight(values[row]) && !fault.add(noWeight(values[row]), row)) break;
    return fault.count() > 0 ? NEVER : Float64Array.from(values);
  }),
);

function isWeight(value: unknown): value is number {
  return typeof value === "number" && value >= WEIGHTS.least && value <= WEIGHTS.most;
}

function noWeight(value: unknown): string {
  const accepted = `a row weighs ${WEIGHTS.least} to ${WEIGHTS.most}`;
  if (value === 0) return `0 is no weight: leave the row out; ${accepted}`;
  const told = Number.isNaN(value) ? "a missing value" : show(value);
  return `${told} is no weight: ${accepted}`;
}
