// A chart over time as a drawing: for paper, and to be saved. On the screen it is a canvas (series.tsx).
import { scaleLinear } from "d3-scale";
import { area, line } from "d3-shape";
import { day } from "../part/format.ts";
import { domainOf, short } from "./plane.tsx";
import { placeOf, type SeriesData, spanOf } from "./series-data.ts";

const SIZE = { width: 1200, height: 320 };
const EDGE = { top: 24, right: 12, bottom: 28, left: 84 };
// No paper shows more.
const POINTS_MAX = 2400;

export function SeriesDrawing({
  name,
  data: { t, lines, band, unit, zone, stretches = [] },
  window = spanOf(t),
}: {
  name: string;
  data: SeriesData;
  window?: [number, number] | undefined;
}) {
  const [first, last] = [placeOf(t, window[0]), placeOf(t, window[1])];
  const step = Math.max(1, Math.ceil((last - first + 1) / POINTS_MAX));
  const places = Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, i) => first + i * step);
  const all = [...lines.map(({ values }) => values), ...(band === undefined ? [] : [band.lower, band.upper])];
  const x = scaleLinear(window, [EDGE.left, SIZE.width - EDGE.right]);
  const y = scaleLinear(domainOf(all.flatMap((values) => places.map((i) => values[i]))), [
    SIZE.height - EDGE.bottom,
    EDGE.top,
  ]);
  const at = (i: number) => x(t[i] as number);
  return (
    <svg class="chart" viewBox={`0 0 ${SIZE.width} ${SIZE.height}`} role="img" aria-label={name}>
      {y.ticks(5).map((tick) => (
        <g key={tick}>
          <line class="grid" x1={EDGE.left} x2={SIZE.width - EDGE.right} y1={y(tick)} y2={y(tick)} />
          <text x={EDGE.left - 6} y={y(tick) + 4} text-anchor="end">
            {short(tick)}
          </text>
        </g>
      ))}
      {[0, 0.25, 0.5, 0.75, 1].map((share) => (
        <text
          key={share}
          x={(x.range()[0] as number) + share * ((x.range()[1] as number) - (x.range()[0] as number))}
          y={SIZE.height - 8}
          text-anchor={share === 0 ? "start" : share === 1 ? "end" : "middle"}
        >
          {day(window[0] + share * (window[1] - window[0]), zone)}
        </text>
      ))}
      <text x={EDGE.left} y={15}>
        {unit}
      </text>
      {stretches.map(({ from, to, label }) => (
        <text key={label} class="label" x={x(Math.max(from, window[0])) + 4} y={EDGE.top + 10}>
          {to > window[0] && from < window[1] ? label : ""}
        </text>
      ))}
      {band !== undefined && (
        <path
          d={
            area<number>(
              at,
              (i) => y(band.lower[i] as number),
              (i) => y(band.upper[i] as number),
            ).defined((i) => typeof band.lower[i] === "number" && typeof band.upper[i] === "number")(places) ?? ""
          }
          fill={`var(${band.colour})`}
        />
      )}
      {lines.map(({ name, values, colour, kind }) =>
        kind === "line" ? (
          <path
            key={name}
            d={
              line<number>(at, (i) => y(values[i] as number)).defined((i) => typeof values[i] === "number")(places) ??
              ""
            }
            fill="none"
            stroke={`var(${colour})`}
            stroke-width={1.5}
          />
        ) : (
          <path
            key={name}
            d={places
              .filter((i) => typeof values[i] === "number")
              .map((i) => `M${at(i).toFixed(1)} ${y(values[i] as number).toFixed(1)}h2v2h-2z`)
              .join("")}
            fill={`var(${colour})`}
          />
        ),
      )}
    </svg>
  );
}
