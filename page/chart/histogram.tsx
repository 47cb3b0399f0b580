// How often values are of which size, beside the normal curve of the same mean and spread.
import { line } from "d3-shape";
import { count, number } from "../part/format.ts";
import { Chart } from "./figure.tsx";
import { Plane } from "./plane.tsx";

interface Bin {
  from: number;
  to: number;
  count: number;
}

const BINS_MAX = 60;
const CURVE_POINTS = 80;

export function Histogram({
  name,
  file,
  unit,
  values,
}: {
  name: string;
  file: string;
  unit: string;
  values: number[];
}) {
  const bins = binsOf(values);
  const { mean, deviation } = momentsOf(values);
  const from = bins[0]?.from ?? 0;
  const to = bins.at(-1)?.to ?? 1;
  const width = (to - from) / Math.max(1, bins.length);
  const normal = Array.from({ length: CURVE_POINTS + 1 }, (_, i) => {
    const x = from + ((to - from) * i) / CURVE_POINTS;
    const z = (x - mean) / (deviation || 1);
    return { x, y: (values.length * width * Math.exp(-(z * z) / 2)) / ((deviation || 1) * Math.sqrt(2 * Math.PI)) };
  });
  const most = Math.max(...bins.map(({ count }) => count), ...normal.map(({ y }) => y), 1);
  return (
    <Chart
      name={name}
      file={file}
      columns={[
        { name: "from", value: ({ from }) => from, format: number },
        { name: "to", value: ({ to }) => to, format: number },
        { name: "rows", value: (bin: Bin) => bin.count },
      ]}
      rows={bins}
    >
      {(svg) => (
        <Plane
          name={name}
          svg={svg}
          x={{ domain: [from, to], label: unit }}
          y={{ domain: [0, most * 1.05], format: count }}
        >
          {({ x, y }) => (
            <>
              {bins.map((bin) => (
                <rect
                  key={bin.from}
                  class="measured"
                  x={x(bin.from) + 0.5}
                  width={Math.max(0.5, x(bin.to) - x(bin.from) - 1)}
                  y={y(bin.count)}
                  height={y(0) - y(bin.count)}
                />
              ))}
              <path
                class="said"
                d={
                  line<{ x: number; y: number }>(
                    (at) => x(at.x),
                    (at) => y(at.y),
                  )(normal) ?? ""
                }
              />
            </>
          )}
        </Plane>
      )}
    </Chart>
  );
}

/** Of the width of Freedman and Diaconis (1981): 2 × interquartile range ÷ ∛n. */
export function binsOf(values: number[]): Bin[] {
  const sorted = Float64Array.from(values).sort();
  const [least = 0] = sorted;
  const largest = sorted.at(-1) ?? 0;
  const quartile = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  const wanted = (2 * (quartile(0.75) - quartile(0.25))) / Math.cbrt(sorted.length);
  const bins = largest > least && wanted > 0 ? Math.min(BINS_MAX, Math.ceil((largest - least) / wanted)) : 1;
  const width = (largest - least) / bins || 1;
  const made = Array.from({ length: bins }, (_, i) => ({
    from: least + i * width,
    to: least + (i + 1) * width,
    count: 0,
  }));
  for (const value of sorted) {
    const bin = made[Math.min(bins - 1, Math.floor((value - least) / width))];
    if (bin !== undefined) bin.count++;
  }
  return made;
}

function momentsOf(values: number[]) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return { mean, deviation };
}
