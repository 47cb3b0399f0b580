// A unit of an average is a unit of one of its members: those of the first, then those of the second, and so on.
import * as v from "valibot";
import { exactObject, exactVariant } from "../../parameter/exact-object.ts";
import type { UnitRange } from "../family.ts";
import type { Shape } from "../training-set.ts";
import type { Member } from "./voting-params.ts";

export interface VotingUnit {
  /** Whose it is, from 0. */
  member: number;
  unit: unknown;
}

/** The units of one member. */
export function unitsOfMember(units: readonly VotingUnit[], member: number): unknown[] {
  return units.filter((each) => each.member === member).map(({ unit }) => unit);
}

/** Where the units of each member begin; last, where all end. */
export function startsOf(members: readonly Member[]): number[] {
  const starts = [0];
  for (const { family, params } of members) starts.push((starts.at(-1) as number) + family.unitCount(params));
  return starts;
}

/** What a range holds of each member that it meets: the member's own units. */
export function rangesIn(members: readonly Member[], { from, to }: UnitRange): { member: number; range: UnitRange }[] {
  const starts = startsOf(members);
  return members.flatMap((_, member) => {
    const [start, end] = [starts[member] as number, starts[member + 1] as number];
    const range = { from: Math.max(from, start) - start, to: Math.min(to, end) - start };
    return range.from < range.to ? [{ member, range }] : [];
  });
}

/** Whose a unit is. */
export function memberAt(members: readonly Member[], place: number): number {
  return startsOf(members).findIndex((start) => start > place) - 1;
}

/** `place`: the number of the unit in its model, which tells whose it is; of any member unless given. */
export function unitSchema(members: readonly Member[], shape: Shape, place?: number) {
  const options = members.map(({ family, params }, member) =>
    exactObject({ member: v.literal(member), unit: family.unit(shape, undefined, params) }),
  );
  const only = place === undefined ? undefined : options[memberAt(members, place)];
  return (only ?? exactVariant("member", options)) as unknown as v.GenericSchema<unknown, VotingUnit>;
}
