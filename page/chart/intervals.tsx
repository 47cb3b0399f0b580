// A line for each: a dot, and how sure it is to both sides; or a bar from zero.

import { scaleLinear } from "d3-scale";
import { number } from "../part/format.ts";
import { Drawing } from "./drawing.tsx";
import { Chart } from "./figure.tsx";
import { domainOf, type Scale } from "./plane.tsx";
import { CHARACTER_PX, cut } from "./text.ts";
import { useRoom } from "./use-room.ts";

export interface Interval {
  name: string;
  value: number;
  lower?: number | undefined;
  upper?: number | undefined;
  /** At the end of the line. */
  note?: string | undefined;
  isChosen?: boolean;
}

const ROW_PX = 26;
const NAME_SHARE = 0.36;
const NAME_PX_MAX = 240;
const NOTE_PX = 76;

export function Intervals({
  name,
  file,
  unit,
  intervals,
  isBar = false,
  format = number,
}: {
  name: string;
  file: string;
  /** Under the axis. */
  unit: string;
  intervals: Interval[];
  isBar?: boolean;
  format?: (value: number) => string;
}) {
  const room = useRoom();
  const { width } = room;
  const longest = Math.max(...intervals.map(({ name }) => name.length), 1);
  const left = Math.min(NAME_PX_MAX, width * NAME_SHARE, longest * CHARACTER_PX + 8);
  const bottom = intervals.length * ROW_PX + 8;
  const height = bottom + 38;
  const domain = domainOf(
    intervals.flatMap(({ value, lower, upper }) => [value, lower, upper]),
    { with: isBar ? [0] : [] },
  );
  const x = scaleLinear(domain, [left + 10, width - NOTE_PX]);
  // Of counts there is no half.
  const isCount = intervals.every(({ value }) => Number.isInteger(value));
  const wanted = x
    .ticks(Math.max(2, Math.round((width - left - NOTE_PX) / 90)))
    .filter((tick) => !isCount || Number.isInteger(tick));
  const ticks = apart(wanted, x, (tick) => trim(format(tick)));
  return (
    <Chart
      name={name}
      file={file}
      columns={[
        { name: "name", value: (row: Interval) => row.name },
        { name: "value", value: ({ value }) => value, format },
        { name: "lower", value: ({ lower }) => lower, format },
        { name: "upper", value: ({ upper }) => upper, format },
        { name: "note", value: (row: Interval) => row.note ?? null },
      ]}
      rows={intervals}
    >
      {(svg) => (
        <Drawing
          name={name}
          description={intervals.map(({ name, value }) => `${name} ${format(value)}`).join(", ")}
          svg={svg}
          room={room}
          height={height}
        >
          {ticks.map((tick) => (
            <g key={tick}>
              <line class={tick === 0 ? "zero" : "grid"} x1={x(tick)} x2={x(tick)} y1={4} y2={bottom} />
              <text x={x(tick)} y={bottom + 14} text-anchor="middle">
                {trim(format(tick))}
              </text>
            </g>
          ))}
          <text x={(left + width - NOTE_PX) / 2} y={height - 4} text-anchor="middle">
            {unit}
          </text>
          {intervals.map((interval, i) => (
            <g key={interval.name} transform={`translate(0 ${i * ROW_PX + 16})`}>
              <title>{`${interval.name}: ${format(interval.value)}`}</title>
              <text x={left} y={4} text-anchor="end" class={interval.isChosen ? "label" : undefined}>
                {cut(interval.name, left)}
              </text>
              <Mark interval={interval} x={x} isBar={isBar} />
              <text x={width - NOTE_PX + 8} y={4}>
                {interval.note ?? ""}
              </text>
            </g>
          ))}
        </Drawing>
      )}
    </Chart>
  );
}

function Mark({
  interval: { value, lower, upper, isChosen },
  x,
  isBar,
}: {
  interval: Interval;
  x: Scale;
  isBar: boolean;
}) {
  const spread = lower !== undefined && upper !== undefined && (
    <line class={isBar ? "spread" : isChosen === false ? "other" : "said"} x1={x(lower)} x2={x(upper)} y1={0} y2={0} />
  );
  if (isBar)
    return (
      <>
        <rect class="bar-of" x={Math.min(x(0), x(value))} width={Math.abs(x(value) - x(0))} y={-7} height={14} rx={3} />
        {spread}
      </>
    );
  return (
    <>
      {spread}
      <circle cx={x(value)} cy={0} r={4.5} fill={isChosen === false ? "var(--quiet)" : "var(--norm)"} />
    </>
  );
}

/** Every second, third … of them, so that none is written over another one, and none like the one before. */
function apart(ticks: number[], x: Scale, written: (tick: number) => string): number[] {
  const [first = 0, second = first] = ticks;
  const longest = Math.max(...ticks.map((tick) => written(tick).length), 1);
  const every = Math.max(1, Math.ceil((longest * CHARACTER_PX) / Math.max(1, x(second) - x(first))));
  const zero = Math.max(0, ticks.indexOf(0));
  const kept = ticks.filter((_, place) => (place - zero) % every === 0);
  return kept.filter((tick, place) => place === 0 || written(tick) !== written(kept[place - 1] as number));
}

const trim = (text: string) => (text.includes(".") ? text.replace(/0+(?=\D*$)/, "").replace(/\.(?=\D*$)/, "") : text);
