// Weights of rows, as norms and models take them.
import * as v from "valibot";
import { show } from "../../engine/parameter/show.ts";
import { toColumn } from "./column.ts";
import { ROW_COUNT_MAX, WEIGHT_MAX, WEIGHT_MIN } from "./limit.ts";
import { collector, handWritten } from "./table.ts";

const input = v.any();
handWritten.set(input, {
  type: "array",
  items: { type: "number", minimum: WEIGHT_MIN, maximum: WEIGHT_MAX },
  minItems: 1,
  maxItems: ROW_COUNT_MAX,
});

/** One number a row, each from 1e-6 to 1e6. */
export const RowWeights = v.pipe(
  input,
  v.rawTransform(({ dataset, addIssue, NEVER }): Float64Array => {
    const fault = collector(addIssue);
    const { values } = toColumn(dataset.value, fault.add);
    const isReadable = fault.count() === 0;
    for (let i = 0; i < values.length && isReadable; i++) {
      const weight = values[i] as number;
      if (weight >= WEIGHT_MIN && weight <= WEIGHT_MAX) continue;
      const told = Number.isNaN(weight) ? "null" : show(weight);
      const instead = weight === 0 ? "; a row that shall not count is left out" : "";
      if (!fault.add(`${told} is no weight from ${WEIGHT_MIN} to ${WEIGHT_MAX}${instead}`, i)) break;
    }
    return fault.count() > 0 ? NEVER : values;
  }),
);
