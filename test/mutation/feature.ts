import { mistakes } from "./mutation.ts";

export const feature = [
  ...mistakes(
    "src/engine/feature/look-back.ts",
    ["test/engine/feature/look-back.test.ts"],
    [
      [
        "a lag finds the next row where its own is missing",
        "if (positions[j] === wanted)",
        "if ((positions[j] as number) >= wanted)",
      ],
      [
        "a window reaches a row too far",
        "<= (positions[i] as number) - steps) first++",
        "< (positions[i] as number) - steps) first++",
      ],
      ["a share of 0.28 of 25 rows are eight", "minCoverage * steps - COVERAGE_ROUNDING", "minCoverage * steps"],
    ],
  ),
  ...mistakes(
    "src/engine/feature/series.ts",
    ["test/engine/feature/look-back.test.ts"],
    [
      ["a tail is a row short", "position > last - length", "position > last - length + 1"],
      ["a row that is sent again stands there twice", "if (others[j] !== position) kept.push(i);", "kept.push(i);"],
    ],
  ),
  ...mistakes(
    "src/engine/feature/steps.ts",
    ["test/engine/feature/steps.test.ts"],
    [
      ["steps leap over a row that is not complete", "used[i - 1] === row - 1", "used[i - 1] !== row"],
      ["steps that are taken meet the same hours each day", "if (y === 0) return x > 1", "if (y === 0) return x > 999"],
    ],
  ),
  ...mistakes(
    "src/engine/time/calendar.ts",
    ["test/engine/time/calendar.test.ts"],
    [
      ["Saturday is no weekend", "dayOfWeek(ms) >= 5 ? 1 : 0", "dayOfWeek(ms) > 5 ? 1 : 0"],
      ["every year has 365 days", "(Date.UTC(year + 1, 0) - start)", "(365 * DAY_MS)"],
    ],
  ),
  ...mistakes(
    "src/shop/feature/session.ts",
    ["test/shop/feature/session.test.ts"],
    [
      ["a share is of what is known", "count / views.length", "count / counts.length"],
      ["the least category comes first", "few - many ||", "many - few ||"],
    ],
  ),
  ...mistakes(
    "src/engine/time/month-grid.ts",
    ["test/engine/time/month-grid.test.ts"],
    [["last days of months are no ends", "sinceMs >= lengthMs - DAY_MS", "sinceMs > lengthMs - DAY_MS"]],
  ),
  ...mistakes(
    "src/engine/time/zone.ts",
    ["test/engine/time/zone.test.ts"],
    [["an hour that is shown twice may be the row before", "instant > afterMs", "instant >= afterMs"]],
  ),
  ...mistakes(
    "src/engine/time/fold.ts",
    ["test/engine/time/fold.test.ts"],
    [["−0 is another row than 0", "isNegativeZero ? 0 : high", "high"]],
  ),
  ...mistakes(
    "src/shop/feature/block.ts",
    ["test/shop/feature/block.test.ts"],
    [
      [
        "half of all sessions in a run are cut",
        "2 * (to - from) > startsMs.length",
        "2 * (to - from) >= startsMs.length",
      ],
    ],
  ),
  ...mistakes(
    "src/engine/feature/time-grid.ts",
    ["test/engine/feature/time-grid.test.ts"],
    [
      [
        "hours told on the wall are the wall's",
        "if (of.isTold) return stepMs > HOUR_MS;",
        "if (of.isTold) return stepMs >= HOUR_MS;",
      ],
    ],
  ),
  ...mistakes(
    "src/engine/feature/feature.ts",
    ["test/engine/feature/count-features.test.ts"],
    [
      [
        "a bent column counts for itself too",
        "lagsOf(specification).map(",
        "lagsOf({ ...specification, piecewise: {} }).map(",
      ],
      ["products are counted as sums", "sizeOf(a) * sizeOf(b)", "sizeOf(a) + sizeOf(b)"],
    ],
  ),
  ...mistakes(
    "src/engine/feature/kept-feature.ts",
    ["test/engine/feature/count-features.test.ts"],
    [
      [
        "stored factors have other columns",
        "countFeatures(specification) + values + sides",
        "countFeatures(specification)",
      ],
    ],
  ),
  ...mistakes(
    "src/engine/feature/summary.ts",
    ["test/engine/feature/summary.test.ts"],
    [
      [
        "a least y is known of what does not know it",
        "summaries.every(({ targetMinimum }) =>",
        "summaries.some(({ targetMinimum }) =>",
      ],
    ],
  ),
];
