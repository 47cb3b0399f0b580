// Windows over gaps: of the values that are there, where most are; and those of 0.4.0 as they were.
import { eq } from "drizzle-orm";
import { afterAll, describe, expect, it } from "vitest";
import { predictNorm } from "../../src/norm/answer/predict-norm.ts";
import { readNorm } from "../../src/norm/answer/read-norm.ts";
import { specifyNorm } from "../../src/norm/learn/specify-norm.ts";
import { trainNorm } from "../../src/norm/learn/train-norm.ts";
import { PredictRequest, TrainRequest } from "../../src/norm/schema/norm-request.ts";
import { NormSpecification } from "../../src/norm/schema/norm-specification.ts";
import { norms } from "../../src/norm/store/norm-tables.ts";
import { parse } from "../../src/platform/schema/parse.ts";
import { openContext } from "../support/context.ts";
import { normal, relativeError, uniform } from "../support/numbers.ts";

const context = openContext(10);
afterAll(() => context.close());

const HOURS = 400;
const MISSING = [60, 150, 151, 300];

const draw = normal(uniform(4));
const at = Array.from({ length: HOURS }, (_, hour) => hour).filter((hour) => !MISSING.includes(hour));
const rows = {
  t: at.map((hour) => new Date(Date.UTC(2025, 0, 6) + 3_600_000 * hour).toISOString()),
  x: { T: at.map((hour) => 5 + 4 * Math.sin(hour / 9) + draw()) },
  y: at.map((hour) => 100 + 10 * Math.cos(hour / 9) + draw()),
};
const slice = (from: number, to: number) => ({
  t: rows.t.slice(from, to),
  x: { T: rows.x.T.slice(from, to) },
  y: rows.y.slice(from, to),
});

const specified = (min_coverage?: number) =>
  parse(NormSpecification, {
    columns: ["T"],
    step: "1h",
    lambda: 0,
    rolling: [{ column: "T", window: "24h", statistic: "mean", ...(min_coverage && { min_coverage }) }],
  });
const train = (name: string, from = 0, to = HOURS) => trainNorm(context, name, parse(TrainRequest, slice(from, to)));
const line = async (name: string) => {
  const { intercept, coefficients } = await readNorm(context, name);
  return [intercept, ...coefficients.map(({ value }) => value)] as number[];
};

describe("a day's mean over 400 hours of which four are missing", async () => {
  await specifyNorm(context, "mean", specified());
  const trained = await train("mean");

  it("is there from the eighteenth hour on, and counted where not all of it is", async () => {
    expect(trained.rows).toEqual({ received: 396, used: 379, skipped: 17 });
    // Six before a day is over, and the 23 hours after each gap.
    expect(trained.warnings).toContain(
      "Windows with gaps: 75 of 379 rows have a window of which not all is there; its statistic is of what is, no less than min_coverage of it.",
    );
    // Asked for from hour 50 on, hours 68 to 83 have 18 hours and more, not all.
    const { t, x } = slice(50, 90);
    const { warnings } = await predictNorm(context, "mean", parse(PredictRequest, { t, x }));
    expect(warnings.join()).toContain("16 of 23 rows have a window of which not all is there");
    expect((await readNorm(context, "mean")).spec?.rolling?.[0]?.min_coverage).toBe(0.75);
  });

  it.each([5, 100])("is the same in batches of %i", async (cut) => {
    await specifyNorm(context, `mean-${cut}`, specified());
    for (let from = 0; from < rows.t.length; from += cut) await train(`mean-${cut}`, from, from + cut);
    expect(relativeError(await line(`mean-${cut}`), await line("mean"))).toBeLessThan(1e-11);
  });

  it("needs all of it where that is asked for", async () => {
    await specifyNorm(context, "all", specified(1));
    expect((await train("all")).rows.used).toBe(396 - 4 * 23);
  });
});

it("windows that 0.4.0 specified need all, and the same request leaves them", async () => {
  await specifyNorm(context, "old", specified(1));
  const { specification } = (await context.database.select().from(norms).where(eq(norms.name, "old")).get()) as {
    specification: NormSpecification;
  };
  const rolling = (specification.rolling ?? []).map(({ min_coverage: _, ...of }) => of);
  await context.database
    .update(norms)
    .set({ specification: { ...specification, rolling } })
    .where(eq(norms.name, "old"));
  expect((await train("old")).rows.used).toBe(304);
  expect((await specifyNorm(context, "old", specified())).created).toBe(false);
  expect((await readNorm(context, "old")).spec?.rolling?.[0]).toEqual({
    column: "T",
    window: "24h",
    statistic: "mean",
  });
  await expect(specifyNorm(context, "old", specified(0.75))).rejects.toThrow("Cannot change the features");
});

it("is no matter of rows without times that look for no past", async () => {
  const body = parse(TrainRequest, { x: { T: [-5, 0, 5, 10, 15] }, y: [61, 50, 41, 30, 19] });
  const { warnings } = await trainNorm(context, "plain", body);
  expect(warnings).toEqual(["Few rows: 5 for 2 parameters; 10 for each are a usual least."]);
});
