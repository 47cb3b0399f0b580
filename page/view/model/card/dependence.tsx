// How what the model says depends on its strongest columns: on average, and for single rows.
import { type Curve, Curves } from "../../../chart/curve.tsx";
import { Intervals } from "../../../chart/intervals.tsx";
import { Card as Box } from "../../../part/card.tsx";
import { count } from "../../../part/format.ts";
import { dependence as words } from "../../../words/model-card.ts";
import type { Card } from "../of-model.ts";

type Dependence = NonNullable<Card["partial_dependence"]>;
type Told = number[] | number[][];

export function Dependence({ card, query }: { card: Card; query: URLSearchParams }) {
  const { partial_dependence: told } = card;
  if (told === null) return null;
  const { classes } = told;
  const found = classes?.findIndex((label) => String(label) === query.get("class")) ?? -1;
  const place = found >= 0 ? found : classes?.length === 2 ? 1 : 0;
  const said = classes === undefined ? words.said : words.probability(String(classes[place]));
  return (
    <>
      {told.columns.map((column, at) => (
        <OfColumn
          key={column.column}
          width={widthOf(told.columns.length, at)}
          column={column}
          place={place}
          said={said}
          rows={told.averaged_rows}
          id={card.id}
        />
      ))}
    </>
  );
}

/** Of so many cards side by side, so that no row has a gap. */
function widthOf(cards: number, at: number): number {
  if (cards === 1) return 12;
  return cards === 2 || cards === 4 || (cards === 5 && at < 2) ? 6 : 4;
}

/** Of classes the numbers of one of them. */
export const ofClass = (told: Told, place: number): number[] =>
  typeof told[0] === "number" ? (told as number[]) : ((told as number[][])[place] ?? []);

function OfColumn({
  column: { column, values, mean, rows: single },
  place,
  said,
  rows,
  id,
  width,
}: {
  column: Dependence["columns"][number];
  place: number;
  said: string;
  rows: number;
  id: number;
  width: number;
}) {
  const means = ofClass(mean, place);
  const rowsOf = single.map((row) => ofClass(row, place));
  const file = `model-${id}-dependence-${column}`;
  const title = words.title(column);
  if (!values.every((value) => typeof value === "number"))
    return (
      <Box title={title} line={words.levels(count(rows))} width={width}>
        <Intervals
          name={title}
          file={file}
          unit={said}
          intervals={values.map((value, at) => {
            const sorted = rowsOf.map((row) => row[at] ?? 0).toSorted((a, b) => a - b);
            const quantile = (share: number) => sorted[Math.round(share * (sorted.length - 1))];
            return { name: String(value), value: means[at] ?? 0, lower: quantile(0.1), upper: quantile(0.9) };
          })}
        />
      </Box>
    );
  const curve = (name: string, ys: number[]): Curve => ({
    name,
    points: values.map((x, at) => ({ x: Number(x), y: ys[at] ?? 0 })),
  });
  return (
    <Box title={title} line={words.line(count(rows))} width={width}>
      <Curves
        name={title}
        file={file}
        height={220}
        x={{ label: column }}
        y={{ label: said }}
        curves={[...rowsOf.map((row, at) => ({ ...curve(words.row(at + 1), row), isThin: true })), curve(said, means)]}
      />
    </Box>
  );
}
