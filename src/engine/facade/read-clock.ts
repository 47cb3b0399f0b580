import type { Instants } from "../feature/time-grid.ts";
import { show } from "../parameter/show.ts";
import { createZone, isZone } from "../time/zone.ts";
import { type Numbers, readNumbers } from "./read-table.ts";
import { refuse } from "./refuse.ts";

/** Instants, in ms since 1970 and strictly increasing, on the wall clock of a time zone. */
export function readClock(
  t: Numbers,
  { timezone = "UTC", rowCount }: { timezone?: string | undefined; rowCount: number },
): Instants {
  const instants = readNumbers(t, { path: "t", rowCount });
  const wrong = instants.findIndex((ms, i) => !(ms > (instants[i - 1] ?? -Infinity)));
  if (wrong >= 0)
    refuse(`t[${wrong}]`, `${show(t[wrong])} is not after the time before; times are strictly increasing`);
  if (!isZone(timezone)) refuse("timezone", `${show(timezone)} is no time zone that is known here`);
  const zone = createZone(timezone);
  return { instants, local: instants.map(zone.toLocal), days: instants.map(zone.toDay) };
}
