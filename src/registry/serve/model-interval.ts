// Between what ends rows lie that a model was asked about, at the level that is asked for.
import type { DecidedRaw } from "../../engine/model/raw-responses.ts";
import { quantileOf, widen } from "../../engine/score/conformal.ts";
import { AppError } from "../../error.ts";
import { levelFault } from "../schema/conformal.ts";
import type { StoredHead } from "../store/artifacts.ts";

/** By how much the ends of a version are moved, from its prediction or from what it says itself; refuses a level that it cannot tell. */
export function requireWidening({ conformal, classes }: StoredHead, version: number, level: number): number {
  if (classes !== null) throw refusal("of regression only: of classification `probability` tells how sure it is");
  if (conformal == null) {
    const why =
      conformal === null
        ? "held out no row; train it again on more rows"
        : "is of before 0.12.0 and keeps nothing to tell them by; train it again";
    throw new AppError("conflict", `Cannot tell intervals: version ${version} ${why}`);
  }
  const fault = levelFault(conformal.rows, level);
  if (fault !== null) throw refusal(fault);
  return quantileOf(conformal, level);
}

export function intervalsOf({ target, ends }: DecidedRaw, widening: number): { lower: number[]; upper: number[] } {
  const { lower, upper } = widen(ends ?? { lower: target, upper: target }, widening);
  return { lower: [...lower], upper: [...upper] };
}

function refusal(message: string): AppError {
  return new AppError("invalid", `Cannot tell intervals: interval: ${message}`, [{ path: "interval", message }]);
}
