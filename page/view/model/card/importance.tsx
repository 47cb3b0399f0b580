// How much each column matters, by each measure that the family tells.
import { changeQuery } from "../../../address.ts";
import { Intervals } from "../../../chart/intervals.tsx";
import { Card as Box } from "../../../part/card.tsx";
import { Select } from "../../../part/field.tsx";
import { number } from "../../../part/format.ts";
import { importance as words } from "../../../words/model-card.ts";
import type { Card } from "../of-model.ts";
import { intervalsOf } from "./residuals.tsx";

const COLUMNS_MAX = 15;
// What is lost on rows that were not learned from says more than what was gained on those that were.
const ORDER = ["permutation", "gain", "standardised_coefficient", "impurity"];

export function Importance({ card, query }: { card: Card; query: URLSearchParams }) {
  if (card.version === null) return null;
  const told = Object.keys(card.importance).length > 0 ? card.importance : (card.origin?.importance ?? {});
  const measures = Object.keys(told).toSorted((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b));
  const measure = measures.find((name) => name === query.get("measure")) ?? measures[0];
  const width =
    card.data !== null && (card.problem === "classification" || intervalsOf(card.score).length > 0) ? 7 : 12;
  if (measure === undefined) return <Box title={words.title} line={words.none} width={width} />;
  const columns = Object.entries(told[measure] ?? {}).toSorted(([, a], [, b]) => b - a);
  const shown = columns.slice(0, COLUMNS_MAX);
  const line = (words.measures as Record<string, string>)[measure] ?? measure;
  const unit = words.units[measure as keyof typeof words.units] ?? measure;
  return (
    <Box
      title={words.title}
      line={shown.length < columns.length ? `${line}; ${words.some(shown.length, columns.length)}` : line}
      width={width}
      actions={
        measures.length > 1 && (
          <Select
            label={words.measure}
            isLabelHidden
            value={measure}
            options={measures.map((name) => [name, name.replaceAll("_", " ")] as const)}
            onChange={(measure) => changeQuery({ measure })}
          />
        )
      }
    >
      <Intervals
        name={words.title}
        file={`model-${card.id}-importance`}
        unit={typeof unit === "string" ? unit : unit[card.problem === "classification" ? "Accuracy" : "RMSE"]}
        isBar
        intervals={shown.map(([name, value]) => ({ name, value, note: number(value, 2) }))}
      />
    </Box>
  );
}
