// What was used beside what should have been, over time: the chart that the others on the page hang on.
import { useMemo } from "preact/hooks";
import { Series } from "../../../chart/series.tsx";
import type { SeriesData, Stretch } from "../../../chart/series-data.ts";
import { Card } from "../../../part/card.tsx";
import { type Quantity, quantityName } from "../../../part/quantity.ts";
import { choice, consumption as words } from "../../../words/norm.ts";
import { type Place, placeAt, type Shown } from "../fold/shown.ts";

export function Consumption({
  norm,
  of,
  shown,
  seen,
  zone,
  level,
  step,
  isMeans,
  learnedUntil,
  onWindow,
  onPick,
  actions,
}: {
  norm: string;
  of: Quantity;
  /** All that is kept, the window finer. */
  shown: Shown & { t: number[] };
  seen: [number, number] | undefined;
  zone: string;
  level: number;
  /** What a dot stands for in the window, and whether it is a mean. */
  step: string | null;
  isMeans: boolean;
  learnedUntil: number | undefined;
  onWindow: (window: [number, number] | undefined) => void;
  onPick: (time: number) => void;
  actions: preact.ComponentChildren;
}) {
  const data = useMemo(
    () => seriesOf(shown, { zone, unit: of.unit }, learnedUntil),
    [shown, zone, of.unit, learnedUntil],
  );
  return (
    <Card
      title={words.title}
      actions={actions}
      line={
        <>
          {words.dots(quantityName(of))}
          <b class="over">{words.over}</b>
          {words.and}
          <b class="under">{words.under}</b>
          {words.band(choice.holds[String(level)] ?? `${level * 100} %`)}
          <b class="norm">{words.norm}</b>
          {step !== null && (isMeans ? words.means(step) : words.rows(step))}
          {words.click}
        </>
      }
    >
      <Series
        name={words.title}
        file={`${norm}-norm`}
        data={data}
        window={seen}
        onWindow={onWindow}
        onPick={(place) => onPick(shown.t[place] as number)}
      />
    </Card>
  );
}

function seriesOf(
  shown: Shown & { t: number[] },
  { zone, unit }: { zone: string; unit: string | null },
  learnedUntil: number | undefined,
): SeriesData {
  const { t, actual, expected, lower, upper } = shown;
  const places = t.map((_, i) => placeAt(shown, i));
  const at = (place: Place) => actual.map((value, i) => (places[i] === place ? value : null));
  return {
    t,
    lines: [
      { name: words.expected, values: expected, colour: "--norm", kind: "line" },
      { name: words.actual, values: at("within"), colour: "--ink", kind: "dots" },
      { name: words.actualOver, values: at("over"), colour: "--over", kind: "dots" },
      { name: words.actualUnder, values: at("under"), colour: "--under", kind: "dots" },
    ],
    band: { name: words.bandName, lower, upper, colour: "--band" },
    unit: unit ?? "",
    zone,
    stretches: learnedUntil === undefined ? [] : stretchesOf(t, learnedUntil),
  };
}

function stretchesOf(t: number[], learnedUntil: number): Stretch[] {
  const [first, last] = [t[0] ?? 0, t.at(-1) ?? 0];
  if (learnedUntil >= last) return [];
  return [
    { from: first, to: learnedUntil, label: words.learned },
    { from: learnedUntil, to: last, label: words.compared },
  ];
}
