// Ids, times, durations and tokens are others in every run. A recording keeps those of the one before, so that its difference shows what changed.

/** A UUID, an instant to the millisecond, how long something took, a token. */
const PASSING =
  /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}|\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z|(?<="seconds": )[\d.e-]+|(?<="token": ")[\w-]+/g;

/** A function that puts what was recorded before in place of what is only passing, in the texts of a recording and in others of the same run. */
export function keepRecorded(
  texts: { before: string | undefined; now: string }[],
): (now: string, before?: string) => string {
  const kept = new Map<string, string>();
  for (const { before, now } of texts) {
    const [old, fresh] = [passingOf(before), passingOf(now)];
    if (old.length === fresh.length) for (const [i, each] of fresh.entries()) kept.set(each, old[i] as string);
  }
  return (now, before) => {
    const old = passingOf(before);
    const isAlike = old.length === passingOf(now).length;
    let i = 0;
    return now.replace(PASSING, (each) => (isAlike ? old[i++] : undefined) ?? kept.get(each) ?? each);
  };
}

function passingOf(text = ""): string[] {
  return Array.from(text.matchAll(PASSING), ([each]) => each);
}
