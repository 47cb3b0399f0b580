// Every penalty that cross-validation tries, and its error.

import { answerOf, edgefit, useAnswer } from "../../../api.ts";
import { type CurvePoint, Curves } from "../../../chart/curve.tsx";
import { Asked } from "../../../part/asked.tsx";
import { Card } from "../../../part/card.tsx";
import { number } from "../../../part/format.ts";
import { features } from "../../../words/norm-acts.ts";
import type { LambdaPath, Norm } from "../shapes.ts";

const words = features.lambda;

export function PenaltyPath({ norm }: { norm: Norm }) {
  const asked = useAnswer(
    (signal) => answerOf(edgefit().GET("/norms/{norm}/lambda", { params: { path: { norm: norm.norm } }, signal })),
    [norm.norm, norm.version],
  );
  const range = norm.cv?.lambda_range;
  return (
    <Card title={norm.lambda === null ? words.none : words.title(penalty(norm.lambda))} line={words.line} width={6}>
      <Asked of={asked} isEmpty={({ path }) => path.every(({ cv }) => cv === null)} empty={words.empty}>
        {(data) => {
          const { points, atZero } = pointsOf(data);
          return (
            <>
              <Curves
                name={words.chart}
                file={`${norm.norm}-lambda`}
                x={{ label: words.x, isLog: true, format: (value) => (value === atZero ? "0" : number(value, 2)) }}
                y={{ label: words.y(norm.unit) }}
                curves={[{ name: words.y(norm.unit), points, hasDots: true }]}
              />
              {range !== undefined && <p class="quiet">{words.asGood(penalty(range.from), penalty(range.to))}</p>}
            </>
          );
        }}
      </Asked>
    </Card>
  );
}

/** No penalty at all stands a step left of the least one: a logarithmic axis has no zero. */
function pointsOf({ path, lambda: used }: LambdaPath): { points: CurvePoint[]; atZero: number } {
  const [least = 1, next = 10] = path.map(({ lambda }) => lambda).filter((lambda) => lambda > 0);
  const atZero = least / (next / least);
  const far = (lambda: number) => Math.abs(Math.log((lambda || atZero) / (used || atZero)));
  const nearest = path.reduce((best, { lambda }) => (far(lambda) < far(best) ? lambda : best), path[0]?.lambda ?? 0);
  const points = path.flatMap(({ lambda, cv, degrees_of_freedom }): CurvePoint[] => {
    if (cv === null) return [];
    const spread = cv.rmse_std_error ?? 0;
    const label = words.label(penalty(lambda), number(degrees_of_freedom));
    const isChosen = used !== null && lambda === nearest;
    return [{ x: lambda || atZero, y: cv.rmse, lower: cv.rmse - spread, upper: cv.rmse + spread, label, isChosen }];
  });
  return { points, atZero };
}

const penalty = (lambda: number) => (lambda === 0 ? "0" : number(lambda));
