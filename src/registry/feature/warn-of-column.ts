// What to know of a column before learning from it: nothing of it is refused.
import { showNames } from "../../engine/parameter/show.ts";
import { type SentColumn, show } from "../../platform/schema/table.ts";
import { type Warning, warn } from "../../warning.ts";
import type { Level } from "../schema/input.ts";
import { looksAlike } from "../schema/labels.ts";

interface Seen {
  name: string;
  column: SentColumn;
  /** As they are read, NaN for what is missing. */
  values: Float64Array;
  levels?: readonly Level[];
  /** Of dates. */
  offsetCount?: number;
}

/** Names every row, rather than telling something of it. */
const NAMED_ROWS_LEAST = 10;

export function warningsOfColumn({ name, column, values, levels, offsetCount = 0 }: Seen): Warning[] {
  let present = 0;
  for (const value of values) if (!Number.isNaN(value)) present++;
  if (present === 0)
    return [warn("Empty column", `column ${name} has no value at all; nothing can be learned from it.`)];
  const warnings: Warning[] = [];
  if (offsetCount > 0 && offsetCount < present)
    warnings.push(
      warn(
        "Mixed offsets",
        `of column ${name} ${offsetCount} of ${present} times have an offset from universal time; all are taken as the clock on the wall shows them.`,
      ),
    );
  if (levels === undefined || typeof levels[0] !== "string") return warnings;
  if (levels.length === present && present > NAMED_ROWS_LEAST)
    warnings.push(
      warn("Texts all different", `column ${name} has another text in each row; such names tell nothing of new rows.`),
    );
  if (!(column instanceof Float64Array) && column.some((cell) => cell !== null && typeof cell !== "string"))
    warnings.push(warn("Mixed values", `column ${name} has text beside other values; all are taken as text.`));
  const alike = looksAlike(levels);
  if (alike.length > 0)
    warnings.push(
      warn(
        "Levels alike",
        `column ${name} has levels that differ by case, spaces or the coding of letters alone: ${showNames(alike.map((group) => group.map(show).join(" and ")))}.`,
      ),
    );
  return warnings;
}
