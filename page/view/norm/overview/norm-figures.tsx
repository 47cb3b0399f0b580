// The strip of figures: how good the norm is, and what the rows in sight say against it.
import type { Tone } from "../../../part/card.tsx";
import { type Figure, Figures } from "../../../part/figures.tsx";
import { count, fixed, number, percent } from "../../../part/format.ts";
import { sumUnit, withUnit } from "../../../part/quantity.ts";
import { choice, figures as words } from "../../../words/norm.ts";
import { type Counts, countPlaces, type Shown, sumsOf } from "../fold/shown.ts";
import type { Norm, Savings } from "../shapes.ts";

// Half as many more than were to be expected: chance alone seldom makes so many.
const MANY = 1.5;

export function NormFigures({
  norm: { fit, cv },
  unit,
  shown,
  saved,
  isCompared,
  level,
  means,
  row,
  step,
  hasEarlier,
}: {
  norm: Pick<Norm, "fit" | "cv">;
  unit: string | null;
  /** Rows in sight; undefined where there are none. */
  shown: Shown | undefined;
  saved: Savings | null | undefined;
  /** Whether savings are to be told, be they there or not. */
  isCompared: boolean;
  level: number;
  /** What points in sight are the means of; null where they are rows. */
  means: string | null;
  /** What a row is. */
  row: keyof typeof words.points;
  /** How far rows are apart. */
  step: string | null;
  /** Whether the norm can be asked as it was before some of its batches. */
  hasEarlier: boolean;
}) {
  const gate = fit?.gate ?? null;
  const verdict = (value: number | null | undefined, limit: number | undefined): Partial<Figure> => {
    if (limit === undefined || value === null || value === undefined) return { verdict: words.noGate };
    const isWithin = Math.abs(value) <= limit;
    return {
      verdict: (isWithin ? words.within : words.beyond)(`${limit} %`),
      verdictTone: isWithin ? "good" : "warn",
    };
  };
  const cvrmse = fit?.cvrmse_adj ?? fit?.cvrmse;
  return (
    <Figures
      label={words.label}
      figures={[
        ...(isCompared
          ? [saved ? savedFigure(saved, sumUnit(unit, step)) : { name: words.saved, value: "…" }]
          : shown
            ? [againstFigure(shown, hasEarlier)]
            : []),
        {
          name: words.cvrmse,
          value: percent(cvrmse),
          ...(fit && { spread: words.rmse(withUnit(number(fit.rmse), unit)) }),
          ...verdict(cvrmse, gate?.limits.cvrmse),
        },
        { name: words.nmbe, value: percent(fit?.nmbe), ...verdict(fit?.nmbe, gate?.limits.nmbe) },
        {
          name: words.r2,
          value: fixed(fit?.r_squared, 2),
          verdict: cv === null ? words.notCrossValidated : words.crossValidated(fixed(cv?.r_squared, 2)),
        },
        ...(shown ? [outFigure(countPlaces(shown), { level, row, means, isCompared })] : []),
      ]}
    />
  );
}

/** What a row of a norm is, where people have a word for it. */
export function rowOf({ inferred }: Pick<Norm, "inferred">): keyof typeof words.points {
  return ({ "1h": "hour", "1d": "day", "1mo": "month" } as const)[inferred?.step ?? ""] ?? "row";
}

function savedFigure({ total, level }: Savings, unit: string | null): Figure {
  const { saving, saving_percent, expected, uncertainty, is_significant } = total;
  const half = uncertainty === null || expected === 0 ? null : (100 * uncertainty) / Math.abs(expected);
  const isSaved = saving >= 0;
  const tone: Tone | undefined = is_significant ? (isSaved ? "under" : "over") : undefined;
  const sure = choice.holds[String(level)] ?? percent(100 * level, 0);
  return {
    name: isSaved ? words.saved : words.used,
    value: percent(saving_percent === null ? null : Math.abs(saving_percent)),
    spread: half === null ? undefined : `± ${fixed(half, 1)}`,
    tone,
    verdict:
      is_significant === false
        ? words.unsure
        : words.sure(number(Math.abs(saving)), withUnit(number(expected), unit), sure),
  };
}

function againstFigure(shown: Shown, hasEarlier: boolean): Figure {
  const { actual, expected } = sumsOf(shown);
  const share = expected === 0 ? null : (100 * (actual - expected)) / Math.abs(expected);
  const text = percent(share);
  return {
    name: words.against,
    value: share !== null && share > 0 && !/^0\.0/.test(text) ? `+${text}` : text,
    verdict: hasEarlier ? words.learned : words.learnedAll,
  };
}

function outFigure(
  { judged, over, under }: Counts,
  {
    level,
    row,
    means,
    isCompared,
  }: { level: number; row: keyof typeof words.points; means: string | null; isCompared: boolean },
): Figure {
  const outOfAll = { value: count(over + under), spread: words.of(count(judged)) };
  const notLearned = isCompared ? words.notLearned : "";
  // A mean's band is of what all rows of it share: how many lie out of it by chance is not known.
  if (means !== null)
    return {
      name: words.out(words.means(means)) + notLearned,
      ...outOfAll,
      verdict: words.outMeans(count(over), count(under)),
    };
  const expected = (1 - level) * judged;
  return {
    name: words.out(words.points[row]) + notLearned,
    ...outOfAll,
    verdict: words.outOf(count(over), count(under), count(expected)),
    verdictTone: over + under > MANY * Math.max(1, expected) ? "warn" : undefined,
  };
}
