// What columns add to a weighted mean: the weighted mean of what they add to what the members say, where that adds up: to y, or to the
// probabilities. Shapley values of a sum are the sum of those of its parts (Shapley 1953).
import type { Contributions } from "../../explain/contributions.ts";
import type { Explained, Explaining, Family } from "../family.ts";
import { memberDecidings, weightsOf } from "./vote.ts";
import { type Member, membersOf, type VotingParams } from "./voting-params.ts";
import { unitsOfMember, type VotingUnit } from "./voting-unit.ts";

/** Of each member its own, until all are there and are told together. */
interface Sums extends Contributions {
  members: (Contributions | undefined)[];
}

const NOTHING: Contributions = { base: new Float64Array(), values: new Float64Array() };

/** `families`: what members are of, each of which explains. */
export function explainVoting(families: readonly Family[]): Explaining<VotingUnit> {
  const open = (given: unknown) => membersOf(families, given as VotingParams);
  const explainingOf = ({ family }: Member) => family.explain as Explaining;

  return {
    lacks(units, of) {
      const members = open(of.params);
      const decidings = memberDecidings(members, of);
      const scale = of.classCount === 0 ? "y" : "probability";
      for (const [i, member] of members.entries()) {
        const deciding = decidings[i] as (typeof decidings)[number];
        const own = unitsOfMember(units, i);
        const lack = own.length > 0 ? explainingOf(member).lacks(own, deciding) : null;
        if (lack !== null) return lack;
        const told = explainingOf(member).tell(NOTHING, deciding).of;
        if (told !== scale)
          return (
            `what columns add to its estimator ${i + 1}, ${member.family.name}, sums to ${told}, which is no part of a mean of ${scale}; ` +
            "an average of estimators that each tell their columns' parts of it can be explained"
          );
      }
      return null;
    },

    seconds(units, of) {
      const members = open(of.params);
      const decidings = memberDecidings(members, of);
      const work = { rowSeconds: 0, onceSeconds: 0 };
      for (const [i, member] of members.entries()) {
        const own = unitsOfMember(units, i);
        if (own.length === 0) continue;
        const deciding = decidings[i] as (typeof decidings)[number];
        const more = explainingOf(member).seconds(own, { ...deciding, columnCount: of.columnCount });
        work.rowSeconds += more.rowSeconds;
        work.onceSeconds += more.onceSeconds;
      }
      return work;
    },

    *add(kernel, units, asked, of, onto) {
      const members = open(of.params);
      const decidings = memberDecidings(members, of);
      const sums: Sums = (onto as Sums | undefined) ?? { ...NOTHING, members: members.map(() => undefined) };
      for (const [i, member] of members.entries()) {
        const own = unitsOfMember(units, i);
        if (own.length === 0) continue;
        const deciding = decidings[i] as (typeof decidings)[number];
        sums.members[i] = yield* explainingOf(member).add(kernel, own, asked, deciding, sums.members[i]);
      }
      return sums;
    },

    tell(sums, of) {
      const members = open(of.params);
      const decidings = memberDecidings(members, of);
      const each = members.map((member, i) => {
        const own = (sums as Sums).members[i] as Contributions;
        return explainingOf(member).tell(own, decidings[i] as (typeof decidings)[number]);
      });
      const weights = weightsOf(of.params as unknown as VotingParams);
      const { of: scale } = each[0] as Explained;
      const hasErrors = each.some(({ errors }) => errors !== undefined);
      return {
        of: scale,
        base: meanOf(each, weights, ({ base }) => base),
        values: meanOf(each, weights, ({ values }) => values),
        // At most so large: estimates of several members may err together.
        ...(hasErrors && { errors: meanOf(each, weights, ({ errors }) => errors) }),
      };
    },
  };
}

/** What there is none of counts as 0. */
function meanOf(
  each: readonly Explained[],
  weights: readonly number[],
  of: (told: Explained) => Float64Array | undefined,
): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const length = Math.max(...each.map((told) => of(told)?.length ?? 0));
  const sums = new Float64Array(length);
  for (const [i, told] of each.entries()) {
    const numbers = of(told);
    if (numbers === undefined) continue;
    for (let at = 0; at < length; at++)
      sums[at] = (sums[at] as number) + (weights[i] as number) * (numbers[at] as number);
  }
  return sums.map((sum) => sum / total);
}
