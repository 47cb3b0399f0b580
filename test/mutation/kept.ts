// Mistakes in what is kept to be shown: rows of norms, decisions of models; and in what is told of tables.
import { mistakes } from "./mutation.ts";

const SHOWN = ["test/norm/kept/show-rows.test.ts"];
const KEPT = ["test/norm/kept-rows.test.ts"];
const OUTSIDE = ["test/api/kept-rows.test.ts"];
const CODEC = ["test/norm/store/archive-codec.test.ts"];
const STEPS = ["test/engine/time/step-runs.test.ts"];
const CURVES = ["test/engine/score/curve/curves.test.ts"];
const RESIDUALS = ["test/engine/score/curve/residuals.test.ts"];
const DECISIONS = ["test/registry/kept-decisions.test.ts", "test/api/decisions.test.ts"];
const TIMES = ["test/table/describe-time.test.ts"];
const GAPS = ["test/table/find-steps.test.ts"];
const TABLES = ["test/api/describe-tables.test.ts"];
const HISTORY = ["test/api/category-history.test.ts"];

export const kept = [
  ...mistakes(
    "src/norm/kept/load-period.ts",
    [...SHOWN, ...OUTSIDE],
    [
      ["of one time the older batch's row is kept", "a - b,\n  );", "b - a,\n  );"],
      [
        "the first row of a period is left out",
        "(values[middle] as number) < value",
        "(values[middle] as number) <= value",
      ],
      ["features look back on what is cut off", "{ fromMs: fromMs - memory, toMs } : {}", "{ fromMs, toMs } : {}"],
      ["what the batch looked back on is lost", "looksBack(norm) ?", "looksBack(norm) && memory < 0 ?"],
      ["the past of a batch is that of the newest", "readPast(database, id, version)", "readPast(database, id, null)"],
    ],
  ),
  ...mistakes("src/norm/kept/load-period.ts", SHOWN, [
    ["a batch that begins anew continues", "if (!continues) found.push(row);", ""],
    [
      "the norm's word counts more than the batch's",
      "rows.continues ?? specification.continues",
      "specification.continues",
    ],
    ["what was forgotten meanwhile is told to be lost", "if (!names.has(nameOf(part))) continue;", ""],
    [
      "every grid looks a day further back",
      "longest > 0 && inferred?.isLocalGrid ?",
      "longest > 0 && inferred?.timed ?",
    ],
    ["times and y are no values", "columns.length + 2", "columns.length"],
    ["any number of parts is read", "parts.length > PART_COUNT_MAX", "parts.length > Infinity"],
  ]),
  ...mistakes("src/norm/kept/expect-kept.ts", SHOWN, [
    ["a block is of the chosen features alone", "1 + featureCount(norm, model)", "1 + model.coefficients.length"],
    ["rows of later are the last ones before", ".tailWithin();", ".tailAfter();"],
    ["rows look back past where they began anew", "while (begin > since &&", "while (begin > 0 &&"],
  ]),
  ...mistakes("src/norm/kept/expect-kept.ts", OUTSIDE, [
    ["the rows before a block are no past", "if (begin === row) return older;", "return older;"],
    ["the past is a step too short", ">= sinceMs;", "> sinceMs;"],
  ]),
  ...mistakes(
    "src/norm/kept/mean-points.ts",
    [...SHOWN, ...OUTSIDE],
    [
      ["the band of a mean is that of a sum", "?? Number.NaN) / count;", "?? Number.NaN);"],
      ["the leverage of a mean is that of its sum", "leverage: count ** 2 * (far[i]", "leverage: (far[i]"],
      [
        "the lower end is the upper one",
        "(points.expected[point] as number) - half",
        "(points.expected[point] as number) + half / 2",
      ],
      ["the last point is lost", "if (starts.length > 0) close();", ""],
      [
        "a point ends a row late",
        "row === starts[point + 1]) close();",
        "row === (starts[point + 1] as number) + 1) close();",
      ],
      ["rows without y count in the mean", "const sums = isUsed && isWanted ? both : others;", "const sums = both;"],
    ],
  ),
  ...mistakes("src/norm/kept/draw-rows.ts", OUTSIDE, [
    ["where rows are missing is no gap", "Number.isNaN(ms) ? 0 : 1", "0"],
    ["a gap begins with the row before it", "shown + (stepMs ??", "shown + 0 * (stepMs ??"],
    ["steps shorter than those of the rows are taken", "length < rowLength", "length < 0"],
    ["rows of before the period are shown", "rows.y.slice(first)", "rows.y.slice(0, -first || undefined)"],
    ["one row more is a point without times", "Math.ceil(count / points)", "Math.floor(count / points) + 1"],
  ]),
  ...mistakes("src/norm/kept/draw-rows.ts", SHOWN, [
    ["a row of which nothing is known counts", "Number(!Number.isNaN(y) ||", "Number(true ||"],
    [
      "what is missing begins as long after a row as others",
      "firstInstant(zone, next) : next",
      "before + next - shown : next",
    ],
    ["any number of values is answered", "pointCount * columnCount <=", "pointCount <="],
  ]),
  ...mistakes("src/norm/kept/show-rows.ts", OUTSIDE, [
    ["the last row that is kept is left out", "kept.toMs + 1", "kept.toMs"],
    ["a period may end when it begins", "fromMs >= toMs)", "fromMs > toMs)"],
  ]),
  ...mistakes("src/norm/kept/read-batch-rows.ts", SHOWN, [
    ["a lost part shifts the rows", "Math.max(0, skip - from)", "Math.max(0, skip)"],
  ]),
  ...mistakes("src/norm/kept/read-batch-rows.ts", OUTSIDE, [
    ["the next rows are told of at the end", "end < kept ? end : null", "end <= kept ? end : null"],
    ["a clock's times are told as universal ones", "new Date(zone.toDay(instant))", "new Date(instant)"],
  ]),
  ...mistakes("src/norm/learn/specify-norm.ts", KEPT, [
    [
      "rows are dropped before the change is refused",
      "const changed = isKnown ?",
      "await keepAsAsked(context, norm, specification);\n    const changed = isKnown ?",
    ],
  ]),
  ...mistakes("src/norm/learn/commit-batch.ts", KEPT, [
    ["what may be committed is taken back", "  archive.commit();\n", ""],
    ["what was not committed stays", "    archive.rollBack();\n", ""],
  ]),
  ...mistakes("src/norm/answer/clean-norms.ts", KEPT, [
    ["a day to come makes all others old", "Math.min(newestMs, context.nowMs())", "newestMs"],
    [
      "what belongs to a commit to come is an orphan",
      "const ORPHAN_AGE_MS = DAY_MS",
      "const ORPHAN_AGE_MS = 0 * DAY_MS",
    ],
  ]),
  ...mistakes("src/norm/store/archive.ts", KEPT, [
    ["a part goes with its first row", "own.to_ms < json_extract", "own.from_ms < json_extract"],
    ["rows that are as old as is kept go", "own.to_ms < json_extract", "own.to_ms <= json_extract"],
  ]),
  ...mistakes("src/norm/store/column-codec.ts", CODEC, [
    ["a missing value is a zero", "values[row] = Number.NaN;", "values[row] = 0;"],
    ["a zero loses its sign", "if (Object.is(value, -0)) return null;", ""],
    ["distances lose their sign", "told % 2 === 0 ? -told / 2", "told % 2 === 0 ? told / 2"],
  ]),
  ...mistakes("src/engine/time/step-runs.ts", STEPS, [
    ["weeks begin on Thursday", "const MONDAY_MS = 4 * DAY_MS", "const MONDAY_MS = 0 * DAY_MS"],
    ["steps run back where the clock is put back", "key <= before) continue;", "key === before) continue;"],
    ["an hour that the clock shows twice is one", "step.ms > HOUR_MS", "step.ms >= HOUR_MS"],
    ["one point more than is asked for", "lengthOf(step)) < points", "lengthOf(step)) <= points"],
    ["a step that is never begins with a row", "firstInstant(zone, wallMs);", "zone.toInstant(wallMs, -Infinity);"],
  ]),
  ...mistakes("src/registry/score/keep-decisions.ts", DECISIONS, [
    ["rows are told by their place among those held out", "rows: pick(rows)", "rows: Float64Array.from(picked)"],
    [
      "a class has the probability of the next",
      "probability[row * classes.length + k]",
      "probability[row * classes.length + ((k + 1) % classes.length)]",
    ],
    [
      "the sample is the beginning",
      "shuffle(Uint32Array.from(rows.keys()), uniform(SEED))",
      "Uint32Array.from(rows.keys())",
    ],
  ]),
  ...mistakes("src/registry/serve/read-decisions.ts", DECISIONS, [
    [
      "the least rows are told, no sample",
      ".slice(0, limit).sort((a, b) => at(sample.rows, a) - at(sample.rows, b));",
      ".sort((a, b) => at(sample.rows, a) - at(sample.rows, b)).slice(0, limit);",
    ],
    ["what is true and what is said change places", "labels(sample.actual)", "labels(sample.target)"],
  ]),
  ...mistakes("src/registry/task/assemble-model.ts", DECISIONS, [
    [
      "decisions are of another method than the score",
      "const shown = bagged ? ofBag : ofFolds;",
      "const shown = ofFolds ?? ofBag;",
    ],
  ]),
  ...mistakes("src/engine/score/curve/ranking.ts", CURVES, [
    ["ties count in full", "(below + zeros / 2)", "(below + zeros)"],
    ["precision is of the rows of a step", "told += ones + zeros;", "told = ones + zeros;"],
  ]),
  ...mistakes("src/engine/score/curve/calibration-curve.ts", CURVES, [
    ["a probability at an edge is of the bin above", "(edges[above] as number) < p", "(edges[above] as number) <= p"],
  ]),
  ...mistakes("src/engine/score/curve/describe-residuals.ts", RESIDUALS, [
    ["residuals have the other sign", "y - (predicted[row] as number)", "(predicted[row] as number) - y"],
    ["a residual at an edge is of the bin below", "residual >= (edges[bin + 1]", "residual > (edges[bin + 1]"],
    ["another quantile", "const SHARES = [0.01, 0.05,", "const SHARES = [0.01, 0.1,"],
  ]),
  ...mistakes("src/table/describe/describe-time.ts", TIMES, [
    [
      "a time that is never is one",
      "if (Number.isNaN(instant)) never.push(row);",
      "if (Number.isNaN(instant)) ms[row] = moment.ms;",
    ],
    [
      "the first of two rows of one time is told",
      "if (known.has(at)) found.push(i);",
      "if (known.has(at)) found.push(i - 1);",
    ],
  ]),
  ...mistakes("src/table/describe/find-steps.ts", GAPS, [
    ["a gap lacks one row more", "Math.round((before - after) / stepMs) - 1", "Math.round((before - after) / stepMs)"],
    ["the rarest step is the interval", "m - n || a - b", "n - m || a - b"],
    ["a row that came late is a gap", "const LONGER = 1.5", "const LONGER = 1.4"],
  ]),
  ...mistakes("src/table/describe/give-roles.ts", TABLES, [
    ["a column that is named for x is y", "byName(looked, isFree) ??", "byName(looked, mayBe) ??"],
    ["the first column is y", ".findLast(mayBe)", ".find(mayBe)"],
  ]),
  ...mistakes("src/table/describe/count-column.ts", TABLES, [
    ["a mean counts missing values", "const mean = sum / count;", "const mean = sum / values.length;"],
    ["the rarest levels are told", "m - n || (a < b", "n - m || (a < b"],
  ]),
  ...mistakes("src/shop/visit/steps-of-days.ts", HISTORY, [
    ["weeks begin on Sunday", "const AFTER_MONDAY = 3", "const AFTER_MONDAY = 4"],
    ["the last step is lost", "at <= end &&", "at < end &&"],
  ]),
  ...mistakes("src/shop/visit/follow-categories.ts", HISTORY, [
    ["the day of `to` is in it", "Math.floor((span.toMs - 1) / DAY_MS),", "Math.floor(span.toMs / DAY_MS),"],
    ["others are all", "reduce((left, { views }) => left - (views[i] as number), all)", "reduce((left) => left, all)"],
  ]),
];
