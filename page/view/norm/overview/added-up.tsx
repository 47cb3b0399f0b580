// What was saved, added up from the beginning of what is in sight: CUSUM.
import { useMemo } from "preact/hooks";
import { Series } from "../../../chart/series.tsx";
import { Card } from "../../../part/card.tsx";
import { day } from "../../../part/format.ts";
import { choice } from "../../../words/norm.ts";
import { total as words } from "../../../words/norm-told.ts";
import { addUp } from "../fold/running-total.ts";
import type { Shown } from "../fold/shown.ts";

export function AddedUp({
  norm,
  unit,
  shown,
  uncertainty,
  isCompared,
  zone,
  level,
  onWindow,
}: {
  norm: string;
  /** Of sums. */
  unit: string | null;
  shown: Shown;
  /** ± of all of it; null where it is not known. */
  uncertainty: number | null;
  /** Whether the norm had not learned from these rows. */
  isCompared: boolean;
  zone: string;
  level: number;
  onWindow: (window: [number, number] | undefined) => void;
}) {
  const data = useMemo(() => {
    const { t, total, half } = addUp(shown, isCompared ? uncertainty : null);
    const end = (sign: number) => total.map((value, i) => value + sign * (half?.[i] ?? 0));
    return {
      t,
      lines: [
        { name: words.zero, values: total.map(() => 0), colour: "--faint", kind: "line" as const },
        { name: words.saved, values: total, colour: "--under", kind: "line" as const },
      ],
      band: half === null ? undefined : { name: words.bandName, lower: end(-1), upper: end(1), colour: "--under-band" },
      unit: unit ?? "",
      zone,
    };
  }, [shown, uncertainty, isCompared, zone, unit]);
  if (data.t.length === 0) return null;
  const from = day(data.t[0] as number, zone);
  return (
    <Card
      width={7}
      title={isCompared ? words.title : words.titleLearned}
      line={
        isCompared
          ? words.line(from, choice.holds[String(level)] ?? `${level * 100} %`, unit) + (data.band ? words.how : "")
          : words.learned(from, unit)
      }
    >
      <Series name={words.name} file={`${norm}-added-up`} data={data} height={260} onWindow={onWindow} isLed />
    </Card>
  );
}
