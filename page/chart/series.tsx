// A chart over time on a canvas (uPlot): drag zooms, shift and drag or the wheel moves, arrow keys walk from time to time.
import { render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import uPlot from "uplot";
import { minute, number } from "../part/format.ts";
import { series as words } from "../words/chart.ts";
import { Chart } from "./figure.tsx";
import { colourOf } from "./save-chart.ts";
import { placeOf, type SeriesData, spanOf } from "./series-data.ts";
import { SeriesDrawing } from "./series-drawing.tsx";
import { optionsOf } from "./series-options.ts";
import { heightOf, useRoom } from "./use-room.ts";

export interface SeriesProps {
  name: string;
  file: string;
  data: SeriesData;
  /** What is seen of it, in milliseconds; all unless given. */
  window?: [number, number] | undefined;
  /** Another stretch of time is to be seen; undefined for all. */
  onWindow?: (window: [number, number] | undefined) => void;
  /** A time was clicked. */
  onPick?: (place: number) => void;
  /** A stretch of time is chosen by dragging, and not looked at closer. */
  isChoosing?: boolean;
  height?: number;
  /** Whether another chart has the buttons that move it. */
  isLed?: boolean;
}

const HEIGHT_SHARE = 0.24;
const STEP = 0.25; // of what is seen

export function Series({
  name,
  file,
  data,
  window,
  onWindow,
  onPick,
  isChoosing = false,
  isLed = false,
  height: wanted = 300,
}: SeriesProps) {
  const { place, width, scale } = useRoom();
  const size = { width: width * scale, height: heightOf(wanted, width, HEIGHT_SHARE) * scale };
  const holder = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(null);
  const [at, setAt] = useState<number>();
  const scheme = useScheme();
  const latest = useRef({ onWindow, onPick });
  latest.current = { onWindow, onPick };
  const all = spanOf(data.t);
  const seen = window ?? all;

  useEffect(() => {
    if (holder.current === null) return;
    const { options, aligned } = optionsOf(data, {
      ...size,
      width: place.current?.clientWidth ?? size.width,
      scale,
      colourOf,
      onWindow: (window) => latest.current.onWindow?.(window),
      onPick: (place) => latest.current.onPick?.(place),
      onCursor: setAt,
    });
    const made = new uPlot(options, aligned, holder.current);
    plot.current = made;
    return () => made.destroy();
  }, [data, scheme, scale]);
  useEffect(() => plot.current?.setSize(size), [size.width, size.height, data, scheme]);
  useEffect(() => plot.current?.setScale("x", { min: seen[0], max: seen[1] }), [seen[0], seen[1], data, scheme, scale]);

  const move = (by: number) => {
    const step = (seen[1] - seen[0]) * by;
    const shift = Math.min(Math.max(step, all[0] - seen[0]), all[1] - seen[1]);
    onWindow?.([seen[0] + shift, seen[1] + shift]);
  };
  const zoom = (share: number) => {
    const middle = at === undefined ? (seen[0] + seen[1]) / 2 : (data.t[at] as number);
    const next: [number, number] = [
      Math.max(all[0], middle - (middle - seen[0]) * share),
      Math.min(all[1], middle + (seen[1] - middle) * share),
    ];
    onWindow?.(next[0] <= all[0] && next[1] >= all[1] ? undefined : next);
  };
  const walk = (by: number) => {
    const first = placeOf(data.t, seen[0]);
    const next = at === undefined ? first : Math.min(data.t.length - 1, Math.max(0, at + by));
    const x = plot.current?.valToPos(data.t[next] as number, "x");
    if (x !== undefined) plot.current?.setCursor({ left: x, top: size.height / 3 });
    setAt(next);
  };
  const walking: Record<string, () => void> = {
    ArrowLeft: () => walk(-1),
    ArrowRight: () => walk(1),
    Enter: () => at !== undefined && onPick?.(at),
  };
  const zooming: Record<string, () => void> = {
    PageUp: () => move(-STEP),
    PageDown: () => move(STEP),
    "+": () => zoom(0.5),
    "-": () => zoom(2),
    Home: () => onWindow?.(undefined),
  };
  const keys = isChoosing ? walking : { ...walking, ...zooming };
  return (
    <Chart
      name={name}
      file={file}
      columns={[
        {
          name: words.time(data.zone),
          value: (row: number) => new Date(data.t[row] as number).toISOString(),
          show: (row) => minute(data.t[row] as number, data.zone),
        },
        ...data.lines.map(({ name, values }) => ({ name, value: (row: number) => values[row], format: number })),
        ...(data.band === undefined
          ? []
          : [
              { name: words.lower, value: (row: number) => data.band?.lower[row], format: number },
              { name: words.upper, value: (row: number) => data.band?.upper[row], format: number },
            ]),
      ]}
      rows={data.t.map((_, row) => row)}
      hover={at === undefined ? (isLed ? "" : isChoosing ? words.choose : words.howTo) : toldAt(data, at)}
      drawing={() => drawn(name, data, window)}
    >
      {() => (
        <div ref={place}>
          <div
            ref={holder}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: so that the arrow keys reach it.
            tabIndex={0}
            role="group"
            aria-label={`${name} ${isChoosing ? words.walk : words.keys}`}
            onKeyDown={(event) => {
              const act = keys[event.key];
              if (act === undefined) return;
              event.preventDefault();
              act();
            }}
          />
          {onWindow !== undefined && !isChoosing && !isLed && (
            <div class="line no-print">
              <button type="button" aria-label={words.earlier} onClick={() => move(-STEP)}>
                ‹
              </button>
              <button type="button" aria-label={words.later} onClick={() => move(STEP)}>
                ›
              </button>
              <button type="button" aria-label={words.closer} onClick={() => zoom(0.5)}>
                +
              </button>
              <button type="button" aria-label={words.wider} onClick={() => zoom(2)}>
                −
              </button>
              {window !== undefined && (
                <button type="button" onClick={() => onWindow(undefined)}>
                  {words.all}
                </button>
              )}
            </div>
          )}
        </div>
      )}
    </Chart>
  );
}

function toldAt({ t, lines, band, zone, unit }: SeriesData, at: number): string {
  const values = lines.flatMap(({ name, values }) =>
    typeof values[at] === "number" ? [`${name} ${number(values[at])}`] : [],
  );
  const spread =
    typeof band?.lower[at] === "number" ? `${band.name} ${number(band.lower[at])} … ${number(band.upper[at])}` : "";
  return `${minute(t[at] as number, zone)}: ${[...values, spread].filter(Boolean).join(", ")} ${unit}`;
}

/** In the document, where styles reach it, until the task is over. */
function drawn(name: string, data: SeriesData, window: [number, number] | undefined): SVGSVGElement {
  const holder = document.createElement("div");
  holder.className = "unseen";
  document.body.append(holder);
  render(<SeriesDrawing name={name} data={data} window={window} />, holder);
  setTimeout(() => {
    render(null, holder);
    holder.remove();
  });
  return holder.firstElementChild as SVGSVGElement;
}

/** Anew where the person changes between dark and light: a canvas does not follow by itself. */
function useScheme(): boolean {
  const [isDark, setDark] = useState(() => matchMedia("(prefers-color-scheme: dark)").matches);
  useEffect(() => {
    const query = matchMedia("(prefers-color-scheme: dark)");
    const follow = () => setDark(query.matches);
    query.addEventListener("change", follow);
    return () => query.removeEventListener("change", follow);
  }, []);
  return isDark;
}
