// The strip of figures of a model: each beside what would be said without learning anything.
import { Card as Box } from "../../../part/card.tsx";
import { type Figure, Figures } from "../../../part/figures.tsx";
import { count, fixed, number, percent } from "../../../part/format.ts";
import { withUnit } from "../../../part/quantity.ts";
import { figures as words } from "../../../words/model-card.ts";
import type { Card, Score } from "../of-model.ts";

const DIGITS = 3;
// Beyond two standard errors a difference is one.
const SURE = 2;
const LEVEL = 0.9;

export function ModelFigures({ card }: { card: Card }) {
  const score = card.score ?? card.origin?.score ?? null;
  const data = card.data ?? card.origin?.data ?? null;
  if (score === null)
    return (
      <div class="row">
        <Box title={words.label}>
          <p>{words.none}</p>
        </Box>
      </div>
    );
  const told = score.classification === null ? ofRegression(score, card.unit) : ofClasses(score, data?.classes ?? null);
  const rows = { name: words.rows, value: count(score.rows), verdict: words.method[score.method] };
  return (
    <>
      <Figures label={words.label} figures={[...told, rows]} />
      {card.score === null && <p class="quiet">{words.origin}</p>}
    </>
  );
}

function ofClasses(score: Score, classes: { rows: number }[] | null): Figure[] {
  const of = score.classification;
  if (of === null) return [];
  const all = classes?.reduce((sum, { rows }) => sum + rows, 0) ?? 0;
  const most = classes === null ? null : Math.max(...classes.map(({ rows }) => rows)) / all;
  const isBetter = most === null || of.accuracy - SURE * (score.standard_error ?? 0) > most;
  return [
    {
      name: words.accuracy,
      value: fixed(of.accuracy, DIGITS),
      ...spreadOf(score.standard_error),
      ...(most !== null && {
        verdict: (isBetter ? words.mostFrequent : words.notBetter)(fixed(most, DIGITS)),
        verdictTone: isBetter ? "good" : "warn",
      }),
    },
    {
      name: words.balanced,
      value: fixed(of.balanced_accuracy, DIGITS),
      verdict: words.chance(fixed(1 / Math.max(1, of.recall.length), DIGITS)),
    },
    { name: words.auc, value: fixed(of.roc_auc, DIGITS), verdict: words.aucLine },
    { name: words.logLoss, value: fixed(of.log_loss, DIGITS), verdict: words.logLossLine(fixed(of.brier, DIGITS)) },
  ];
}

function ofRegression(score: Score, unit: string | null): Figure[] {
  const of = score.regression;
  if (of === null) return [];
  // R² = 1 − mean squared error ÷ variance of y.
  const deviation = of.r_squared === null || of.r_squared >= 1 ? null : of.rmse / Math.sqrt(1 - of.r_squared);
  const isBetter = deviation === null || of.rmse + SURE * (score.standard_error ?? 0) < deviation;
  const interval = score.intervals?.find(({ level }) => level === LEVEL);
  return [
    {
      name: words.rmse,
      value: withUnit(number(of.rmse), unit),
      ...spreadOf(score.standard_error),
      ...(deviation !== null && {
        verdict: (isBetter ? words.meanAlone : words.meanNotBetter)(withUnit(number(deviation), unit)),
        verdictTone: isBetter ? "good" : "warn",
      }),
    },
    { name: words.mae, value: withUnit(number(of.mae), unit), verdict: words.maeLine },
    { name: words.r2, value: fixed(of.r_squared, DIGITS), verdict: words.r2Line },
    {
      name: words.width(percent(100 * LEVEL, 0)),
      value: withUnit(number(interval?.half_width), unit),
      ...(typeof interval?.coverage === "number" && { verdict: words.coverage(percent(100 * interval.coverage)) }),
    },
  ];
}

const spreadOf = (error: number | null) => (error === null ? {} : { spread: words.spread(number(error, 2)) });
