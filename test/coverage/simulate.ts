// Meters of which the truth is known: how they depend on the weather never changes, so that every saving is 0 and every flag of
// drift is wrong. Only their noise differs: how long it lasts, and whether it grows with the cold.
import { normal, uniform } from "../support/numbers.ts";

export interface Noise {
  /** Autocorrelation of a row's noise with that of the row before. */
  rho: number;
  growsWithCold: boolean;
}

export interface Meter {
  t: string[];
  temperature: number[];
  y: number[];
}

export interface Recipe {
  name: string;
  specification: object;
  /** Rows that the norm learns in one batch, and rows of the period after it. */
  learned: number;
  following: number;
  /** Whose savings are counted: a name, and how many rows after what was learned. */
  periods: [name: string, rows: number][];
  /** Rows of each further batch whose drift is judged. */
  batchRows: number;
  /** Standard deviation of the noise. */
  scatter: number;
  /** Time and temperature of a row; `draw`: normal numbers. */
  weather(rows: number, draw: () => number): { times: Date[]; temperature: number[] };
  load(time: Date, heating: number): number;
}

/** Degrees below this need heating. */
const BALANCE = 15.5;

/** The same for the same seed. */
export function makeMeter(recipe: Recipe, { rho, growsWithCold }: Noise, seed: number): Meter {
  const draw = normal(uniform(seed));
  const { times, temperature } = recipe.weather(recipe.learned + recipe.following, draw);
  const noise = autoregressive(times.length, rho, draw);
  const y = times.map((time, i) => {
    const heating = Math.max(BALANCE - (temperature[i] as number), 0);
    const size = recipe.scatter * (growsWithCold ? 0.4 + heating / 10 : 1);
    return recipe.load(time, heating) + size * (noise[i] as number);
  });
  return { t: times.map((time) => time.toISOString().slice(0, 16)), temperature, y };
}

/** AR(1) of variance 1, stationary from the first value on. */
function autoregressive(count: number, rho: number, draw: () => number): number[] {
  let value = draw();
  return Array.from({ length: count }, () => {
    const now = value;
    value = rho * value + Math.sqrt(1 - rho ** 2) * draw();
    return now;
  });
}

const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2021, 0, 1);
const wave = (share: number) => Math.sin(2 * Math.PI * share);
const isWeekend = (time: Date) => time.getUTCDay() % 6 === 0;

/** Coldest in the middle of January; spells of a few days. */
function dailyTemperature(days: number, draw: () => number): number[] {
  return autoregressive(days, 0.8, draw).map((spell, i) => 10 - 8 * wave((i + 1 - 15) / 365 + 0.25) + 3 * spell);
}

const daily: Recipe = {
  name: "daily",
  specification: { columns: ["T_out"], piecewise: { T_out: { knots: 6 } }, calendar: ["weekend"] },
  learned: 365,
  following: 365,
  periods: [
    ["1 month", 31],
    ["3 months", 90],
    ["whole", 365],
  ],
  batchRows: 30,
  scatter: 4,
  weather: (rows, draw) => ({
    times: Array.from({ length: rows }, (_, i) => new Date(START_MS + 24 * i * HOUR_MS)),
    temperature: dailyTemperature(rows, draw),
  }),
  load: (time, heating) => 20 + 2 * heating + (isWeekend(time) ? 3 : 0),
};

const hourly: Recipe = {
  ...daily,
  name: "hourly",
  specification: { ...daily.specification, calendar: ["hour_of_day", "weekend"] },
  learned: 8_760,
  following: 1_440, // Sixty days: a third month would cost a quarter more time.
  periods: [
    ["1 month", 744],
    ["whole", 1_440],
  ],
  batchRows: 168,
  scatter: 0.3,
  weather(rows, draw) {
    const byDay = dailyTemperature(rows / 24, draw);
    return {
      times: Array.from({ length: rows }, (_, i) => new Date(START_MS + i * HOUR_MS)),
      temperature: Array.from({ length: rows }, (_, i) => {
        return (byDay[Math.floor(i / 24)] as number) + 3 * wave(((i % 24) - 9) / 24);
      }),
    };
  },
  load(time, heating) {
    const rhythm = 0.5 * wave((time.getUTCHours() - 7) / 24);
    return 1 + 0.08 * heating + rhythm + (isWeekend(time) ? 0.1 : 0);
  },
};

const monthly = (learned: number): Recipe => ({
  name: `monthly, ${learned} rows`,
  specification: { columns: ["T_out"], degree_days: { column: "T_out", heating: BALANCE } },
  learned,
  following: 12,
  periods: [
    ["1 month", 1],
    ["3 months", 3],
    ["whole", 12],
  ],
  batchRows: 6,
  scatter: 60,
  weather: (rows, draw) => ({
    times: Array.from({ length: rows }, (_, i) => new Date(Date.UTC(2021, i, 1))),
    temperature: Array.from({ length: rows }, (_, i) => 10 - 8 * wave(i / 12 + 0.25) + 1.5 * draw()),
  }),
  load: (_, heating) => 600 + 60 * heating,
});

export const recipes: Recipe[] = [daily, monthly(24), monthly(30), monthly(36), hourly];
