// Numbers with as many digits as they deserve, and times on the clock of the place they are of.
const NONE = "–";
const LANGUAGE = "en-GB";

/** So many significant digits, thousands parted by a thin space. */
export function number(value: number | null | undefined, digits = 3): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NONE;
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e9 || size < 1e-4)) return minus(value.toExponential(Math.max(0, digits - 1)));
  const whole = size < 1 ? 0 : Math.floor(Math.log10(size)) + 1;
  // Zeros after the point of a number less than one are no digits.
  const lead = size !== 0 && size < 1 ? -Math.floor(Math.log10(size)) - 1 : 0;
  return fixed(value, Math.max(0, digits - whole + lead));
}

/** So many digits after the point. */
export function fixed(value: number | null | undefined, digits: number): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NONE;
  const text = new Intl.NumberFormat(LANGUAGE, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
    value,
  );
  return minus(text.replaceAll(",", "\u202f")).replace(/^−(0(?:\.0*)?)$/, "$1");
}

export function count(value: number | null | undefined): string {
  return fixed(value, 0);
}

/** Of a value that is in percent already. */
export function percent(value: number | null | undefined, digits = 1): string {
  return value === null || value === undefined ? NONE : `${fixed(value, digits)} %`;
}

export function bytes(value: number): string {
  const units = ["B", "kB", "MB", "GB"];
  const at = value < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(value) / 3));
  return `${at === 0 ? count(value) : number(value / 1000 ** at)} ${units[at]}`;
}

export function seconds(value: number): string {
  if (value < 1) return `${number(value * 1000, 2)} ms`;
  if (value < 60) return `${number(value, 2)} s`;
  if (value < 3600) return `${Math.round(value / 60)} min`;
  return `${number(value / 3600, 2)} h`;
}

/** A day on the clock of `zone`: 5 Jan 2026. */
export function day(time: string | number | Date, zone = "UTC"): string {
  return written(time, zone, { day: "numeric", month: "short", year: "numeric" });
}

/** A minute on the clock of `zone`: 5 Jan 2026, 14:00. */
export function minute(time: string | number | Date, zone = "UTC"): string {
  return written(time, zone, { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" });
}

/** With blanks that do not break: a time stays on one line. */
const written = (time: string | number | Date, zone: string, parts: Intl.DateTimeFormatOptions) =>
  formatOf(zone, JSON.stringify(parts), parts).format(new Date(time)).replaceAll(" ", "\u00a0");

const formats = new Map<string, Intl.DateTimeFormat>();
function formatOf(zone: string, key: string, parts: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const name = `${zone} ${key}`;
  const kept = formats.get(name);
  if (kept !== undefined) return kept;
  const made = new Intl.DateTimeFormat(LANGUAGE, { ...parts, timeZone: zone, hourCycle: "h23" });
  formats.set(name, made);
  return made;
}

const minus = (text: string) => text.replace("-", "−");
