import { FOLD_COUNT } from "../time/fold.ts";
import { type Folds, NEVER_HELD_OUT } from "./fold-rows.ts";

/**
 * By which folds a model that learns without one of some folds may choose its hyperparameters: by the others, of which neighbours go
 * together where they are more than FOLD_COUNT. So what is held out together stays together. undefined: one is left, and rows that are
 * independent are to be dealt anew by what they hold (`isWhole`: they are not independent).
 */
export function innerFolds({ count, of }: Folds, isWhole: boolean): Folds | undefined {
  if (count === 2 && !isWhole) return undefined;
  if (count <= FOLD_COUNT) return { count, of };
  const together = (fold: number) => (fold === NEVER_HELD_OUT ? fold : Math.floor((fold * FOLD_COUNT) / count));
  return { count: FOLD_COUNT, of: of.map(together) };
}
