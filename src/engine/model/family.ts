// What a family of models is: schemas of what it can be told and of what it learns, and pure functions on them. A model is a list of
// units, its trees, say; ranges of them can be learned anywhere, in any order, and asked one after the other.
import type * as v from "valibot";
import type { Fault } from "../../error.ts";
import type { Warning } from "../../warning.ts";
import type { Contributions } from "../explain/contributions.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { Work } from "../math/work.ts";
import type { ClassWeight } from "../parameter/class-weights.ts";
import type { Sigmoid } from "./platt.ts";
import type { Asked, Decided, Problem, Shape, TrainingSet } from "./training-set.ts";

/** Hyperparameters of any family, defaults filled in. */
export type Params = Record<string, unknown> & { class_weight?: ClassWeight };

/** An object of hyperparameters that knows no other keys. */
export type ParamsSchema = v.StrictObjectSchema<v.ObjectEntries, v.ErrorMessage<v.StrictObjectIssue>>;

/** Units `from` … `to` − 1. */
export interface UnitRange {
  from: number;
  to: number;
}

/** Estimates for one unit, on one core of a server of the 2020s. */
export interface UnitWork {
  /** To learn it. */
  seconds: number;
  /** Before the first of a range, however many they are; 0 unless given. */
  onceSeconds?: number;
  /** To ask it about one row. */
  respondSeconds: number;
  /** Of that, what it takes to decide by the raw response; 0 unless given. */
  decideSeconds?: number;
  /** In memory. */
  bytes: number;
  /** Where units differ, and those are of the mean: what the dearest takes. */
  most?: { seconds: number; respondSeconds: number; bytes: number };
}

/** Units made ready to be asked many times. */
export interface Held {
  bytes: number;
  respond(asked: Asked): Float64Array;
}

/** What raw responses mean depends on. */
export interface Deciding {
  classCount: number;
  unitCount: number;
  params: Params;
  calibration: Sigmoid[] | null;
}

/**
 * What base and contributions of a row sum to, which the answer tells or leads to: y; its logarithm; the probability of each class; the logarithm of the odds
 * of the second of two classes; of each class a number, the softmax of all being their probabilities; or, where there are no probabilities,
 * what is above 0 where the second of two classes is told.
 */
export const EXPLAINED = ["y", "log_y", "probability", "log_odds", "logit", "decision"] as const;

export interface Explained extends Contributions {
  of: (typeof EXPLAINED)[number];
}

/** How a family tells what each column adds to what a model says of a row: sums that go on from units to units, and what they mean. */
export interface Explaining<Unit = unknown> {
  /** Why a model of such units cannot be explained, and what would do; null where it can. */
  lacks(units: readonly Unit[], of: Deciding): string | null;
  /** What units take, in seconds on one core, for each row and before the first. */
  seconds(units: readonly Unit[], of: Deciding & { columnCount: number }): { rowSeconds: number; onceSeconds: number };
  /** Adds what the columns add by these units, to `onto` in place where the units before have left theirs. A column is one of those asked. */
  add(kernel: Kernel, units: readonly Unit[], asked: Asked, of: Deciding, onto?: Contributions): Work<Contributions>;
  /** What sums over all units mean. */
  tell(sums: Contributions, of: Deciding): Explained;
}

