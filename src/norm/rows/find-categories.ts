// Which columns of a first train are categories, where no specification says so: those of text, true and false. What may be a mistake is refused.

import type { Label, Table } from "../../engine/feature/table.ts";
import { show } from "../../engine/parameter/show.ts";
import { AppError, type Fault } from "../../error.ts";
import { formatPath } from "../../platform/schema/parse.ts";

/** Their names; AppError "invalid" for columns of which it cannot be told. */
export function findCategories({ columns, labels = new Map(), isNamed }: Table): string[] {
  const faults: Fault[] = [];
  const found = [...labels].map(([j, of]) => {
    const name = columns[j] as string;
    const doubt = doubtOf(of);
    if (doubt !== null) {
      const path = formatPath(isNamed ? ["x", name, doubt.row] : ["x", doubt.row, j]);
      faults.push({ path, message: `${doubt.message}, or name ${show(name)} in \`categories\` by PUT first` });
    }
    return name;
  });
  const [first] = faults;
  if (first !== undefined)
    throw new AppError("invalid", `Cannot use the request body: ${first.path}: ${first.message}`, faults);
  return found;
}

/** Numbers among text, and text that is all numbers, are rather numbers that went wrong. */
function doubtOf(labels: readonly Label[]): { row: number; message: string } | null {
  const row = labels.findIndex((label) => typeof label === "string" && !isNumber(label));
  const isMixed = labels.some((label) => typeof label === "number");
  if (isMixed) {
    const other = row < 0 ? labels.findIndex((label) => typeof label !== "number" && label !== null) : row;
    return { row: other, message: `${show(labels[other])} among numbers: send numbers and null for a missing value` };
  }
  const text = labels.findIndex((label) => typeof label === "string");
  if (text < 0 || row >= 0) return null;
  return { row: text, message: `${show(labels[text])} is a number sent as text: send numbers` };
}

function isNumber(text: string): boolean {
  return Number.isFinite(Number(text));
}
