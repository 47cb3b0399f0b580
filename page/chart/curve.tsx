// Lines over a number: a ROC curve, a calibration, a path of λ or of a selection with its error bars.
import { line } from "d3-shape";
import { useState } from "preact/hooks";
import { number } from "../part/format.ts";
import { Chart } from "./figure.tsx";
import { type Axis, domainOf, Plane } from "./plane.tsx";

export interface CurvePoint {
  x: number;
  y: number;
  lower?: number;
  upper?: number;
  /** What it is, in words. */
  label?: string;
  /** Whether it is the one that was chosen. */
  isChosen?: boolean;
  /** Amber: something is not as it was. */
  isWarned?: boolean;
}

export interface Curve {
  name: string;
  points: CurvePoint[];
  /** One beside which the others are seen, dashed: chance, the diagonal. */
  isOther?: boolean;
  /** One of many that are seen together, thin: what is said of a single row. It is in no table. */
  isThin?: boolean;
  /** One among those that are asked, dashed. */
  isDashed?: boolean;
  hasDots?: boolean;
}

interface Row extends CurvePoint {
  curve: string;
}

export function Curves({
  name,
  file,
  x,
  y,
  curves,
  height = 260,
}: {
  name: string;
  file: string;
  x: Omit<Axis, "domain"> & { label: string; domain?: [number, number] };
  y: Omit<Axis, "domain"> & { label: string; domain?: [number, number] };
  curves: Curve[];
  height?: number;
}) {
  const rows: Row[] = curves
    .filter(({ isOther, isThin }) => !isOther && !isThin)
    .flatMap(({ name, points }) => points.map((point) => ({ ...point, curve: name })));
  const [at, setAt] = useState<Row>();
  const domainX =
    x.domain ??
    domainOf(
      rows.map((row) => row.x),
      { room: x.isLog ? 0 : 0.04 },
    );
  const domainY =
    y.domain ?? domainOf(curves.flatMap(({ points }) => points).flatMap((row) => [row.y, row.lower, row.upper]));
  const step = (by: number) => {
    const place =
      at === undefined ? (by > 0 ? 0 : rows.length - 1) : rows.findIndex((row) => row === at || same(row, at)) + by;
    setAt(rows[Math.min(rows.length - 1, Math.max(0, place))]);
  };
  return (
    <Chart
      name={name}
      file={file}
      columns={[
        ...(curves.length > 1 ? [{ name: "", value: (row: Row) => row.curve }] : []),
        { name: x.label, value: (row: Row) => row.x, format: x.format ?? number },
        { name: y.label, value: (row: Row) => row.y, format: y.format ?? number },
        ...(rows.some(({ label }) => label !== undefined)
          ? [{ name: "what", value: (row: Row) => row.label ?? null }]
          : []),
      ]}
      rows={rows}
      hover={at === undefined ? "" : told(at, { x, y, isOne: curves.length === 1 })}
    >
      {(svg) => (
        <div
          class="chart"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: so that the arrow keys reach it.
          tabIndex={0}
          role="group"
          aria-label={name}
          onKeyDown={(event) => {
            if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
            event.preventDefault();
            step(event.key === "ArrowRight" ? 1 : -1);
          }}
        >
          <Plane
            name={name}
            svg={svg}
            x={{ ...x, domain: domainX }}
            y={{ ...y, domain: domainY }}
            height={height}
            onMove={(place) => place !== undefined && setAt(nearest(rows, place, { domainX, domainY }))}
          >
            {({ x: atX, y: atY }) => (
              <>
                {curves.map(({ name, points, isOther, isThin, isDashed, hasDots }) => (
                  <g key={name}>
                    <path
                      class={isOther ? "other" : isThin ? "thin" : isDashed ? "said is-dashed" : "said"}
                      d={
                        line<CurvePoint>(
                          (point) => atX(point.x),
                          (point) => atY(point.y),
                        )(points) ?? ""
                      }
                    />
                    {points.map((point) => (
                      <g key={`${point.x} ${point.y}`}>
                        {point.lower !== undefined && point.upper !== undefined && (
                          <line
                            class="said"
                            x1={atX(point.x)}
                            x2={atX(point.x)}
                            y1={atY(point.lower)}
                            y2={atY(point.upper)}
                          />
                        )}
                        {(hasDots || point.isChosen || point.isWarned) && (
                          <circle
                            cx={atX(point.x)}
                            cy={atY(point.y)}
                            r={point.isChosen || point.isWarned ? 5 : 3}
                            fill={point.isWarned ? "var(--warn)" : point.isChosen ? "var(--norm)" : "var(--surface)"}
                            stroke={point.isWarned ? "var(--warn)" : "var(--norm)"}
                          />
                        )}
                      </g>
                    ))}
                  </g>
                ))}
                {at !== undefined && <circle cx={atX(at.x)} cy={atY(at.y)} r={7} class="spread" />}
              </>
            )}
          </Plane>
        </div>
      )}
    </Chart>
  );
}

function told(at: Row, { x, y, isOne }: { x: Omit<Axis, "domain">; y: Omit<Axis, "domain">; isOne: boolean }): string {
  const spread = at.upper === undefined ? "" : ` ± ${number(at.upper - at.y, 2)}`;
  const values = `${x.label} ${(x.format ?? number)(at.x)}, ${y.label} ${(y.format ?? number)(at.y)}${spread}`;
  return [isOne ? "" : at.curve, at.label ?? "", values].filter(Boolean).join(": ");
}

function nearest(
  rows: Row[],
  place: { x: number; y: number },
  { domainX, domainY }: { domainX: [number, number]; domainY: [number, number] },
): Row | undefined {
  const isLog = domainX[0] > 0 && domainX[1] / domainX[0] > 1000;
  const inX = (value: number) =>
    isLog
      ? Math.log(value / domainX[0]) / Math.log(domainX[1] / domainX[0])
      : (value - domainX[0]) / (domainX[1] - domainX[0]);
  const far = (row: Row) =>
    Math.abs(inX(row.x) - inX(place.x)) + Math.abs(row.y - place.y) / (domainY[1] - domainY[0]) / 4;
  return rows.reduce<Row | undefined>(
    (best, row) => (best === undefined || far(row) < far(best) ? row : best),
    undefined,
  );
}

const same = (a: Row, b: Row) => a.x === b.x && a.y === b.y && a.curve === b.curve;
