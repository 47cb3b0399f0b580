// What the norm does not explain: over time, and how it scatters.
import { useMemo } from "preact/hooks";
import { Histogram } from "../../../chart/histogram.tsx";
import { Series } from "../../../chart/series.tsx";
import { Card } from "../../../part/card.tsx";
import { number } from "../../../part/format.ts";
import { inUnit, withUnit } from "../../../part/quantity.ts";
import { residuals as words } from "../../../words/norm-told.ts";
import { residualsOf, type Shown } from "../fold/shown.ts";
import { shapeOf, spreadOf } from "../fold/spread.ts";

// Below this a histogram shows chance.
const ROWS_MIN = 10;
// A mean so small beside the spread is what sums of rounded numbers leave.
const ROUNDING = 1e-9;

export function Residuals({
  norm,
  unit,
  shown,
  zone,
  step,
  isMeans,
  onWindow,
}: {
  norm: string;
  unit: string | null;
  shown: Shown & { t: number[] };
  zone: string;
  step: string | null;
  isMeans: boolean;
  onWindow: (window: [number, number] | undefined) => void;
}) {
  const data = useMemo(
    () => ({
      t: shown.t,
      lines: [
        { name: words.zero, values: shown.t.map(() => 0), colour: "--norm", kind: "line" as const },
        { name: words.difference, values: residualsOf(shown), colour: "--ink", kind: "dots" as const },
      ],
      unit: unit ?? "",
      zone,
    }),
    [shown, zone, unit],
  );
  return (
    <Card width={7} title={words.title} line={words.line(unit) + (isMeans && step !== null ? words.means(step) : "")}>
      <Series name={words.name} file={`${norm}-residuals`} data={data} height={240} onWindow={onWindow} isLed />
    </Card>
  );
}

export function Scattering({
  norm,
  unit,
  shown,
  width,
}: {
  norm: string;
  unit: string | null;
  shown: Shown;
  width: number;
}) {
  const values = useMemo(() => residualsOf(shown).filter((value) => value !== null), [shown]);
  const spread = spreadOf(values);
  const { mean, deviation } = spread;
  const isFew = values.length < ROWS_MIN;
  return (
    <Card
      width={width}
      title={words.histogram}
      line={
        isFew ? undefined : (
          <>
            {words.histogramLine(
              number(Math.abs(mean) < ROUNDING * deviation ? 0 : mean, 2),
              withUnit(number(deviation), unit),
              words.shapes[shapeOf(spread)],
            )}
            <b class="norm">{words.curve}</b>
          </>
        )
      }
    >
      {isFew ? (
        <p class="empty">{words.few}</p>
      ) : (
        <Histogram
          name={words.histogram}
          file={`${norm}-scatter`}
          unit={inUnit(words.difference, unit)}
          values={values}
        />
      )}
    </Card>
  );
}
