// What uPlot is told of a chart over time.
import uPlot from "uplot";
import { short } from "./plane.tsx";
import type { SeriesData } from "./series-data.ts";

export interface SeriesWays {
  width: number;
  height: number;
  /** Pixels of a unit of a chart: its text and dots grow with the page. */
  scale: number;
  colourOf: (variable: string) => string;
  onWindow: (window: [number, number]) => void;
  onPick: (place: number) => void;
  onCursor: (place: number | undefined) => void;
}

const FONT_PX = 12;
const FONT = "system-ui, Inter, sans-serif";
const AXIS_PX = { x: 50, y: 56 };
// "16 Jan" and a gap.
const TICK_PX = 58;
const DOT_PX = 2.5;
// A click moves the pointer by less.
const DRAG_PX = 6;
const WHEEL_STEP = 0.8;

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
// By the distance of ticks: what stands at each, and below it at the first and where the year, the month or the day is another.
const TIMES: uPlot.Axis.Values = [
  [360 * DAY_MS, "{YYYY}", null, null, null, null, null, null, 1],
  [28 * DAY_MS, "{MMM}", "\n{YYYY}", null, null, null, null, null, 1],
  [DAY_MS, "{D} {MMM}", "\n{YYYY}", null, null, null, null, null, 1],
  [MINUTE_MS, "{HH}:{mm}", "\n{D} {MMM} {YYYY}", null, "\n{D} {MMM}", null, null, null, 1],
  [1, "{HH}:{mm}:{ss}", "\n{D} {MMM} {YYYY}", null, "\n{D} {MMM}", null, null, null, 1],
];

