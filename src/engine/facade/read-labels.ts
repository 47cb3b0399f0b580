import { CLASS_COUNT_MAX } from "../parameter/class-weights.ts";
import { show } from "../parameter/show.ts";
import { refuse } from "./refuse.ts";

/** Of a class: all are texts, or all whole numbers. */
export type Label = string | number;

/** The classes, numbers by size and texts by code unit, and the number of each row's. */
export function readLabels(labels: readonly Label[]): { classes: Label[]; target: Float64Array } {
  const wrong = labels.findIndex((label) => typeof label !== typeof labels[0] || !isLabel(label));
  if (wrong >= 0) refuse(`y[${wrong}]`, `${show(labels[wrong])} is no label; all are texts, or all whole numbers`);
  const classes = [...new Set(labels)].sort((a, b) => (a < b ? -1 : 1));
  if (classes.length < 2 || classes.length > CLASS_COUNT_MAX)
    refuse("y", `${classes.length} classes; 2 to ${CLASS_COUNT_MAX} are accepted`);
  return { classes, target: numberLabels(labels, classes) };
}

/** The number of each label's class. */
export function numberLabels(labels: readonly Label[], classes: readonly Label[]): Float64Array {
  const numbers = new Map(classes.map((label, k) => [label, k]));
  return Float64Array.from(
    labels,
    (label, i) => numbers.get(label) ?? refuse(`y[${i}]`, `${show(label)} is none of the model's classes`),
  );
}

function isLabel(label: unknown): boolean {
  return typeof label === "string" || Number.isSafeInteger(label);
}
