// What of a norm is looked at: a stretch of time, a level, a version. All of it stands in the address.
import { changeQuery } from "../../../address.ts";
import { instantOf } from "../fold/clock.ts";

export interface Sight {
  norm: string;
  /** Milliseconds since 1970; undefined for the first and the last that is kept. */
  from: number | undefined;
  /** The time before which the last row is. */
  to: number | undefined;
  level: number;
  /** undefined for the newest. */
  version: number | undefined;
}

export const LEVELS = ["0.8", "0.9", "0.95", "0.99"];
const LEVEL = 0.9;

export function readSight(norm: string, query: URLSearchParams, zone: string): Sight {
  const time = (name: string) => {
    const instant = instantOf(query.get(name) ?? "", zone);
    return Number.isNaN(instant) ? undefined : instant;
  };
  const level = Number(query.get("level") ?? LEVEL);
  const version = Number(query.get("version") ?? Number.NaN);
  const [from, to] = [time("from"), time("to")];
  const isWindow = from === undefined || to === undefined || from < to;
  return {
    norm,
    from: isWindow ? from : undefined,
    to: isWindow ? to : undefined,
    level: level >= 0.5 && level <= 0.999 ? level : LEVEL,
    version: Number.isInteger(version) && version > 0 ? version : undefined,
  };
}

const MINUTE_MS = 60_000;
const STEP_MS = 1000;
let changedAt = 0;

/** Back leads to the stretch before; of changes that follow on each other, as of a wheel, to that before all of them. */
export function showWindow(window: [number, number] | undefined, [first, last]: [number, number]): void {
  const now = performance.now();
  const isStep = now - changedAt > STEP_MS;
  changedAt = now;
  const whole = (ms: number) => new Date(Math.round(ms / MINUTE_MS) * MINUTE_MS).toISOString().replace(":00.000Z", "Z");
  const isAll = window === undefined || (window[0] <= first && window[1] >= last);
  changeQuery({ from: isAll ? null : whole(window[0]), to: isAll ? null : whole(window[1]) }, { isStep });
}
