// What an average takes: what its members do. A unit of it is the mean of theirs, and the dearest one stands beside it.
import type { UnitWork } from "../family.ts";
import type { Shape } from "../training-set.ts";
import type { Member } from "./voting-params.ts";

// To weigh what a member says of a row and a class.
const VOTE_SECONDS = 1e-8;

export function votingWork(shape: Shape, members: readonly Member[]): UnitWork {
  const each = members.map(({ family, params }) => ({
    count: family.unitCount(params),
    ...{ onceSeconds: 0, decideSeconds: 0, ...family.work(shape, params) },
  }));
  type Each = (typeof each)[number];
  const count = each.reduce((sum, of) => sum + of.count, 0);
  const mean = (number: (of: Each) => number) => each.reduce((sum, of) => sum + of.count * number(of), 0) / count;
  const most = (number: (of: Each) => number) => Math.max(...each.map(number));
  // A range begins with one member; what the others take to begin is theirs who learn all of them.
  const onceSeconds = most((of) => of.onceSeconds);
  const onceMore = each.reduce((sum, of) => sum + of.onceSeconds, 0) - onceSeconds;
  const voteSeconds = VOTE_SECONDS * members.length * Math.max(1, shape.classCount);
  return {
    onceSeconds,
    seconds: mean((of) => of.seconds) + onceMore / count,
    respondSeconds: mean((of) => of.respondSeconds) + voteSeconds / count,
    decideSeconds: each.reduce((sum, of) => sum + of.decideSeconds, voteSeconds),
    bytes: mean((of) => of.bytes),
    most: {
      seconds: most((of) => of.seconds),
      respondSeconds: most((of) => of.respondSeconds),
      bytes: most((of) => of.bytes),
    },
  };
}
