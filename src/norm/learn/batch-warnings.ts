// What to know of the rows of a batch: noticed while they are there, told once it is known what was trained before.
import type { Summary } from "../../engine/feature/summary.ts";
import { show, showNames } from "../../platform/schema/table.ts";
import { type Warning, warn } from "../../warning.ts";
import type { Met } from "../basis/score-chunks.ts";
import type { Sample } from "../basis/score-rows.ts";
import { windowWarnings } from "../rows/observe.ts";

/** What is noticed of some rows. */
export interface Noted {
  /** When the first was; null without times. */
  firstMs: number | null;
  /** Complete rows, what they weigh together (null where each counts once), and those of them that have a window with gaps. */
  used: number;
  weight: number | null;
  partial: number;
  /** Of their times. */
  ofClock: Warning[];
  ofSpacing: Warning[];
}

export function noteRows({ observed, used, weights }: Sample): Noted {
  return {
    firstMs: observed.instants?.[0] ?? null,
    used: used.length,
    weight: weights === undefined ? null : used.reduce((total, row) => total + (weights[row] as number), 0),
    partial: observed.partialCount(used),
    ofClock: observed.clockWarnings,
    ofSpacing: observed.warnings,
  };
}

/** Of those and of rows after them. */
export function joinNoted(a: Noted, b: Noted): Noted {
  return {
    firstMs: a.firstMs,
    used: a.used + b.used,
    weight: a.weight === null ? null : a.weight + (b.weight ?? 0),
    partial: a.partial + b.partial,
    ofClock: [...new Set([...a.ofClock, ...b.ofClock])],
    ofSpacing: [...new Set([...a.ofSpacing, ...b.ofSpacing])],
  };
}

/** What to know of the rows of a batch. `before`: of the rows that were trained already. */
export function batchWarnings(
  {
    noted,
    summary,
    met,
    sample,
    isLost = false,
  }: { noted: Noted; summary: Summary; met?: Met | null; sample: Sample; isLost?: boolean },
  before: Summary,
): Warning[] {
  return [
    ...(met === undefined ? [] : [lastWarning(sample.x.rowCount)]),
    ...newLevels(summary, before),
    ...lightWarnings(noted),
    ...lateWarnings(noted, before),
    ...noted.ofClock,
    ...noted.ofSpacing,
    ...windowWarnings(noted.partial, noted.used),
    ...(isLost ? [warn("Rows not kept", "what they would be kept in takes none now; they were learned from.")] : []),
    ...(noted.used === 0 ? [warn("No row used", "none has all its values and its past.")] : []),
  ];
}

function lastWarning(rowCount: number): Warning {
  return warn(
    "Last rows only",
    `the batch has more rows and features than are held at once; \`drift\`, and how residuals scatter, which intervals go by, are of its last ${rowCount} rows.`,
  );
}

function newLevels({ levels = {} }: Summary, before: Summary): Warning[] {
  return Object.entries(levels).flatMap(([column, own]) => {
    const known = before.levels?.[column] ?? [];
    const names = own.filter((level) => !known.includes(level));
    if (names.length === 0) return [];
    const told = showNames(names.map(show));
    return [
      known.length === 0
        ? warn("New category", `${column}, of the levels ${told}.`)
        : warn("New levels", `${column} has ${told}.`),
    ];
  });
}

// Weights of mean 1 are usual; those of sum 1, which others take, would leave a norm without degrees of freedom.
const LIGHT = 0.5;

function lightWarnings({ used, weight }: Noted): Warning[] {
  if (weight === null || used === 0 || weight >= LIGHT * used) return [];
  return [
    warn(
      "Light weights",
      `those of ${used} rows add up to ${Number(weight.toPrecision(3))}; they count as so many rows, no more.`,
    ),
  ];
}

function lateWarnings({ firstMs }: Noted, { toMs }: Summary): Warning[] {
  if (firstMs === null || toMs === null || firstMs > toMs) return [];
  const told = (ms: number) => new Date(ms).toISOString();
  return [
    warn(
      "Late rows",
      `from ${told(firstMs)} on, not later than ${told(toMs)}, the last trained time; taken as a batch of their own. They find ` +
        "no past but their own and the last rows kept; rows that were trained before count twice.",
    ),
  ];
}
