// Which candidates are worse than the best beyond chance, of which nothing says that they are, and why one won.
import { comparison as words } from "../../../words/model-comparison.ts";

interface Compared {
  difference: { is_significant: boolean } | null;
}

/** Of those that were told: the best one has no difference to itself, and is in neither. */
export function verdictsOf<Candidate extends Compared>(
  candidates: readonly Candidate[],
  best: Candidate | undefined,
): { worse: Candidate[]; alike: Candidate[] } {
  const others = candidates.filter((candidate) => candidate !== best && candidate.difference !== null);
  return {
    worse: others.filter(({ difference }) => difference?.is_significant === true),
    alike: others.filter(({ difference }) => difference?.is_significant === false),
  };
}

/** The winner is the simplest within one standard error of the best mean: that may be the best one itself. */
export function whyWon<Candidate>(winner: Candidate, best: Candidate): string {
  return winner === best ? words.bestToo : words.simplest;
}
