// All candidates judged → which is best, how far the others are behind it, and which wins; with what to know before trusting that.
import { dummy } from "../../engine/model/dummy/dummy.ts";
import { bestOf, type Contender, differenceOf, summariseFolds, winnerOf } from "../../engine/score/compare-folds.ts";
import { type Warning, warn } from "../../warning.ts";
import { isMoreBetter, type MetricName } from "../schema/compare/metric-name.ts";
import type {
  Candidate,
  ComparedFolds,
  ComparedRow,
  ComparisonResult,
  FoldTried,
  Judged,
} from "../schema/compare/stored-comparison.ts";

/** What came of a candidate; nothing of one that was not tried. */
export interface Outcome {
  tried: FoldTried[];
  judged: Judged | null;
}

interface Ended {
  metric: MetricName;
  candidates: readonly Candidate[];
  folds: ComparedFolds;
  outcomes: readonly Outcome[];
}

/** Names told in one warning. */
const NAMES_TOLD = 5;

export function concludeComparison({ metric, candidates, folds, outcomes }: Ended): ComparisonResult {
  const rows = candidates.map((candidate, i) => rowOf(candidate, outcomes[i] as Outcome));
  const placed = rows.map((_, i) => i).filter((i) => rows[i]?.summary !== null);
  const simplest = placed.toSorted((a, b) => (rows[a]?.bytes as number) - (rows[b]?.bytes as number) || a - b);
  for (const [i, place] of simplest.entries()) (rows[place] as ComparedRow).rank = i + 1;
  const contenders = placed.map((i) => ({ ...rows[i]?.summary, rank: rows[i]?.rank }) as Contender);
  const placeOf = (at: number) => placed[at] ?? null;
  const best = placeOf(bestOf(contenders, isMoreBetter(metric)));
  const winner = placeOf(winnerOf(contenders, isMoreBetter(metric)));
  if (best !== null) {
    const sizes = { heldOut: sum(folds.heldOut), learned: sum(folds.learned) };
    const scoresOf = (i: number) => (rows[i] as ComparedRow).scores as number[];
    for (const i of placed)
      if (i !== best) (rows[i] as ComparedRow).difference = differenceOf(scoresOf(i), scoresOf(best), sizes);
  }
  return { rows, best, winner, warnings: warningsOf({ candidates, rows, best, winner }), modelError: null };
}

function rowOf({ error, hTune }: Candidate, { tried, judged }: Outcome): ComparedRow {
  const failed = tried.find((each) => each.error !== null);
  const why = error ?? failed?.error ?? judged?.error ?? null;
  const known = judged !== null && why === null ? judged : null;
  return {
    error: why,
    chosen: known && hTune ? tried.map(({ params }) => params) : null,
    scores: judged?.scores ?? null,
    summary: known && summariseFolds(known.scores as number[]),
    figures: judged?.figures ?? null,
    ...{ difference: null, rank: null },
    bytes: known && Math.round(sum(tried.map(({ bytes }) => bytes)) / tried.length),
    seconds: tried.length === 0 ? null : sum(tried.map(({ seconds }) => seconds)),
  };
}

function warningsOf({
  candidates,
  rows,
  best,
  winner,
}: Pick<ComparisonResult, "rows" | "best" | "winner"> & { candidates: readonly Candidate[] }): Warning[] {
  const nameOf = (i: number) => (candidates[i] as Candidate).name;
  const places = rows.map((_, i) => i);
  const failed = places.filter((i) => rows[i]?.error !== null);
  const alike = places.filter((i) => rows[i]?.difference && !isSignificant(rows[i].difference));
  return [
    ...(failed.length > 0
      ? [warn("Candidate failed", `${named(failed.map(nameOf))}: no figures; \`error\` of the candidate says why.`)]
      : []),
    ...(best !== null && alike.length > 0
      ? [
          warn(
            "Not told apart",
            `by these folds ${named(alike.map(nameOf))} may be as good as the best, ${nameOf(best)}: the interval of the difference holds 0.`,
          ),
        ]
      : []),
    ...(winner !== null && nameOf(winner) === dummy.name
      ? [
          warn(
            "Hardly better than guessing",
            `${dummy.name}, which does not look at X, is ${winner === best ? "the best" : "within one standard error of the best"}.`,
          ),
        ]
      : []),
  ];
}

export function isSignificant({ lower, upper }: { lower: number; upper: number }): boolean {
  return lower > 0 || upper < 0;
}

function named(names: readonly string[]): string {
  const more = names.length > NAMES_TOLD ? ` and ${names.length - NAMES_TOLD} more` : "";
  return `${names.slice(0, NAMES_TOLD).join(", ")}${more}`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
