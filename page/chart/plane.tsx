// Two axes, and what is drawn between them.

import { type ScaleContinuousNumeric, scaleLinear, scaleLog } from "d3-scale";
import type { ComponentChildren, RefObject } from "preact";
import { number } from "../part/format.ts";
import { plane as words } from "../words/chart.ts";
import { Drawing } from "./drawing.tsx";
import { within } from "./text.ts";
import { heightOf, useRoom } from "./use-room.ts";

export type Scale = ScaleContinuousNumeric<number, number>;

export interface Axis {
  /** Least and largest of what is drawn. */
  domain: [number, number];
  label?: string;
  isLog?: boolean;
  format?: (value: number) => string;
}

const EDGE = { top: 12, right: 12, bottom: 40, left: 52 };
const HEIGHT_SHARE = 0.3;
const TICK_EVERY = { x: 90, y: 48 };

export function Plane({
  name,
  svg,
  x,
  y,
  height: wanted = 260,
  onMove,
  children,
}: {
  name: string;
  svg: RefObject<SVGSVGElement | null>;
  x: Axis;
  y: Axis;
  height?: number;
  /** Where the pointer is, in units of x and y; undefined where it has left. */
  onMove?: (at: { x: number; y: number } | undefined) => void;
  children: (scales: { x: Scale; y: Scale; width: number; height: number }) => ComponentChildren;
}) {
  const room = useRoom();
  const { width } = room;
  const height = heightOf(wanted, width, HEIGHT_SHARE);
  const [right, bottom] = [width - EDGE.right, height - EDGE.bottom];
  const scaleX = scaleOf(x, [EDGE.left, right]);
  const scaleY = scaleOf(y, [bottom, EDGE.top]);
  const told = [x, y].map(({ label = "", domain, format = short }) => words.axis(label, ...ends(domain, format)));
  return (
    <Drawing
      name={name}
      description={told.join(" ")}
      svg={svg}
      room={room}
      height={height}
      onMove={onMove && ((at) => onMove(at && { x: scaleX.invert(at.x), y: scaleY.invert(at.y) }))}
    >
      {ticksOf(scaleY, (bottom - EDGE.top) / TICK_EVERY.y).map((tick) => (
        <g key={tick}>
          <line class="grid" x1={EDGE.left} x2={right} y1={scaleY(tick)} y2={scaleY(tick)} />
          <text x={EDGE.left - 6} y={scaleY(tick) + 4} text-anchor="end">
            {(y.format ?? short)(tick)}
          </text>
        </g>
      ))}
      {ticksOf(scaleX, (right - EDGE.left) / TICK_EVERY.x).map((tick) => (
        <text
          key={tick}
          x={within((x.format ?? short)(tick), scaleX(tick), width)}
          y={bottom + 16}
          text-anchor="middle"
        >
          {(x.format ?? short)(tick)}
        </text>
      ))}
      {x.label !== undefined && (
        <text x={(EDGE.left + right) / 2} y={height - 6} text-anchor="middle">
          {x.label}
        </text>
      )}
      {y.label !== undefined && (
        <text x={EDGE.left} y={EDGE.top - 3} text-anchor="start">
          {y.label}
        </text>
      )}
      {children({ x: scaleX, y: scaleY, width, height })}
    </Drawing>
  );
}

/** From the least to the largest of values, with a little room on each side. */
export function domainOf(
  values: Iterable<number | null | undefined>,
  { room = 0.04, with: within = [] as number[] } = {},
): [number, number] {
  let [least, largest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of [...values, ...within]) {
    if (value === null || value === undefined || !Number.isFinite(value)) continue;
    if (value < least) least = value;
    if (value > largest) largest = value;
  }
  if (least > largest) return [0, 1];
  const more = (largest - least || Math.abs(largest) || 1) * room;
  return [least - more, largest + more];
}

function scaleOf({ domain, isLog = false }: Axis, range: [number, number]): Scale {
  return isLog ? scaleLog(domain, range) : scaleLinear(domain, range);
}

/** At round numbers; of a logarithmic scale at powers of ten. */
function ticksOf(scale: Scale, about: number): number[] {
  const ticks = scale.ticks(Math.max(2, Math.round(about)));
  const tens = ticks.filter((tick) => Math.abs(Math.log10(tick) % 1) < 1e-9);
  return "base" in scale && tens.length >= 2 ? tens : ticks;
}

const ends = ([least, largest]: [number, number], format: (value: number) => string) =>
  [format(least), format(largest)] as const;

/** Beside an axis: without zeros that say nothing. */
export const short = (value: number) =>
  number(value, Math.abs(value) >= 1000 ? 6 : 3)
    .replace(/(\.\d*?)0+$/, "$1")
    .replace(/\.$/, "");
