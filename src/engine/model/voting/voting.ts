// The family of weighted means of models of other families, as scikit-learn's VotingClassifier(voting="soft") and VotingRegressor: each
// member learns from all rows by itself. Of each class the probabilities are averaged, or y.
import type { Kernel } from "../../kernel/kernel.ts";
import type { Work } from "../../math/work.ts";
import type { Family, Params, UnitRange } from "../family.ts";
import type { Sigmoid } from "../platt.ts";
import type { Shape, TrainingSet } from "../training-set.ts";
import { explainVoting } from "./explain-voting.ts";
import { blockOf, curveCount, sideBySide, vote, weightsOf } from "./vote.ts";
import { type Member, membersOf, misfitOf, USUAL, type VotingParams, votingParams } from "./voting-params.ts";
import { memberAt, rangesIn, startsOf, unitSchema, unitsOfMember, type VotingUnit } from "./voting-unit.ts";
import { votingWork } from "./voting-work.ts";

/** `families`: what its estimators can be of. Without hyperparameters it is that of its usual estimators. */
export function votingOf(families: readonly Family[]): Family<VotingParams, VotingUnit> {
  const params = votingParams(families);
  const members = (given: VotingParams) => membersOf(families, given);
  const estimators = USUAL.map(({ name }) => ({ name, params: {} as Params }));
  const common = {
    name: "Voting",
    acceptsMissing: families.every((family) => family.acceptsMissing),
    params,
    axes: (_, { estimators = USUAL as VotingParams["estimators"] }) => ({
      weights: [null, ...estimators.map((_, doubled) => estimators.map((_, i) => (i === doubled ? 2 : 1)))],
    }),
    unitCount: (given) => startsOf(members(given)).at(-1) as number,
    followsFrom(given, place) {
      const of = members(given);
      const member = memberAt(of, place);
      const { family, params } = of[member] as Member;
      if (!family.isSequential) return place;
      const start = startsOf(of)[member] as number;
      return start + (family.followsFrom?.(params, place - start) ?? 0);
    },
    work: (shape, given) => votingWork(shape, members(given)),
    respondSeconds: (shape, given, bytes) =>
      members(given).reduce((sum, { family, params }) => {
        // Whose the bytes are is not known: each that asks is told of all.
        const alone = () => family.unitCount(params) * family.work(shape, params).respondSeconds;
        return sum + (family.respondSeconds?.(shape, params, bytes) ?? alone());
      }, 0),
    cautions: (shape, given) => [
      ...new Set(members(given).flatMap(({ family, params }) => family.cautions?.(shape, params) ?? [])),
    ],
    misfit: (shape, given) => misfitOf(shape, given, members(given)),
    fit: (kernel, data, given, range, before = []) =>
      fitMembers(kernel, data, { members: members(given), range, before }, ({ fit }) => fit),
    fitToAsk: (kernel, data, given, range) =>
      fitMembers(kernel, data, { members: members(given), range, before: [] }, ({ fit, fitToAsk }) => fitToAsk ?? fit),
    decide: (raw, { classCount, params: given, calibration }) => {
      const own = given as unknown as VotingParams;
      return vote(raw, members(own), { classCount, weights: weightsOf(own), calibration });
    },
  } satisfies Partial<Family<VotingParams, VotingUnit>>;
  const withParams = (given: VotingParams) => ({ ...common, ...ofMembers(members(given)) });
  return { ...withParams({ estimators, weights: null }), withParams };
}

type Fit = Family["fit"];

function* fitMembers(
  kernel: Kernel,
  data: TrainingSet,
  { members, range, before }: { members: readonly Member[]; range: UnitRange; before: readonly VotingUnit[] },
  fitOf: (family: Family) => Fit,
): Work<VotingUnit[]> {
  const units: VotingUnit[] = [];
  for (const { member, range: own } of rangesIn(members, range)) {
    const { family, params } = members[member] as Member;
    const learned = yield* fitOf(family)(kernel, data, params, own, unitsOfMember(before, member));
    for (const unit of learned) units.push({ member, unit });
  }
  return units;
}

/** What depends on whose units there are. */
function ofMembers(members: readonly Member[]) {
  const families = members.map(({ family }) => family);
  const widthsOf = (classCount: number) => families.map((family) => family.width(classCount));
  const of = ({ member }: VotingUnit) => families[member] as Family;
  const hasCurves = families.some((family) => family.calibrate !== undefined);
  const curves = (classCount: number) => families.map((family) => curveCount(family, classCount));
  return {
    ...(families.some((family) => family.isSequential) && { isSequential: true as const }),
    ...(families.some((family) => family.answersMissing) && {
      answersMissing: (each) => of(each).answersMissing?.(each.unit) ?? true,
    }),
    unit: (shape: Shape, place?: number) => unitSchema(members, shape, place),
    respond(kernel, units, asked, onto) {
      const widths = widthsOf(asked.classCount);
      const blocks = families.map((family, member) => {
        const own = unitsOfMember(units, member);
        const before = onto && blockOf(onto, widths, member);
        if (own.length > 0) return family.respond(kernel, own, asked, before);
        return before ?? new Float64Array(asked.rowCount * (widths[member] as number));
      });
      return sideBySide(blocks, widths, asked.rowCount);
    },
    width: (classCount) => widthsOf(classCount).reduce((sum, width) => sum + width, 0),
    hold(kernel, units, classCount) {
      const held = families.map((family, member) => family.hold(kernel, unitsOfMember(units, member), classCount));
      return {
        bytes: held.reduce((sum, { bytes }) => sum + bytes, 0),
        respond: (asked) =>
          sideBySide(
            held.map((each) => each.respond(asked)),
            widthsOf(classCount),
            asked.rowCount,
          ),
      };
    },
    ...(families.every((family) => family.explain) && { explain: explainVoting(families) }),
    heldBytes: (each) => of(each).heldBytes(each.unit),
    ...(hasCurves && {
      calibrate(raw: Float64Array, target: Float64Array, classCount: number): Sigmoid[] | null {
        const widths = widthsOf(classCount);
        const each = families.map((family, member) => {
          const none = family.calibrate === undefined;
          return none ? [] : (family.calibrate?.(blockOf(raw, widths, member), target, classCount) ?? null);
        });
        return each.includes(null) ? null : each.flatMap((own) => own ?? []);
      },
      curves: (classCount: number) => [curves(classCount).reduce((sum, count) => sum + count, 0)],
    }),
    warnings: (each) => of(each).warnings?.(each.unit) ?? [],
    importance: (each) => of(each).importance(each.unit),
  } satisfies Partial<Family<VotingParams, VotingUnit>>;
}