/** One family. `P`: its hyperparameters; `Unit`: what is learned, plain data and typed arrays. */
export interface Family<P = Params, Unit = unknown> {
  name: string;
  /** Whether it learns from rows with missing values. */
  acceptsMissing: boolean;
  /**
   * The family of models with such params alone, where what depends on them is told without them (`width`, say); the family itself stands
   * for all params unless given. See familyWith.
   */
  withParams?(params: P): Family<P, Unit>;
  /** Whether units follow from units before them, which `fit` then needs; none does unless given. */
  isSequential?: true;
  /** Of a sequential family the first of the units that one follows from, itself where from none; the model's first unless given. */
  followsFrom?(params: P, unit: number): number;
  /** Whether a unit, which may have been stored before that was so, can be asked about them; any can unless given. */
  answersMissing?(unit: Unit): boolean;
  /** By problem: an object with a default for every key, which makes a P. */
  params: Record<Problem, ParamsSchema>;
  /** Checks what was read from outside: `shape` of the model that it is a unit of, `place` its number there and `params`, where those are known. */
  unit(shape: Shape, place?: number, params?: P): v.GenericSchema<unknown, Unit>;
  /** What tuning tries, by hyperparameter; `params`: what is given beside. */
  axes(problem: Problem, params: P): Record<string, readonly unknown[]>;
  /** What params come to on such a table: those that come to the same make the same model. Themselves unless given. */
  meaning?(shape: Shape, params: P): Params;
  unitCount(params: P): number;
  /** What a unit takes at most. */
  work(shape: Shape, params: P): UnitWork;
  /** To ask a whole model about one row, by the bytes that it takes as it is stored; what `work` says of its units unless given. */
  respondSeconds?(shape: Shape, params: P, bytes: number): number;
  /** What to know of such params on such a table, before anything is learned. */
  cautions?(shape: Shape, params: P): Warning[];
  /** Why these params do not go with this table: a fault of theirs, or null. */
  misfit?(shape: Shape, params: P): Fault | null;

  /** Slice by slice; whatever calls a kernel between two of them changes nothing. `before`: of a sequential family, what `from` follows from. */
  fit(kernel: Kernel, data: TrainingSet, params: P, units: UnitRange, before?: readonly Unit[]): Work<Unit[]>;
  /** Units that are asked once and not kept, where `fit` does more than that needs: they respond alike. The first of them follows from none. */
  fitToAsk?(kernel: Kernel, data: TrainingSet, params: P, units: UnitRange): Work<Unit[]>;
  /**
   * Raw responses, `width(classCount)` numbers a row and two more where `hasEnds`, added to `onto` where the units before have left theirs.
   */
  respond(kernel: Kernel, units: readonly Unit[], asked: Asked, onto?: Float64Array): Float64Array;
  width(classCount: number): number;
  /**
   * Whether models of these params, of regression, say of each row between what ends y lies: its lower and its upper one then follow its raw
   * response. Their intervals are those ends, widened by what rows that were not learned from show. None do unless given.
   */
  hasEnds?(params: P): boolean;
  hold(kernel: Kernel, units: readonly Unit[], classCount: number): Held;
  /** What a unit takes when it is held: more than itself where it unfolds. To ask about a row goes through each of these bytes once at most. */
  heldBytes(unit: Unit): number;
  /** What raw responses of all units mean, without ends. */
  decide(raw: Float64Array, of: Deciding): Decided;
  /** Why it says so; a family without it cannot tell. */
  explain?: Explaining<Unit>;

  /** Estimates by the rows that each unit did not see: sums that go on from units to units, and what they mean. */
  outOfBag?: {
    /** Whether units of these params leave rows out; else there is nothing to add. */
    isThere(params: P): boolean;
    add(
      kernel: Kernel,
      units: readonly Unit[],
      of: { data: TrainingSet; params: P; range: UnitRange },
      onto?: Float64Array,
    ): Float64Array;
    /** NaN for a row that every unit saw. */
    means(sums: Float64Array, classCount: number): Float64Array;
    /** How many units had a say, on average over the rows. */
    unitsPerRow(sums: Float64Array, classCount: number): number;
  };
  /** From raw responses to rows that were not learned from, what `decide` needs to tell probabilities. */
  calibrate?(raw: Float64Array, target: Float64Array, classCount: number): Sigmoid[] | null;
  /** How many curves that may be; none unless given. */
  curves?(classCount: number): number[];
  /** What to know of a unit before trusting it. */
  warnings?(unit: Unit): Warning[];
  /**
   * How much each column mattered to a unit, by the name of the measure, null where the unit cannot tell; a model's is the mean over the
   * units that can.
   */
  importance(unit: Unit): Record<string, Float64Array | null>;
}

/** The family of models with such params: by it, not by the one of the list, units are learned, checked and asked. */
export function familyWith(family: Family, params: Params): Family {
  return family.withParams?.(params) ?? family;
}

/** The first unit that `unit` follows from; itself where from none. */
export function firstBefore(family: Family, params: Params, unit: number): number {
  return family.isSequential ? (family.followsFrom?.(params, unit) ?? 0) : unit;
}
