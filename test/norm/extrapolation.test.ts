// What is asked of a norm that no trained row told: it is counted, and nothing is claimed to be sure of it.
import { afterAll, describe, expect, it } from "vitest";
import { countSavings } from "../../src/norm/answer/count-savings.ts";
import { predictNorm } from "../../src/norm/answer/predict-norm.ts";
import { selectFeatures } from "../../src/norm/learn/select-features.ts";
import { specifyNorm } from "../../src/norm/learn/specify-norm.ts";
import { trainNorm } from "../../src/norm/learn/train-norm.ts";
import { PredictRequest, SavingsRequest, SelectionRequest, TrainRequest } from "../../src/norm/schema/norm-request.ts";
import { NormSpecification } from "../../src/norm/schema/norm-specification.ts";
import { parse } from "../../src/platform/schema/parse.ts";
import { openContext } from "../support/context.ts";
import { normal, uniform } from "../support/numbers.ts";

const context = openContext(10);
afterAll(() => context.close());

const HOUR_MS = 3_600_000;

/** Hours of some days from January 6th 2025, a Monday, on; those that `is` keeps. */
function hours(days: number, is: (localMs: number) => boolean = () => true) {
  const draw = normal(uniform(11));
  const all = Array.from({ length: 24 * days }, (_, i) => Date.UTC(2025, 0, 6) + i * HOUR_MS).filter(is);
  const T = all.map((ms) => {
    const season = -Math.cos((2 * Math.PI * (ms - Date.UTC(2025, 0, 15))) / (365 * 24 * HOUR_MS));
    return 10 + 10 * season + 3 * draw();
  });
  const y = all.map((ms, i) => {
    const hour = new Date(ms).getUTCHours();
    return 200 + 4 * Math.max(15 - (T[i] as number), 0) + (hour % 12) + 3 * draw();
  });
  return { t: all.map((ms) => new Date(ms).toISOString()), x: { T }, y };
}

async function learn(name: string, specification: object, rows: object) {
  await specifyNorm(context, name, parse(NormSpecification, { columns: ["T"], ...specification }));
  return trainNorm(context, name, parse(TrainRequest, rows));
}

const ask = (name: string, t: string[], T: number[]) =>
  predictNorm(context, name, parse(PredictRequest, { t, x: { T } }));

/** Whether the ends of rows are told. */
const isSure = ({ lower, upper }: { lower: (number | null)[]; upper: (number | null)[] }) =>
  lower.map((value, i) => value !== null && upper[i] !== null);

const isWorking = (ms: number) => {
  const date = new Date(ms);
  return date.getUTCHours() >= 8 && date.getUTCHours() < 18 && date.getUTCDay() % 6 !== 0;
};

describe("a norm of working hours in winter", async () => {
  const rows = hours(50, isWorking);
  const trained = await learn("office", { calendar: ["hour_of_day", "weekend"], lambda: 0 }, rows);
  // A Monday at 9, at 3 and at midnight, whose hour is the level that others are told against; a Saturday at 9; a Monday in August at 9.
  const t = ["2026-01-05T00:00Z", "2026-01-05T03:00Z", "2026-01-05T09:00Z", "2026-01-10T09:00Z", "2026-08-03T09:00Z"];
  const answer = await ask("office", t, [2, 2, 2, 2, 2]);

  it("counts hours, weekends and months that it has not seen, and gives no interval where a level is not known", async () => {
    expect(answer.extrapolated).toEqual({ hour_of_day: [0, 1], weekend: [3], month: [4] });
    expect(isSure(answer)).toEqual([false, false, true, false, true]);
    expect(answer.y.every((value) => value !== null)).toBe(true);
    expect((await ask("office", ["2026-01-10T09:00Z"], [2])).leverage).toEqual({ largest: null, rows: [] });
  });

  it("says so, and repeats what train warned of", () => {
    const told = answer.warnings.join("\n");
    expect(told).toContain("Unseen values: of hour_of_day 2 of 5 rows have a value that no trained row had");
    expect(told).toContain("of weekend 1 of 5 rows");
    expect(told).toContain("1 of 5 rows are of months that no trained row is of");
    const season = trained.warnings.find((warning) =>
      warning.startsWith("Seasons missing: the rows cover 9 % of the days of a year"),
    );
    expect(season).toBeDefined();
    expect(answer.warnings).toContain(season);
  });

  it("counts no saving as significant with such a row in it", async () => {
    const savings = (t: string[]) => {
      const request = { t, x: { T: t.map(() => 2) }, y: t.map(() => 1) };
      return countSavings(context, "office", parse(SavingsRequest, request));
    };
    const known = await savings(["2026-01-05T09:00Z", "2026-01-05T10:00Z"]);
    expect(known.total).toMatchObject({ is_significant: true, uncertainty_method: "autocorrelation" });
    expect(known.warnings.join()).toContain("other seasons are extrapolated");
    const unknown = await savings(["2026-01-05T09:00Z", "2026-01-05T19:00Z"]);
    expect(unknown.total).toMatchObject({ uncertainty: null, uncertainty_ashrae: null, is_significant: null });
    expect(unknown.extrapolated).toEqual({ hour_of_day: [1] });
  });
});

it.each([
  [0, true],
  [1, true],
  [-1, false],
])("an interval ends at 0 where no row was below it: the least was %i", async (least, isCut) => {
  // Beside each T as many rows at the least as 4 above it: a line without a slope, and σ² = 8 · 2² / 6.
  const T = [0, 0, 1, 1, 0, 0, 1, 1];
  const y = [0, 4, 4, 0, 4, 0, 0, 4].map((value) => least + value);
  await learn(`least-${least + 1}`, { lambda: 0 }, { x: { T }, y });
  const asked = parse(PredictRequest, { x: { T: [0.5] } });
  const [expected, lower, upper] = await predictNorm(context, `least-${least + 1}`, asked).then((told) =>
    [told.y, told.lower, told.upper].map(([value]) => value as number),
  );
  expect(expected).toBeCloseTo(least + 2, 10);
  const far = (upper as number) - (expected as number);
  expect(far).toBeGreaterThan(3);
  if (isCut) expect(lower).toBe(0);
  else expect(lower).toBeCloseTo((expected as number) - far, 10);
});