export function optionsOf(data: SeriesData, ways: SeriesWays): { options: uPlot.Options; aligned: uPlot.AlignedData } {
  const { t, lines, band, zone, stretches = [] } = data;
  const { colourOf, scale } = ways;
  const quiet = colourOf("--quiet");
  // uPlot reads whole pixels alone.
  const font = `${Math.round(FONT_PX * scale)}px ${FONT}`;
  const axis = { stroke: quiet, font, grid: { stroke: colourOf("--line"), width: 1 }, ticks: { show: false } };
  const dots = dotsOf(scale);
  const drawn = lines.map(
    ({ name, colour, kind }): uPlot.Series =>
      kind === "line"
        ? { label: name, stroke: colourOf(colour), width: 1.5 * scale, spanGaps: false, points: { show: false } }
        : { label: name, fill: colourOf(colour), paths: dots, points: { show: false } },
  );
  const ends: uPlot.Series[] =
    band === undefined
      ? []
      : [
          { points: { show: false }, width: 0 },
          { points: { show: false }, width: 0 },
        ];
  const options: uPlot.Options = {
    width: ways.width,
    height: ways.height,
    ms: 1,
    tzDate: (time) => uPlot.tzDate(new Date(time), zone),
    legend: { show: false },
    padding: [16 * scale, 20 * scale, 0, 0],
    scales: { x: { time: true } },
    axes: [
      { ...axis, size: AXIS_PX.x * scale, space: TICK_PX * scale, values: TIMES },
      {
        ...axis,
        size: AXIS_PX.y * scale,
        values: (_, ticks) => ticks.map((tick) => (tick === null ? "" : short(tick))),
      },
    ],
    series: [{}, ...ends, ...drawn],
    ...(band !== undefined && { bands: [{ series: [2, 1] as [number, number], fill: colourOf(band.colour) }] }),
    cursor: {
      drag: { x: true, y: false, setScale: false, dist: DRAG_PX },
      points: { show: false },
      y: false,
    },
    hooks: {
      setCursor: [
        ({ cursor }) =>
          ways.onCursor(cursor.left !== undefined && cursor.left >= 0 ? (cursor.idx ?? undefined) : undefined),
      ],
      setSelect: [
        (plot) => {
          const { left, width } = plot.select;
          if (width > DRAG_PX) ways.onWindow([plot.posToVal(left, "x"), plot.posToVal(left + width, "x")]);
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
      draw: [(plot) => nameStretches(plot, stretches, { ink: colourOf("--ink"), scale })],
      ready: [(plot) => listen(plot, ways, t)],
    },
  };
  const values = [...(band === undefined ? [] : [band.lower, band.upper]), ...lines.map(({ values }) => values)];
  return { options, aligned: [t, ...values] as uPlot.AlignedData };
}

/** Squares: a hundred thousand of them are drawn where circles would stutter. */
function dotsOf(scale: number): uPlot.Series.PathBuilder {
  return (plot, seriesIdx, from, to) => {
    const path = new Path2D();
    const times = plot.data[0];
    const values = plot.data[seriesIdx] ?? [];
    const size = DOT_PX * scale * devicePixelRatio;
    for (let i = from; i <= to; i++) {
      const value = values[i];
      if (value === null || value === undefined) continue;
      const x = plot.valToPos(times[i] as number, "x", true);
      const y = plot.valToPos(value, "y", true);
      path.rect(x - size / 2, y - size / 2, size, size);
    }
    return { fill: path, stroke: null, flags: 2 };
  };
}

function nameStretches(
  plot: uPlot,
  stretches: NonNullable<SeriesData["stretches"]>,
  { ink, scale }: { ink: string; scale: number },
): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.fillStyle = ink;
  ctx.font = `600 ${FONT_PX * scale * devicePixelRatio}px ${FONT}`;
  ctx.textBaseline = "top";
  ctx.textAlign = "left";
  for (const { from, to, label } of stretches) {
    const left = Math.max(bbox.left, plot.valToPos(from, "x", true));
    const right = Math.min(bbox.left + bbox.width, plot.valToPos(to, "x", true));
    if (right - left > ctx.measureText(label).width)
      ctx.fillText(label, left + 4, bbox.top - 14 * scale * devicePixelRatio);
  }
  ctx.restore();
}

/** What uPlot does not do by itself: a click picks, the wheel zooms, shift and drag moves. */
function listen(plot: uPlot, { onWindow, onPick }: SeriesWays, t: number[]): void {
  const { over } = plot;
  const all: [number, number] = [t[0] ?? 0, t.at(-1) ?? 1];
  let held: { x: number; seen: [number, number] } | undefined;
  const seen = (): [number, number] => [plot.scales.x?.min ?? all[0], plot.scales.x?.max ?? all[1]];
  over.addEventListener("click", () => {
    const place = plot.cursor.idx;
    if (place !== null && place !== undefined) onPick(place);
  });
  over.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && !event.metaKey && !event.shiftKey) return;
      event.preventDefault();
      const share = event.deltaY < 0 ? WHEEL_STEP : 1 / WHEEL_STEP;
      const middle = plot.posToVal(event.offsetX, "x");
      const [from, to] = seen();
      onWindow([Math.max(all[0], middle - (middle - from) * share), Math.min(all[1], middle + (to - middle) * share)]);
    },
    { passive: false },
  );
  over.addEventListener(
    "mousedown",
    (event) => {
      if (!event.shiftKey) return;
      event.stopImmediatePropagation();
      held = { x: event.clientX, seen: seen() };
    },
    { capture: true },
  );
  over.addEventListener("mousemove", (event) => {
    if (held === undefined) return;
    const [from, to] = held.seen;
    const wanted = ((held.x - event.clientX) / over.clientWidth) * (to - from);
    const shift = Math.min(Math.max(wanted, all[0] - from), all[1] - to);
    plot.setScale("x", { min: from + shift, max: to + shift });
  });
  const letGo = () => {
    if (held === undefined) return;
    held = undefined;
    onWindow(seen());
  };
  over.addEventListener("mouseup", letGo);
  over.addEventListener("mouseleave", letGo);
}
