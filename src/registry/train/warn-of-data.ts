// What to know of a table before learning from it: nothing of it is refused, and none of it shows in a score.

import { isConstant, meanAndDeviation } from "../../engine/math/mean-and-deviation.ts";
import { countDifferent } from "../../engine/time/fold.ts";
import { show } from "../../platform/schema/table.ts";
import { type Warning, warn } from "../../warning.ts";
import { looksAlike } from "../schema/labels.ts";
import type { TrainingTable } from "./describe-data.ts";

/** Names told in one warning. */
const NAMES_TOLD = 5;

export function warningsOfData(observed: TrainingTable): Warning[] {
  return [...constantWarnings(observed), ...repeatWarnings(observed), ...nameWarnings(observed)];
}

function constantWarnings({ columns, values, target, classes }: TrainingTable): Warning[] {
  const measured = values.map((column) => meanAndDeviation(column));
  const constant = columns.filter((_, j) => measured[j]?.std === 0);
  const nearly = columns.filter((_, j) => {
    const { mean, std } = measured[j] as { mean: number; std: number };
    return std > 0 && isConstant(std, Math.abs(mean));
  });
  const y = classes === null && target.length > 1 && meanAndDeviation(target);
  return [
    ...(y && isConstant(y.std, Math.abs(y.mean))
      ? [warn("Constant y", "it is the same in every row; there is nothing to learn.")]
      : []),
    ...(constant.length > 0 && target.length > 1 ? [warn("Constant", `${named(constant)}; of no effect.`)] : []),
    ...(nearly.length > 0
      ? [
          warn(
            "Nearly constant",
            `${named(nearly)}, in the first 12 digits, so of no effect but on a forest; send what is left without them.`,
          ),
        ]
      : []),
  ];
}

// Rows that are copies are a good part of all; and where rows tell themselves apart by a column, they are no chance.
const REPEATED_LEAST = 1 / 10;
const DIFFERENT_LEAST = 1 / 4;
const TOLD_APART_LEAST = 1 / 2;

function repeatWarnings({ values, target, groups, timesMs }: TrainingTable): Warning[] {
  if (groups || timesMs) return [];
  const rows = target.length;
  const different = countDifferent([...values, target]);
  const repeated = rows - different;
  if (repeated < REPEATED_LEAST * rows || different < DIFFERENT_LEAST * rows) return [];
  if (!values.some((column) => new Set(column).size >= TOLD_APART_LEAST * different)) return [];
  return [
    warn(
      "Repeated rows",
      `${repeated} of ${rows} rows repeat another in all columns and y. Where they are copies the score is of rows that were learned ` +
        "from; leave them out, or send `groups` that hold them together.",
    ),
  ];
}

/** Of classes that people would take for one. */
function nameWarnings({ classes }: TrainingTable): Warning[] {
  const told = looksAlike(classes ?? []).map((labels) => labels.map(show).join(" and "));
  if (told.length === 0) return [];
  return [warn("Classes alike", `they differ by case, spaces or the coding of letters alone: ${named(told)}.`)];
}

function named(names: readonly string[]): string {
  const more = names.length > NAMES_TOLD ? ` and ${names.length - NAMES_TOLD} more` : "";
  return `${names.slice(0, NAMES_TOLD).join(", ")}${more}`;
}
