// Losses of boosting (scikit-learn's half losses): what a constant response should be, how good responses are, and what they mean. Their gradients
// are the kernel's.
import type { TreeLoss } from "../../kernel/boosting/boosted-table.ts";
import { firstLargest } from "../../math/first-largest.ts";
import { weightedQuantile } from "../../math/quantile.ts";
import type { Decided } from "../training-set.ts";

export const LOSSES_OF_REGRESSION = ["squared_error", "absolute_error", "poisson", "gamma", "quantile"] as const;
export type LossName = (typeof LOSSES_OF_REGRESSION)[number] | "log_loss";

/** Rows by which a loss is judged. */
interface Judged {
  target: Float64Array;
  /** null where all weigh 1. */
  weight: Float64Array | null;
}

export interface Loss {
  kernel: TreeLoss;
  /** The response that is the same for all rows and loses least, one a tree of the loss. */
  baseline(of: Judged): number[];
  /** Mean loss; `responses`: of the loss's trees, one after the other. */
  mean(of: Judged, responses: Float64Array): number;
  /** Of residuals, by which share of them a leaf's value is above; null where it follows from gradients and hessians. */
  refitAt: number | null;
}

/** How many trees a loss has: one of two classes, and of numbers. */
export function treeCountOf(classCount: number): number {
  return classCount > 2 ? classCount : 1;
}

interface Minimised {
  loss?: LossName;
  quantile?: number | null;
  interval?: number | null;
}

/** The loss of numbers or classes, and where ends of an interval of a level are asked for, those of their trees. */
export function lossesOf(
  { loss: name = "log_loss", quantile = null, interval = null }: Minimised,
  classCount: number,
): Loss[] {
  const own = lossOf(name, { level: quantile ?? 0.5, classCount });
  if (interval === null) return [own];
  return [own, ...[(1 - interval) / 2, (1 + interval) / 2].map((level) => quantileLoss("quantile", level))];
}

function lossOf(name: LossName, { level, classCount }: { level: number; classCount: number }): Loss {
  if (name === "log_loss") return classCount > 2 ? softmax(classCount) : logistic;
  return {
    squared_error: squared,
    absolute_error: quantileLoss("absolute", 0.5),
    poisson,
    gamma,
    quantile: quantileLoss("quantile", level),
  }[name];
}

const squared: Loss = {
  kernel: { name: "squared", level: 0 },
  baseline: (of) => [meanOf(of)],
  mean: (of, raw) => meanOver(of, (y, row) => (y - (raw[row] as number)) ** 2 / 2),
  refitAt: null,
};

function quantileLoss(name: "absolute" | "quantile", level: number): Loss {
  return {
    kernel: { name, level },
    baseline: ({ target, weight }) => [weightedQuantile(target, level, weight ?? undefined) as number],
    mean: (of, raw) =>
      meanOver(of, (y, row) => {
        const over = y - (raw[row] as number);
        const loss = over * (over < 0 ? level - 1 : level);
        return name === "absolute" ? 2 * loss : loss;
      }),
    refitAt: level,
  };
}

// Of rows that are all 0 a mean is above 0 all the same.
const MEAN_LEAST = 1e-300;
const logOfMean = (of: Judged) => [Math.log(Math.max(MEAN_LEAST, meanOf(of)))];

const poisson: Loss = {
  kernel: { name: "poisson", level: 0 },
  baseline: logOfMean,
  mean: (of, raw) => meanOver(of, (y, row) => Math.exp(raw[row] as number) - y * (raw[row] as number)),
  refitAt: null,
};

const gamma: Loss = {
  kernel: { name: "gamma", level: 0 },
  baseline: logOfMean,
  mean: (of, raw) => meanOver(of, (y, row) => (raw[row] as number) + y * Math.exp(-(raw[row] as number))),
  refitAt: null,
};

// As if of a class of which no row has any weight there were this share.
const SHARE_LEAST = 1e-16;

const logistic: Loss = {
  kernel: { name: "log", level: 0 },
  baseline(of) {
    const share = Math.min(1 - SHARE_LEAST, Math.max(SHARE_LEAST, meanOf(of)));
    return [Math.log(share / (1 - share))];
  },
  // log(1 + exp(raw)) − y·raw, of which neither part overflows.
  mean: (of, raw) =>
    meanOver(of, (y, row) => {
      const response = raw[row] as number;
      return Math.max(response, 0) + Math.log1p(Math.exp(-Math.abs(response))) - y * response;
    }),
  refitAt: null,
};

function softmax(classCount: number): Loss {
  return {
    kernel: { name: "softmax", level: 0 },
    /** Logarithms of the shares, less their mean: responses are known up to a constant. */
    baseline({ target, weight }) {
      const sums = new Float64Array(classCount);
      target.forEach((k, row) => {
        sums[k] = (sums[k] as number) + (weight?.[row] ?? 1);
      });
      const total = sums.reduce((sum, each) => sum + each, 0);
      const logs = Array.from(sums, (sum) => Math.log(Math.max(SHARE_LEAST, sum / total)));
      const mean = logs.reduce((sum, log) => sum + log, 0) / classCount;
      return logs.map((log) => log - mean);
    },
    mean: (of, raw) => {
      const rowCount = of.target.length;
      return meanOver(of, (k, row) => {
        let most = -Infinity;
        for (let c = 0; c < classCount; c++) most = Math.max(most, raw[c * rowCount + row] as number);
        let sum = 0;
        for (let c = 0; c < classCount; c++) sum += Math.exp((raw[c * rowCount + row] as number) - most);
        return Math.log(sum) + most - (raw[k * rowCount + row] as number);
      });
    },
    refitAt: null,
  };
}

/** What responses mean, one row after the other with a number for each tree. */
export function decideResponses(raw: Float64Array, name: LossName, classCount: number): Decided {
  if (classCount === 0)
    return { target: name === "poisson" || name === "gamma" ? raw.map(Math.exp) : raw.slice(), probability: null };
  const rowCount = raw.length / treeCountOf(classCount);
  const probability = new Float64Array(rowCount * classCount);
  const target = new Float64Array(rowCount);
  for (let row = 0; row < rowCount; row++) {
    const of = probability.subarray(row * classCount, (row + 1) * classCount);
    if (classCount === 2) {
      const odds = Math.exp(-Math.abs(raw[row] as number));
      const likely = 1 / (1 + odds);
      const isSecond = (raw[row] as number) > 0;
      of[Number(isSecond)] = likely;
      of[Number(!isSecond)] = odds * likely;
    } else fillShares(of, raw.subarray(row * classCount, (row + 1) * classCount));
    target[row] = firstLargest(of);
  }
  return { target, probability };
}

function fillShares(shares: Float64Array, responses: Float64Array): void {
  const most = responses.reduce((a, b) => Math.max(a, b), -Infinity);
  let sum = 0;
  for (let k = 0; k < shares.length; k++) {
    const share = Math.exp((responses[k] as number) - most);
    shares[k] = share;
    sum += share;
  }
  for (let k = 0; k < shares.length; k++) shares[k] = (shares[k] as number) / sum;
}

function meanOf({ target, weight }: Judged): number {
  return meanOver({ target, weight }, (y) => y);
}

function meanOver({ target, weight }: Judged, of: (y: number, row: number) => number): number {
  let [sum, weights] = [0, 0];
  for (let row = 0; row < target.length; row++) {
    const w = weight === null ? 1 : (weight[row] as number);
    sum += w * of(target[row] as number, row);
    weights += w;
  }
  return sum / weights;
}
