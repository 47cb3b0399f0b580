// Which candidates are worse than the best beyond chance, and of which nothing says that they are.

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
