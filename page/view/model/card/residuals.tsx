// Where a model of numbers errs: told against actual, how far it is off, whether something is left in that, and what its intervals hold.
import { Curves } from "../../../chart/curve.tsx";
import { Histogram } from "../../../chart/histogram.tsx";
import { domainOf } from "../../../chart/plane.tsx";
import { Scatter } from "../../../chart/scatter.tsx";
import { Card as Box } from "../../../part/card.tsx";
import { count, number, percent } from "../../../part/format.ts";
import { residuals as words } from "../../../words/model-card.ts";
import type { Decisions, Score } from "../of-model.ts";

export function Residuals({ decisions, score }: { decisions: Decisions; score: Score | null }) {
  const { model_id, kept, held_out, residuals } = decisions;
  const actual = decisions.actual.map(Number);
  const predicted = decisions.predicted.map(Number);
  const missed = actual.map((value, row) => value - (predicted[row] ?? 0));
  const span = domainOf(predicted, { room: 0 });
  const file = (what: string) => `model-${model_id}-${what}`;
  const intervals = intervalsOf(score);
  return (
    <>
      {intervals.length > 0 && (
        <Box title={words.coverage} line={words.coverageLine} width={5}>
          <Curves
            name={words.coverage}
            file={file("coverage")}
            x={{ label: words.level, format: (value) => percent(100 * value, 0), domain: [0.75, 1] }}
            y={{ label: words.held, format: (value) => percent(100 * value, 0) }}
            curves={[
              { name: words.level, isOther: true, points: [0.75, 1].map((value) => ({ x: value, y: value })) },
              {
                name: words.held,
                hasDots: true,
                points: intervals.map(({ level, coverage, half_width }) => ({
                  x: level,
                  y: coverage ?? 0,
                  label: `${words.width} ${number(half_width)}`,
                })),
              },
            ]}
          />
        </Box>
      )}
      <Box title={words.fit} line={words.fitLine(count(kept), count(held_out))} width={4}>
        <Scatter
          name={words.fit}
          file={file("fit")}
          x={words.predicted}
          y={words.actual}
          isSquare
          points={actual.map((y, row) => ({ x: predicted[row] ?? 0, y }))}
        />
      </Box>
      <Box title={words.pattern} line={words.patternLine} width={4}>
        <Scatter
          name={words.pattern}
          file={file("residuals")}
          x={words.predicted}
          y={words.residual}
          points={missed.map((y, row) => ({ x: predicted[row] ?? 0, y }))}
          said={span.map((x) => ({ x, y: 0 }))}
        />
      </Box>
      <Box title={words.spread} line={words.spreadLine(number(residuals?.mean, 2), number(residuals?.std))} width={4}>
        <Histogram name={words.spread} file={file("spread")} unit={words.residual} values={missed} />
      </Box>
    </>
  );
}

/** Those of which it is known what they hold. */
export const intervalsOf = (score: Score | null) => score?.intervals?.filter(({ coverage }) => coverage !== null) ?? [];
