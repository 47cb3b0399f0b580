// `npm run check:intervals [-- <tables> [<family> [<rows>]]]`: how often new rows lie within a model's intervals, of each family, over simulated tables
// (Friedman 1991: five of eight columns count, and noise of deviation 1). It ends with code 1 where a share is not what was asked for.
import { families } from "../../src/engine/model/families.ts";
import { parse } from "../../src/platform/schema/parse.ts";
import { PredictModelRequest, TrainModelRequest } from "../../src/registry/schema/model-request.ts";
import { predictModel } from "../../src/registry/serve/predict-model.ts";
import { consumePieces } from "../../src/registry/task/consume-pieces.ts";
import { trainModel } from "../../src/registry/train/train-model.ts";
import { openContext } from "../support/context.ts";
import { normal, uniform } from "../support/numbers.ts";
import { printLine } from "../support/print-table.ts";

const LEVELS = [0.8, 0.9, 0.95];
const ROWS = [50, 200, 1_000];
/** With its defaults each, and boosting once more with ends of its own. */
const MODELS = [
  ...families.map(({ name }) => ({ name, called: name, params: {} })),
  { name: "Gradient Boosting", called: "Gradient Boosting, interval 0.9", params: { interval: 0.9 } },
];
const ASKED = 500;
const COLUMNS = 8;
// In per cent: models of the folds know fewer rows than the one that is asked, and miss by more, so that intervals hold rather more.
const [BELOW, ABOVE] = [2, 5];
const WIDTHS = [31, 6, 9, ...LEVELS.map(() => "95 %: 100.0 (10.00) ".length)];

const [, , asked = "100", only = "", rows] = process.argv;
const rowCounts = rows === undefined ? ROWS : [Number(rows)];
const tables = Number(asked);
let missed = 0;
console.log(
  `Of ${tables} tables each: the share of ${ASKED} new rows within intervals, in %, and their mean half-width`,
);
for (const model of MODELS.filter(({ called }) => called.startsWith(only)))
  for (const rowCount of rowCounts) {
    const sums = LEVELS.map(() => ({ covered: 0, halfWidth: 0 }));
    let rmse = 0;
    for (let table = 0; table < tables; table++)
      rmse += (await measure(model, rowCount, { seed: table, sums })) / tables;
    const cells = LEVELS.map((level, i) => {
      const { covered = 0, halfWidth = 0 } = sums[i] ?? {};
      const share = (100 * covered) / (tables * ASKED);
      const isMissed = share < 100 * level - BELOW || share > 100 * level + ABOVE;
      if (isMissed) missed++;
      return `${100 * level} %: ${share.toFixed(1)} (${(halfWidth / tables).toFixed(2)})${isMissed ? " !" : ""}`;
    });
    printLine([model.called, `${rowCount}`, `rmse ${rmse.toFixed(2)}`, ...cells], WIDTHS);
  }
if (missed > 0) process.exitCode = 1;

function draw(random: () => number, rowCount: number): { X: number[][]; y: number[] } {
  const noise = normal(random);
  const X = Array.from({ length: rowCount }, () => Array.from({ length: COLUMNS }, random));
  const y = X.map(
    ([a = 0, b = 0, c = 0, d = 0, e = 0]) =>
      10 * Math.sin(Math.PI * a * b) + 20 * (c - 0.5) ** 2 + 10 * d + 5 * e + noise(),
  );
  return { X, y };
}

/** Adds to the sums; answers the RMSE of the new rows. */
async function measure(
  { name, params }: (typeof MODELS)[number],
  rowCount: number,
  { seed, sums }: { seed: number; sums: { covered: number; halfWidth: number }[] },
): Promise<number> {
  const context = openContext(1e9);
  const random = uniform(1_000 * rowCount + seed);
  const [data, next] = [draw(random, rowCount), draw(random, ASKED)];
  const { model } = await trainModel(
    context,
    parse(TrainModelRequest, { problem: "regression", name, params, ...data }),
    true,
  );
  while (context.messages.length > 0) {
    const delivery = { body: context.messages.shift(), attempts: 1, ack: () => undefined, retry: () => undefined };
    await consumePieces([delivery], context);
  }
  let squares = 0;
  for (const [i, interval] of LEVELS.entries()) {
    const asked = parse(PredictModelRequest, { X: next.X, interval });
    const { y, lower = [], upper = [] } = await predictModel(context, model.id, asked);
    const sum = sums[i] as (typeof sums)[number];
    sum.covered += next.y.filter((value, row) => value >= (lower[row] ?? 0) && value <= (upper[row] ?? 0)).length;
    sum.halfWidth += upper.reduce((total, end, row) => total + end - (lower[row] ?? 0), 0) / upper.length / 2;
    squares = next.y.reduce((total, value, row) => total + (value - Number(y[row])) ** 2, 0);
  }
  context.close();
  return Math.sqrt(squares / ASKED);
}
