// What to know of a norm before its figures are trusted; and what to know of whatever is predicted with it.
import type { Feature } from "../../engine/feature/feature.ts";
import { type Summary, yearCoverage } from "../../engine/feature/summary.ts";
import type { RidgeFit } from "../../engine/model/ridge/fit-ridge.ts";
import { show } from "../../engine/parameter/show.ts";
import { type Warning, warn } from "../../warning.ts";
import type { NormParts } from "../rows/levels.ts";
import type { NormModel } from "../schema/norm-model.ts";

// Rows for each parameter that a regression should have at least (Harrell, Regression Modeling Strategies, §4.4).
const ROWS_PER_PARAMETER = 10;
// Names in a warning: more are no longer read.
const NAMES_TOLD_MAX = 10;

export function warningsOf(fit: RidgeFit, of: readonly Feature[]): Warning[] {
  const names = (indexes: number[]) => {
    const told = indexes.slice(0, NAMES_TOLD_MAX).map((index) => of[index]?.name);
    return `${told.join(", ")}${indexes.length > told.length ? ` and ${indexes.length - told.length} more` : ""}`;
  };
  const warnings: Warning[] = [];
  if (fit.n === 0) return [warn("Nothing learned", "there is no complete row so far, or none that is not forgotten.")];
  const rows = Math.round(fit.n);
  if (rows <= of.length)
    warnings.push(
      warn(
        "Too few rows",
        `${rows} for ${of.length} features; more rows than features are needed to tell their effects apart.`,
      ),
    );
  else if (rows < ROWS_PER_PARAMETER * (of.length + 1))
    warnings.push(
      warn("Few rows", `${rows} for ${of.length + 1} parameters; ${ROWS_PER_PARAMETER} for each are a usual least.`),
    );
  if (fit.constant.length > 0) warnings.push(warn("Constant", `${names(fit.constant)}; of no effect so far.`));
  if (fit.collinear.length > 0) {
    const consequence = fit.lambda === 0 ? "the coefficients of least norm are given" : "λ shares their effect out";
    warnings.push(warn("Collinear", `${names(fit.collinear)}; not determined one by one: ${consequence}.`));
  }
  if (fit.targetMean <= 0)
    warnings.push(
      warn("Mean not positive", `that of y is ${fit.targetMean.toPrecision(3)}; cvrmse and nmbe are not defined.`),
    );
  if (fit.cv === null) warnings.push(warn("Not cross-validated", "there are too few rows."));
  return warnings;
}

export function stepWarnings({ n }: RidgeFit, rho: number | null): Warning[] {
  if (n < 2 || rho !== null) return [];
  const told = "their residuals count as independent, and intervals may be too narrow";
  return [warn("No rows in succession", `of no two rows it is known that they follow on each other; ${told}.`)];
}

// So many times as far as its outer knots are apart may rows lie beyond them: six knots of a normal column leave 0.9 at three deviations.
const BEYOND_KNOTS_MOST = 1.5;

export function knotWarnings(
  { specification, inferred }: NormParts,
  knots: NormModel["knots"],
  summary: Summary,
): Warning[] {
  const { columns, piecewise = {} } = specification;
  return Object.entries(piecewise).flatMap(([column, { knots: asked }]) => {
    if (typeof asked !== "number") return [];
    const placed = knots[column];
    if (placed !== undefined) {
      if (placed.length === asked) return [];
      return [
        warn(
          "Fewer knots",
          `${column} has ${placed.length} of the ${asked} knots asked for, as its quantiles fall into too few cells. Say where the knots are if it needs more.`,
        ),
      ];
    }
    // Norms that 0.4.0 has begun keep the knots that their first batch fixed.
    const fixed = inferred?.knots[column] ?? [];
    const [first, last] = [fixed[0], fixed.at(-1)];
    const [least, most] = [summary.minima[columns.indexOf(column)], summary.maxima[columns.indexOf(column)]];
    if (first === undefined || last === undefined || least == null || most == null) return [];
    if (Math.max(first - least, most - last) <= BEYOND_KNOTS_MOST * (last - first)) return [];
    const told = `the knots of ${column}, ${first} to ${last}, were fixed by the first batch, and its rows go from ${least} to ${most}`;
    return [
      warn(
        "Knots too narrow",
        `${told}; beyond the knots the line cannot bend. Send all batches to a new norm, whose knots all rows place.`,
      ),
    ];
  });
}

export function levelWarnings(levels: NormModel["levels"]): Warning[] {
  return Object.entries(levels).flatMap(([column, { names }]) => {
    if (names.length === 1)
      return [warn("One level", `${column} has ${show(names[0])} alone so far, so it is of no effect.`)];
    return twinsAmong(names).map((twins) =>
      warn("Levels alike", `${column} has ${twins.map(show).join(", ")}, which count as different ones.`),
    );
  });
}

/** Names that differ in case, blanks or the form of their letters alone. */
function twinsAmong(names: readonly string[]): string[][] {
  const alike = new Map<string, string[]>();
  for (const name of names) {
    const plain = name.normalize("NFKC").toLowerCase().replaceAll(/\s+/g, " ").trim();
    alike.set(plain, [...(alike.get(plain) ?? []), name]);
  }
  return [...alike.values()].filter((of) => of.length > 1).slice(0, NAMES_TOLD_MAX);
}

const YEAR_COVERAGE = 0.9;

/** Whether the rows are of all seasons, as far as their times tell. */
export function coversYear(summary: Summary): boolean {
  return summary.fromMs === null || yearCoverage(summary) >= YEAR_COVERAGE;
}

export function seasonWarnings(summary: Summary): Warning[] {
  if (coversYear(summary)) return [];
  const told = `${Math.floor(100 * yearCoverage(summary))} % of the days of a year`;
  return [
    warn(
      "Seasons missing",
      `the rows cover ${told}, less than ${100 * YEAR_COVERAGE} %; other seasons are extrapolated.`,
    ),
  ];
}
