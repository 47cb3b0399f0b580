// What clocks of a zone show at many times, fast: its offset from UTC is asked once for each stretch in which it cannot have changed.

const HOUR_MS = 3_600_000;
// Offsets change on the hour or half hour, and never twice within so long.
const STRETCH_MS = 7 * 24 * HOUR_MS;
export const DAY_MS = 24 * HOUR_MS;

/** The same clock as if it were UTC's: 14:00 there is 14:00 UTC of the answer. */
export function wallOf(zone: string): (ms: number) => number {
  const offsetAt = offsetOf(zone);
  const known = new Map<number, number>();
  const edge = (stretch: number) => {
    const offset = known.get(stretch) ?? offsetAt(stretch * STRETCH_MS);
    known.set(stretch, offset);
    return offset;
  };
  return (ms) => {
    const stretch = Math.floor(ms / STRETCH_MS);
    const [before, after] = [edge(stretch), edge(stretch + 1)];
    return ms + (before === after ? before : offsetAt(ms));
  };
}

function offsetOf(zone: string): (ms: number) => number {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  return (ms) => {
    const parts = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(ms / 1000) * 1000;
  };
}

/** When it is so on the clock of `zone`, in milliseconds; a text with an offset says by itself. NaN of what is no time. `known`: the clock, of many times. */
export function instantOf(text: string, zone: string, known?: (ms: number) => number): number {
  if (/T.*(Z|[+-]\d\d:?\d\d)$/i.test(text)) return Date.parse(text);
  const wanted = Date.parse(text.includes("T") ? `${text}Z` : text);
  if (Number.isNaN(wanted)) return wanted;
  const wall = known ?? wallOf(zone);
  // The offset of about then, and then that of then.
  const about = 2 * wanted - wall(wanted);
  return about + wanted - wall(about);
}

/** 0 is Monday. Of a time on the wall. */
export const weekdayOf = (wall: number) => (Math.floor(wall / DAY_MS) + 3) % 7;
export const hourOf = (wall: number) => Math.floor((wall % DAY_MS) / HOUR_MS);
export const dayOf = (wall: number) => Math.floor(wall / DAY_MS) * DAY_MS;
/** The Monday before, or that day. */
export const weekOf = (wall: number) => dayOf(wall) - weekdayOf(wall) * DAY_MS;
export const monthOf = (wall: number) => {
  const date = new Date(wall);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
};
