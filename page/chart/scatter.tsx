// Points, and the line that is said of them with its band.
import { area, line } from "d3-shape";
import { useState } from "preact/hooks";
import { number } from "../part/format.ts";
import { Chart } from "./figure.tsx";
import { domainOf, Plane } from "./plane.tsx";

export interface Point {
  x: number;
  y: number;
  /** What it is, where the pointer is on it. */
  label?: string;
  tone?: "is-over" | "is-under";
}

/** The line at x, in the order of x. */
export interface Said {
  x: number;
  y: number;
  lower?: number;
  upper?: number;
}

// More are one grey cloud, and slow: every n-th is drawn, and the table has all.
const POINTS_MAX = 2000;

export function Scatter({
  name,
  file,
  x,
  y,
  points,
  said = [],
  isSquare = false,
}: {
  name: string;
  file: string;
  x: string;
  y: string;
  points: Point[];
  said?: Said[];
  /** Whether both axes are of the same unit, and the diagonal is where both are alike. */
  isSquare?: boolean;
}) {
  const [near, setNear] = useState<Point>();
  const drawn = points.length <= POINTS_MAX ? points : thin(points);
  const both = domainOf([...points.flatMap((point) => [point.x, point.y])]);
  const domainX = isSquare ? both : domainOf(points.map((point) => point.x));
  const domainY = isSquare ? both : domainOf([...points.map((point) => point.y), ...said.map((at) => at.y)]);
  return (
    <Chart
      name={name}
      file={file}
      columns={[
        { name: x, value: (point: Point) => point.x, format: number },
        { name: y, value: (point: Point) => point.y, format: number },
      ]}
      rows={points}
      hover={near === undefined ? "" : `${near.label ?? ""} ${x} ${number(near.x)}, ${y} ${number(near.y)}`}
    >
      {(svg) => (
        <Plane name={name} svg={svg} x={{ domain: domainX, label: x }} y={{ domain: domainY, label: y }} height={300}>
          {({ x: atX, y: atY }) => (
            <>
              {said.some(({ lower }) => lower !== undefined) && (
                <path
                  class="band"
                  d={
                    area<Said>(
                      (at) => atX(at.x),
                      (at) => atY(at.lower ?? at.y),
                      (at) => atY(at.upper ?? at.y),
                    )(said) ?? ""
                  }
                />
              )}
              {isSquare && (
                <line class="other" x1={atX(both[0])} y1={atY(both[0])} x2={atX(both[1])} y2={atY(both[1])} />
              )}
              {drawn.map((point, i) => (
                <circle
                  key={i}
                  class={`measured ${point.tone ?? ""}`}
                  cx={atX(point.x)}
                  cy={atY(point.y)}
                  r={2}
                  onPointerEnter={() => setNear(point)}
                />
              ))}
              {said.length > 0 && (
                <path
                  class="said"
                  d={
                    line<Said>(
                      (at) => atX(at.x),
                      (at) => atY(at.y),
                    )(said) ?? ""
                  }
                />
              )}
            </>
          )}
        </Plane>
      )}
    </Chart>
  );
}

function thin(points: Point[]): Point[] {
  const step = points.length / POINTS_MAX;
  return Array.from({ length: POINTS_MAX }, (_, i) => points[Math.floor(i * step)] as Point);
}
