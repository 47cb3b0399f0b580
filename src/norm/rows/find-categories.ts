// Which columns of a first train are categories, where no specification says so: those of text, true and false. What may be a mistake is refused.
import type { Label, Table } from "../../engine/feature/table.ts";
import { show } from "../../engine/parameter/show.ts";
import { AppError, type Fault } from "../../error.ts";
import { contentsOf } from "../../platform/schema/contents.ts";
import { findType } from "../../platform/schema/find-type.ts";
import { FAULT_COUNT_MAX } from "../../platform/schema/limit.ts";
import { numberFaults, type RowFault } from "../../platform/schema/number-fault.ts";
import { formatPath } from "../../platform/schema/parse.ts";

/** Their names; AppError "invalid" for columns of which it cannot be told. */
export function findCategories({ columns, labels = new Map(), isNamed }: Table): string[] {
  const faults: Fault[] = [];
  const found = [...labels].map(([j, of]) => {
    const name = columns[j] as string;
    for (const { row, message } of doubtsOf(of)) {
      const path = formatPath(isNamed ? ["x", name, row] : ["x", row, j]);
      faults.push({ path, message: `${message}; or name ${show(name)} in \`categories\` by PUT first` });
      if (faults.length > FAULT_COUNT_MAX) break;
    }
    return name;
  });
  const [first] = faults;
  if (first !== undefined)
    throw new AppError("invalid", `Cannot use the request body: ${first.path}: ${first.message}`, faults);
  return found;
}

/** Numbers among text, text that is all numbers or dates, and a few other values among those, are rather a mistake. */
function doubtsOf(labels: readonly Label[]): RowFault[] {
  if (labels.some((label) => typeof label === "number"))
    return numberFaults(labels).map(({ row }) => ({
      row,
      message: `${show(labels[row])} among numbers: send numbers and null for a missing value`,
    }));
  const type = findType(contentsOf(labels));
  if (type === "category") return [];
  if (type === "number") return numberFaults(labels);
  if (type === "date") {
    const row = labels.findIndex((label) => label !== null);
    return [{ row, message: `${show(labels[row])} is a date: one column is that of the times, others are left out` }];
  }
  if (type.others === "numbers") return numberFaults(labels, "; nearly all others are numbers");
  return labels.flatMap((label, row) =>
    type.are(label) ? [{ row, message: `${show(label)}, but nearly all other values are dates` }] : [],
  );
}
