// How times are written where they are not ISO 8601: the pattern letters of Unicode TR 35, of which these are known: yyyy yy M MM d dd H HH h hh
// mm ss S a XXX. What could be read in two ways is refused, never guessed.
import { show } from "../../engine/parameter/show.ts";
import { isoMoment, type Moment, momentOf } from "../schema/time.ts";

/** One time of a format; null where the text is none. */
export type ReadTime = (text: string) => Moment | null;

export const EPOCHS = { epoch_s: 1_000, epoch_ms: 1 } as const;

/** What is told of formats that are accepted. */
export const FORMATS_TOLD = "iso, epoch_s, epoch_ms, or a pattern such as dd.MM.yyyy HH:mm or M/d/yyyy h:mm a";

/** The reader of a format; a message where it is none. */
export function readerOf(format: string): ReadTime | string {
  if (format === "iso") return isoMoment;
  if (isEpoch(format)) return (text) => readEpoch(text, EPOCHS[format]);
  return patternReader(format);
}

function isEpoch(format: string): format is keyof typeof EPOCHS {
  return Object.hasOwn(EPOCHS, format);
}

const LAST_MS = Date.UTC(2200, 0);

function readEpoch(text: string, unitMs: number): Moment | null {
  const ms = Math.round(Number(text) * unitMs);
  if (!/^\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) || ms >= LAST_MS) return null;
  return { ms, localMs: ms, hasOffset: true, isDate: false };
}

/** Of each token the part that it is, and what it matches. */
const TOKENS: Record<string, [part: string, pattern: string]> = {
  yyyy: ["year", "\\d{4}"],
  yy: ["shortYear", "\\d{2}"],
  MM: ["month", "\\d{2}"],
  M: ["month", "\\d{1,2}"],
  dd: ["day", "\\d{2}"],
  d: ["day", "\\d{1,2}"],
  HH: ["hour", "\\d{2}"],
  H: ["hour", "\\d{1,2}"],
  hh: ["halfHour", "\\d{2}"],
  h: ["halfHour", "\\d{1,2}"],
  mm: ["minute", "\\d{2}"],
  ss: ["second", "\\d{2}"],
  S: ["fraction", "\\d{1,9}"],
  a: ["half", "[AaPp]\\.?[Mm]\\.?"],
  XXX: ["zone", "Z|[+-]\\d{2}(?::?\\d{2})?"],
};
const TOKEN = /yyyy|yy|MM?|dd?|HH?|hh?|mm|ss|S+|a|XXX|'[^']*'|[A-Za-z]+|[^A-Za-z']/g;

function patternReader(format: string): ReadTime | string {
  let pattern = "";
  const parts = new Set<string>();
  for (const [token] of format.matchAll(TOKEN)) {
    const known = TOKENS[token.startsWith("S") ? "S" : token];
    if (known === undefined && /^[A-Za-z]/.test(token))
      return `${show(format)} is no format: ${show(token)} is unknown; ${FORMATS_TOLD}`;
    if (known === undefined) pattern += literal(token.replaceAll("'", ""));
    else if (parts.has(known[0])) return `${show(format)} is no format: it has ${known[0]} twice`;
    else {
      parts.add(known[0]);
      pattern += `(?<${known[0]}>${known[1]})`;
    }
  }
  const has = (part: string) => parts.has(part);
  if (!(has("year") || has("shortYear")) || !has("month") || !has("day"))
    return `${show(format)} is no format: a year, a month and a day are needed; ${FORMATS_TOLD}`;
  if (has("halfHour") !== has("half")) return `${show(format)} is no format: h goes with a, which is AM or PM`;
  const syntax = new RegExp(`^${pattern}$`);
  const isDate = !has("hour") && !has("halfHour");
  return (text) => momentOfGroups(syntax.exec(text)?.groups, isDate);
}

function literal(text: string): string {
  return text === " " ? "\\s+" : text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}

function momentOfGroups(groups: Record<string, string> | undefined, isDate: boolean): Moment | null {
  if (groups === undefined) return null;
  const { year, shortYear, month, day, hour, halfHour, half, minute, second, fraction = "", zone } = groups;
  const isAfternoon = half !== undefined && /^p/i.test(half);
  const twelfth = Number(halfHour);
  if (halfHour !== undefined && (twelfth < 1 || twelfth > 12)) return null;
  return momentOf({
    // As POSIX has it: 69 to 99 are of the last century.
    year: year === undefined ? Number(shortYear) + (Number(shortYear) >= 69 ? 1_900 : 2_000) : Number(year),
    month: Number(month),
    day: Number(day),
    hour: halfHour === undefined ? Number(hour ?? 0) : (twelfth % 12) + (isAfternoon ? 12 : 0),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
    fraction,
    zone,
    isDate,
  });
}

// Dots mean that the day comes first; of slashes and dashes either may. Years of two digits have to be told: 1.2.10 may be a version.
const DATES = ["d.M.yyyy", "yyyy/M/d", "d/M/yyyy", "M/d/yyyy", "d-M-yyyy", "M-d-yyyy"];
const CLOCKS = ["", " H:mm", " H:mm:ss", " H:mm:ss.S", " h:mm a", " h:mm:ss a"];
const KNOWN = ["iso", ...DATES.flatMap((date) => CLOCKS.map((clock) => `${date}${clock}`))].map((format) => ({
  format,
  read: readerOf(format) as ReadTime,
}));

// As of columns of numbers: one, or so many of all, went wrong among the others.
const MISFITS_MOST = 0.1;

/** A format that all of some texts have but for a few; null where there is none. */
export function nearlyFormat(texts: readonly string[]): string | null {
  const isNearlyAll = (read: ReadTime) => {
    const misfits = texts.filter((text) => read(text) === null).length;
    return misfits <= Math.max(1, MISFITS_MOST * texts.length) && misfits < texts.length - misfits;
  };
  const likely = KNOWN.filter(({ read }) => texts.slice(0, 2).some((text) => read(text) !== null));
  return likely.find(({ read }) => isNearlyAll(read))?.format ?? null;
}

/**
 * The format that all of some texts have: ISO 8601, or one of those that are known; null where there is none; several where they read some
 * text differently. `isAll`: whether there are no others, of which they may tell something else.
 */
export function recogniseFormat(texts: readonly string[], { isAll = true } = {}): string | null | string[] {
  const [first] = texts;
  if (first === undefined) return null;
  const fitting = KNOWN.filter(({ read }) => read(first) !== null).filter(({ read }) =>
    texts.every((text) => read(text) !== null),
  );
  const [one, ...others] = fitting;
  if (one === undefined) return null;
  const isSame =
    (isAll || others.length === 0) &&
    texts.every((text) => others.every(({ read }) => read(text)?.ms === one.read(text)?.ms));
  return isSame ? one.format : fitting.map(({ format }) => format);
}
