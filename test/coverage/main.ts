// `npm run check:coverage [-- <meters> [<recipe>]]`: whether uncertainties hold as often as they say, on simulated meters. It ends
// with code 1 where they do not. `<recipe>` is the beginning of a recipe's name, such as "monthly".
import { printLine } from "../support/print-table.ts";
import { type Aim, figureOf, show } from "./figure.ts";
import { LEVEL } from "./learned-norm.ts";
import { add, measure, type Shares } from "./measure.ts";
import { type Noise, recipes } from "./simulate.ts";

// Three hundred hourly meters of each noise would take as long as all others together.
const METERS = 300;
const METERS_HOURLY = 100;

// What is judged; savings of days over as long as was learned from only: sums of a season that scatters more than the year do not keep
// their word, nor do two years of months that nearly walk at random.
const AIMS: [what: string, aim: Aim | ((recipe: string) => Aim | null)][] = [
  ["1 month", () => null],
  ["3 months", () => null],
  ["whole", (recipe) => (recipe === "daily" ? { target: 100 * LEVEL, tolerance: 2.5 } : null)],
  // Of two years of months ρ is so unsure that what covers it at 0.95 covers too much at 0.8.
  ["rows", (recipe) => ({ target: 100 * LEVEL, tolerance: recipe.startsWith("monthly") ? 5 : 2 })],
  ["drift", { target: 1, tolerance: 2 }],
];
// What is told and not judged.
const ANY: Aim = { target: 50, tolerance: 50 };
const NOISES: Noise[] = [false, true].flatMap((growsWithCold) =>
  [0, 0.5, 0.8, 0.95].map((rho) => ({ rho, growsWithCold })),
);
const HEAD = ["recipe", "scatter", "rho", "meters", "seconds", ...AIMS.map(([what]) => what)];
const WIDTHS = [16, 9, 4, 6, 7, ...AIMS.map(() => "100.0±0.0 !".length)];
// More meters than anybody asks for: no two noises share a meter.
const SEEDS = 1_000_000;

const [, , asked, only = ""] = process.argv;
console.log(`Per meter a year or more to learn, then, in %: savings of 1 month, 3 months and the whole period (a year; by hours 60
days) that are 0 within their uncertainty at ${LEVEL}; rows within their intervals; batches flagged as drifted. ± one standard error.`);
printLine(HEAD, WIDTHS);
const counts = { figures: 0, missed: 0 };
for (const [i, recipe] of recipes.entries()) {
  if (!recipe.name.startsWith(only)) continue;
  const meters = asked === undefined ? (recipe.name === "hourly" ? METERS_HOURLY : METERS) : Number(asked);
  const pooled: Shares = new Map();
  for (const [j, noise] of NOISES.entries()) {
    const startMs = performance.now();
    const shares = await measure(recipe, noise, { meters, firstSeed: (i * NOISES.length + j) * SEEDS });
    for (const [what, of] of shares) add(pooled, what, of);
    const seconds = ((performance.now() - startMs) / 1000).toFixed(0);
    const scatter = noise.growsWithCold ? "with cold" : "constant";
    printLine([recipe.name, scatter, `${noise.rho}`, `${meters}`, seconds, ...judge(recipe.name, shares)], WIDTHS);
  }
  printLine([recipe.name, "all", "all", `${NOISES.length * meters}`, "", ...judge(recipe.name, pooled)], WIDTHS);
}
const bars = "whole (daily) 90 ± 2.5, rows 90 ± 2 (monthly ± 5), drift 1 ± 2";
console.log(`${counts.missed} of ${counts.figures} figures are missed (!), by more than two standard errors: ${bars}`);
if (counts.missed > 0) process.exitCode = 1;

/** One cell for each aim. */
function judge(recipe: string, shares: Shares): string[] {
  return AIMS.map(([what, aimed]) => {
    const of = shares.get(what);
    if (of === undefined) return "–";
    const aim = typeof aimed === "function" ? aimed(recipe) : aimed;
    const figure = figureOf(of, aim ?? ANY);
    if (aim === null) return show(figure);
    counts.figures++;
    if (figure.isMissed) counts.missed++;
    return show(figure);
  });
}