it("a level of which nothing was known is no drift", async () => {
  const isWeekend = (ms: number) => new Date(ms).getUTCDay() % 6 === 0;
  const { t, x, y } = hours(20);
  const all = t.map((time, i) => ({
    time,
    T: x.T[i] as number,
    y: (y[i] as number) + (isWeekend(Date.parse(time)) ? 80 : 0),
  }));
  const part = (is: (ms: number) => boolean) => {
    const of = all.filter(({ time }) => is(Date.parse(time)));
    return { t: of.map(({ time }) => time), x: { T: of.map(({ T }) => T) }, y: of.map((row) => row.y) };
  };
  const saturday = Date.UTC(2025, 0, 11);
  await learn(
    "drift",
    { calendar: ["hour_of_day", "weekend"], lambda: 0 },
    part((ms) => ms < saturday),
  );
  const monday = saturday + 48 * HOUR_MS;
  const train = (is: (ms: number) => boolean) => trainNorm(context, "drift", parse(TrainRequest, part(is)));
  expect((await train((ms) => ms >= saturday && ms < monday)).drift).toBeNull();
  expect((await train((ms) => ms >= monday)).drift?.flagged).toBe(false);
});

it.each([
  ["cooling that never was", { degree_days: { column: "T", heating: 15, cooling: 25 } }, "degree_days(T)"],
  ["a piece between knots that no row reached", { piecewise: { T: { knots: [5, 25] } } }, "piecewise(T)"],
  ["a product", { calendar: ["weekend"], interactions: [["weekend", "T"]] }, "weekend"],
  ["a month", { calendar: ["month"] }, "month"],
])("%s is not known", async (name, specification, group) => {
  const id = name.replaceAll(" ", "-");
  await learn(id, specification, hours(40, isWorking));
  const answer = await ask(id, ["2026-01-06T09:00Z", "2026-07-04T09:00Z"], [4, 30]);
  expect(answer.extrapolated).toMatchObject({ [group]: [1], T: [1] });
  expect(isSure(answer)).toEqual([true, false]);
});

it("a constant column's past is counted beside what is outside of its range now", async () => {
  await learn("past", { lags: { T: [0, 1] } }, { x: { T: [5, 5, 5, 5] }, y: [1, 2, 1, 2] });
  const answer = await predictNorm(context, "past", parse(PredictRequest, { x: { T: [5, 6, 5, 5] } }));
  expect(isSure(answer)).toEqual([true, false, false, true]);
  expect(answer.extrapolated).toEqual({ T: [1, 2] });
});

describe("leverage", async () => {
  await learn("far", { calendar: [{ yearly: 1 }], lags: { T: [0] }, lambda: 0 }, hours(300));
  const t = ["2026-01-10T09:00Z", "2026-04-20T09:00Z", "2026-07-10T09:00Z", "2026-12-24T09:00Z"];
  const usual = await ask("far", t.slice(0, 3), [0, 10, 20]);
  const far = await ask("far", t, [20, 10, 0, 0]);

  it("sees seasons and temperatures that never came together, though each is within its range", () => {
    expect(usual.leverage.rows).toEqual([]);
    expect(usual.leverage.largest).toBeLessThan(5);
    expect(far.extrapolated).toEqual({ month: [3] });
    expect(far.leverage.rows).toEqual([0, 2]);
    expect(far.warnings.join()).toContain("2 of 4 rows are far from those trained on, all features together");
  });

  it("is x′(X′X)⁻¹x over its mean of the rows trained on", async () => {
    // x = 0, 1, 2, 3, 10: mean 3.2, Σ(x − mean)² = 62.8, two parameters of five rows.
    await learn("by-hand", { lambda: 0 }, { x: { T: [0, 1, 2, 3, 10] }, y: [1, 2, 2, 4, 9] });
    const { leverage } = await predictNorm(context, "by-hand", parse(PredictRequest, { x: { T: [3, null, 20] } }));
    expect(leverage.largest).toBeCloseTo((1 / 5 + 16.8 ** 2 / 62.8) * (5 / 2), 12);
    expect(leverage.rows).toEqual([2]);
  });
});

describe("eight months of hours", async () => {
  const candidates = ["yearly", "hour_of_day", "month:T"];
  const specification = {
    calendar: [{ yearly: 2 }, "hour_of_day", "month"],
    interactions: [["month", "T"]],
    candidates,
  };
  const select = (name: string) => selectFeatures(context, name, parse(SelectionRequest, {}));

  it("choose no features of the season, and say why", async () => {
    await learn("eight", specification, hours(243));
    const selection = await select("eight");
    expect(selection.chosen).not.toContain("yearly");
    expect(selection.left_out).toEqual(expect.arrayContaining(["yearly", "month:T"]));
    expect(selection.path.map(({ entered }) => entered)).toEqual([null, "hour_of_day"]);
    expect(selection.warnings?.join()).toContain("the rows cover 66 % of the days of a year");
    expect(selection.warnings?.join()).toContain("Not tried until they cover it: yearly, month:T.");
  });

  it("may choose them once they cover the year", async () => {
    await learn("year", specification, hours(365));
    const selection = await select("year");
    expect(selection.path.map(({ entered }) => entered)).toContain("yearly");
    expect(selection.warnings).toEqual([]);
  });
});
