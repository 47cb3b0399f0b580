// Rows that a model is asked about, as its family learned: by what is known of each column.
import type { Fault } from "../../error.ts";
import { FAULT_COUNT_MAX } from "../../platform/schema/limit.ts";
import { formatPath } from "../../platform/schema/parse.ts";
import { type Cell, type SentColumn, show } from "../../platform/schema/table.ts";
import { type Warning, warn } from "../../warning.ts";
import type { Input } from "../schema/input.ts";
import { type CodeOf, coder } from "./category.ts";
import { makeParts } from "./date-parts.ts";
import { numbersOf, timesOf } from "./read-column.ts";

/** A column's input, made ready to be asked many times. */
export type ReadyInput = Input & { codeOf?: CodeOf };

export function readyInputs(inputs: readonly Input[]): ReadyInput[] {
  return inputs.map((input) => (input.type === "category" ? { ...input, codeOf: coder(input.levels) } : input));
}

/** `sent`: the columns of X that the inputs name, in their order. Or everything that is wrong. */
export function codeAsked(
  inputs: readonly ReadyInput[],
  sent: readonly SentColumn[],
): { values: Float64Array[]; warnings: Warning[] } | { faults: Fault[] } {
  const faults: Fault[] = [];
  const warnings: Warning[] = [];
  const values = inputs.flatMap((input, j) => {
    const column = sent[j] as SentColumn;
    const fault = (message: string, row: number) => {
      if (faults.length <= FAULT_COUNT_MAX)
        faults.push({
          path: formatPath(["X", input.name, row]),
          message: `${message}; the column is of ${input.type}s`,
        });
      return faults.length <= FAULT_COUNT_MAX;
    };
    if (input.type === "number") return [numbersOf(column, fault)];
    const made =
      input.type === "date"
        ? makeParts(input, timesOf(column, fault).localMs)
        : [codesOf(column, input.codeOf ?? coder(input.levels))];
    warnings.push(...warningsOfUnseen(input, column, made));
    return made;
  });
  return faults.length > 0 ? { faults } : { values, warnings };
}

function codesOf(column: SentColumn, codeOf: CodeOf): Float64Array {
  const codes = new Float64Array(column.length);
  for (let row = 0; row < column.length; row++) codes[row] = codeOf(column[row] as Cell);
  return codes;
}

const LEVELS_TOLD = 3;

/** Of a column's levels, or of a date's parts. */
function warningsOfUnseen(
  input: Exclude<Input, { type: "number" }>,
  column: SentColumn,
  made: Float64Array[],
): Warning[] {
  const levelCounts =
    input.type === "category" ? [input.levels.length] : input.parts.map(({ levels }) => levels?.length ?? Infinity);
  return made.flatMap((codes, part) => {
    const unseen = new Set<Cell>();
    let rows = 0;
    for (let row = 0; row < codes.length; row++) {
      if (codes[row] !== levelCounts[part]) continue;
      rows++;
      unseen.add(column[row] as Cell);
    }
    if (rows === 0) return [];
    const named = [...unseen].slice(0, LEVELS_TOLD).map(show).join(", ");
    const more = unseen.size > LEVELS_TOLD ? ", …" : "";
    const what = input.type === "category" ? "levels" : `a ${input.parts[part]?.part}`;
    return [
      warn(
        "Unseen levels",
        `column ${input.name} has ${what} never seen in training (${named}${more}) in ${rows} ${rows === 1 ? "row" : "rows"}, taken as other.`,
      ),
    ];
  });
}
