// What a norm can learn from the columns of a file: groups of features, each with what it adds to the specification.
import { DATA_ROWS_MAX, type Described, type DescribedColumn } from "../../part/description.ts";
import { learn as words } from "../../words/start.ts";

/** What must be known of a file. */
export interface Found {
  rows: number;
  columns: Pick<DescribedColumn, "name" | "type" | "role">[];
  time: Pick<NonNullable<Described["time"]>, "interval" | "first" | "last"> | null;
}

export interface Learnable {
  /** Stands in the address. */
  id: string;
  label: string;
  isOn: boolean;
  add: (specification: Specification) => void;
}

export interface Specification {
  columns: string[];
  timezone?: string;
  lags: Record<string, (number | string)[]>;
  piecewise: Record<string, { knots: number }>;
  calendar: string[];
  candidates: string[];
}

const KNOTS = 6;
const DAY_MS = 86_400_000;
const UNITS_MS: Record<string, number> = {
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  d: DAY_MS,
  w: 7 * DAY_MS,
  mo: 30 * DAY_MS,
  q: 91 * DAY_MS,
  y: 365 * DAY_MS,
};

/** Of columns of numbers and, where there are times, of the calendar: what is finer than a day has hours. */
export function learnables({ columns, time }: Found): Learnable[] {
  const step = intervalMs(time?.interval ?? null);
  const explaining = columns
    .filter(({ role, type }) => role === "feature" && type === "number")
    .map(({ name }) => name);
  const first = explaining.find((name) => isTemperature(name));
  const ofColumns = explaining.flatMap((name): Learnable[] => {
    const hasBends = name === first;
    const line: Learnable = {
      id: `line:${name}`,
      label: words.linear(name),
      isOn: !hasBends,
      add: (specification) => {
        specification.lags[name] = [0];
        specification.candidates.push(name);
      },
    };
    const pieces: Learnable = {
      id: `pieces:${name}`,
      label: words.pieces(name),
      isOn: hasBends,
      add: (specification) => {
        specification.piecewise[name] = { knots: KNOTS };
        specification.candidates.push(`piecewise(${name})`);
      },
    };
    return [...(hasBends ? [pieces, line] : [line, pieces])];
  });
  const calendar =
    step === null
      ? []
      : step < DAY_MS
        ? ["hour_of_week", "month"]
        : step === DAY_MS
          ? ["day_of_week", "month"]
          : ["month"];
  const ofCalendar = (time === null ? [] : calendar).map(
    (name): Learnable => ({
      id: name,
      label: words[name as "hour_of_week" | "day_of_week" | "month"],
      isOn: name !== "month",
      add: (specification) => {
        specification.calendar.push(name);
        specification.candidates.push(name);
      },
    }),
  );
  return [...ofColumns, ...ofCalendar];
}

/** The specification of what is on. Columns that are named in nothing are learned from as they are by the service: they are left out here. */
export function specificationOf(found: Found, chosen: Learnable[], timezone: string | undefined): Specification {
  const named = new Set(chosen.flatMap(({ id }) => (id.includes(":") ? [id.slice(id.indexOf(":") + 1)] : [])));
  const others = found.columns
    .filter(({ role, type }) => role === "feature" && type !== "number")
    .map(({ name }) => name);
  const specification: Specification = {
    columns: [...named, ...others],
    ...(timezone !== undefined && { timezone }),
    // None as they are, unless a straight line is chosen.
    lags: Object.fromEntries([...named].map((name) => [name, []])),
    piecewise: {},
    calendar: [],
    candidates: [],
  };
  for (const { add } of chosen) add(specification);
  return specification;
}

const YEAR_MS = 366 * DAY_MS;

/** Whether a file has more than one year, and can be cut. */
export function spansYears({ rows, time }: Found): boolean {
  if (time === null || time.first === null || time.last === null || rows > DATA_ROWS_MAX) return false;
  return Date.parse(time.last) - Date.parse(time.first) > YEAR_MS;
}

/** "15min" in milliseconds; null where there is no step. */
export function intervalMs(interval: string | null): number | null {
  const [, count, unit] = /^(\d+)(\w+)$/.exec(interval ?? "") ?? [];
  const of = UNITS_MS[unit ?? ""];
  return of === undefined ? null : Number(count) * of;
}

/** By how it is called in the languages of those who send it. */
export function isTemperature(name: string): boolean {
  return /temp|t_?out|t_?ext|t_?amb|outdoor|outside|außen|aussen|extérieur|exterieur|\bt\b|°c/i.test(name);
}

/** A name that the service takes, from the name of a file. */
export function normName(file: string): string {
  const name = file
    .toLowerCase()
    .replace(/\.(gz|csv|tsv|txt|json|ndjson|jsonl|parquet|arrow|arrows)/g, "")
    .replace(/[^a-z0-9_-]+/g, "-")
    .replace(/^[^a-z0-9]+|-+$/g, "")
    .slice(0, 63);
  return name || "norm";
}
