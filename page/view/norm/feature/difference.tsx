// What other features would change: the error on what was not learned from, and whether the difference is one.

import type { Asked as Answer } from "../../../api.ts";
import { Intervals } from "../../../chart/intervals.tsx";
import { Asked } from "../../../part/asked.tsx";
import { Card } from "../../../part/card.tsx";
import { Figures } from "../../../part/figures.tsx";
import { count, fixed, number, percent } from "../../../part/format.ts";
import { withUnit } from "../../../part/quantity.ts";
import { features } from "../../../words/norm-acts.ts";
import type { Norm, WhatIf } from "../shapes.ts";
import { compareErrors } from "./compare-errors.ts";

const words = features.difference;

export function Difference({
  norm,
  whatIf,
  isItself,
  isNothing,
}: {
  norm: Norm;
  whatIf: Answer<WhatIf | null>;
  isItself: boolean;
  isNothing: boolean;
}) {
  const then = whatIf.data?.cv;
  const verdict = norm.cv && then ? compareErrors(norm.cv, then).verdict : undefined;
  const title = isItself ? "itself" : verdict;
  return (
    <Card
      title={isNothing ? features.tick.none : title === undefined ? words.label : words.titles[title]}
      line={words.line}
      width={7}
    >
      {!isNothing && (
        <Asked of={whatIf}>
          {(data) =>
            data === null ? null : data.cv === null || norm.cv === null ? (
              <p class="warn">{words.noFolds}</p>
            ) : (
              <Told norm={norm} data={data} />
            )
          }
        </Asked>
      )}
    </Card>
  );
}

function Told({ norm, data }: { norm: Norm; data: WhatIf }) {
  if (norm.cv === null || data.cv === null) return null;
  const { verdict, percent: by } = compareErrors(norm.cv, data.cv);
  const tone = verdict === "better" ? "good" : verdict === "worse" ? "warn" : undefined;
  const interval = (name: string, { rmse, rmse_std_error = 0 }: NonNullable<Norm["cv"]>, isChosen: boolean) => ({
    name,
    value: rmse,
    lower: rmse - rmse_std_error,
    upper: rmse + rmse_std_error,
    note: number(rmse),
    isChosen,
  });
  return (
    <>
      <Figures
        label={words.label}
        figures={[
          {
            name: words.error,
            value: withUnit(number(data.cv.rmse), norm.unit),
            spread: `± ${number(data.cv.rmse_std_error, 2)}`,
            verdict: `${words.norm} ${number(norm.cv.rmse)} ± ${number(norm.cv.rmse_std_error, 2)}`,
          },
          {
            name: words.change,
            value: `${by > 0 && verdict !== "same" ? "+" : ""}${percent(by)}`,
            tone,
            verdict: verdict === "same" ? words.same : words.beyond,
            verdictTone: tone,
          },
          {
            name: words.features,
            value: count(data.coefficients.length),
            spread: words.penalty(number(data.lambda)),
            verdict: words.featuresNow(count(norm.coefficients.length), number(norm.lambda)),
          },
          {
            name: words.explained,
            value: fixed(data.cv.r_squared, 3),
            verdict: `${words.norm} ${fixed(norm.cv.r_squared, 3)}`,
          },
        ]}
      />
      <Intervals
        name={words.chart}
        file={`${norm.norm}-what-if`}
        unit={words.unit(norm.unit)}
        intervals={[interval(words.norm, norm.cv, false), interval(words.whatIf, data.cv, true)]}
      />
      {data.warnings.map((warning) => (
        <p key={warning} class="quiet">
          {warning}
        </p>
      ))}
    </>
  );
}
