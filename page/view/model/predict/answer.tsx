// What a model says of one row, how sure it is, and why.
import { Intervals } from "../../../chart/intervals.tsx";
import { Card as Box } from "../../../part/card.tsx";
import { number, percent } from "../../../part/format.ts";
import { withUnit } from "../../../part/quantity.ts";
import { predict as words } from "../../../words/model-predict.ts";
import type { Card, Label, Prediction } from "../of-model.ts";
import { contributionsOf } from "./contributions.ts";
import type { Row } from "./row-form.tsx";

const COLUMNS_MAX = 12;
const CLASSES_MAX = 12;

export function Said({ prediction, card }: { prediction: Prediction; card: Card }) {
  const { y, lower, upper, level, classes, probability, warnings } = prediction;
  const [said] = y;
  const ends =
    lower !== undefined && upper !== undefined
      ? withUnit(`${number(lower[0])} … ${number(upper[0])}`, card.unit)
      : undefined;
  return (
    <Box title={words.answer(card.target)} width={12}>
      <p class="large">{withUnit(textOf(said), card.unit)}</p>
      {ends !== undefined && (
        <p>
          <b>{ends}</b> <span class="quiet">{words.interval(percent(100 * (level ?? 0), 0))}</span>
        </p>
      )}
      {classes !== undefined && !probability && <p class="quiet">{words.undecided}</p>}
      {classes !== undefined && probability && (
        <Intervals
          name={words.probabilities}
          file={`model-${card.id}-probabilities`}
          unit={words.probability}
          isBar
          intervals={classes
            .map((label, place) => ({ label, value: probability[0]?.[place] ?? 0 }))
            .toSorted((a, b) => b.value - a.value)
            .slice(0, CLASSES_MAX)
            .map(({ label, value }) => ({
              name: String(label),
              value,
              note: number(value),
              isChosen: label === said,
            }))}
        />
      )}
      {warnings.length > 0 && (
        <ul class="warnings">
          {warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
    </Box>
  );
}

export function Why({ prediction, row, card }: { prediction: Prediction; row: Row; card: Card }) {
  const { explanation, columns, classes, y } = prediction;
  if (explanation === undefined) return null;
  const place = classes?.indexOf(y[0] as Label) ?? -1;
  const { base, sum, parts, isOfClass } = contributionsOf(explanation, columns, place, COLUMNS_MAX);
  const of = isOfClass ? words.ofClass(words.of[explanation.of], String(y[0])) : words.of[explanation.of];
  return (
    <Box title={words.why} line={words.whyLine(of, number(base), number(sum))}>
      <Intervals
        name={words.why}
        file={`model-${card.id}-why`}
        unit={of}
        isBar
        intervals={parts.map(({ column, others, value, error }) => ({
          name: column === undefined ? words.others(String(others)) : `${column} = ${row[column] ?? words.blank}`,
          value,
          note: `${value > 0 ? "+" : ""}${number(value, 2)}`,
          ...(error !== undefined && { lower: value - error, upper: value + error }),
        }))}
      />
    </Box>
  );
}

function textOf(value: Label | undefined): string {
  return typeof value === "number" ? number(value, 4) : String(value);
}
