// How good boosting's defaults are, beside scikit-learn's on the same folds: `npm run bench:scores [-- <part of a name>]`. Ten deals of five folds; of a
// deal the score is the mean over its folds. A difference counts by its standard error over the deals; forests stand beside.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import { dealBlocks } from "../notebooks/deal-blocks.ts";
import { readVisits } from "../notebooks/read-visits.ts";
import { meanAndDeviation } from "../src/engine/math/mean-and-deviation.ts";
import { shuffle, uniform } from "../src/engine/math/random.ts";
import { finish } from "../src/engine/math/work.ts";
import type { Params } from "../src/engine/model/family.ts";
import { splitRows } from "../src/engine/model/fold-rows.ts";
import { subsetOf } from "../src/engine/model/training-set.ts";
import { scoreClassification } from "../src/engine/score/score-classification.ts";
import { listedFamily } from "../src/registry/schema/model-artifact.ts";
import { metricOf } from "../src/registry/task/score-model.ts";
import { trainingSet } from "../src/registry/train/prepare-training.ts";
import { blocksOf } from "../src/shop/feature/block.ts";
import { sessionFeatures } from "../src/shop/feature/session.ts";
import { countSupports, optionsFor, vocabularyOf } from "../src/shop/feature/session-vocabulary.ts";
import { wasmKernel } from "../test/support/kernels.ts";
import { python } from "./measure.ts";
import { classesOf, fromFile, fromGolden, type Table } from "./tables.ts";

const DEALS = 10;
const FOLDS = 5;
// Where both learn the same, sums are taken in another order.
const ROUNDING = 1e-12;
const kernel = wasmKernel();

interface Tried {
  name: string;
  make(): Table | null;
  /** Of each row its block, which no fold cuts; rows by themselves unless given. */
  blocks?(): Uint32Array;
  /** Shares of both classes count alike. */
  isBalanced?: true;
}

const visits = pakdd();
const SETS: Tried[] = [
  { name: "digits", make: () => classesOf(fromFile("sklearn_builtin/digits.csv.gz", { skip: 0, y: 64 })) },
  { name: "breast cancer", make: () => classesOf(fromFile("sklearn_builtin/breast_cancer.csv", { skip: 1, y: 30 })) },
  { name: "wine", make: () => classesOf(fromFile("sklearn_builtin/wine_data.csv", { skip: 1, y: 13 })) },
  { name: "diabetes", make: () => fromGolden("diabetes") },
  { name: "bike hires", make: () => fromFile("bike_sharing/hour.csv", { skip: 1, y: 16, without: [0, 1, 14, 15] }) },
  { name: "power plant", make: () => fromFile("ccpp/ccpp.csv", { skip: 1, y: 4 }) },
  {
    name: "appliances",
    make: () => fromFile("appliances_energy/energydata_complete.csv.gz", { skip: 1, y: 1, without: [0, 27, 28] }),
  },
  ...(visits === null ? [] : [{ name: "gender of visitors", ...visits, isBalanced: true as const }]),
];

const [asked = ""] = process.argv.slice(2);
for (const each of SETS.filter(({ name }) => name.includes(asked))) compare(each);

/** Prints how scores differ; of RMSE less is better, of shares of rows that are told right more. */
function compare({ name, make, blocks, isBalanced }: Tried): void {
  const table = make();
  if (table === null) {
    console.log(`${name}: skipped: ../shared/data is not beside this folder`);
    return;
  }
  const { target, classCount, columns } = table;
  const deals = Array.from({ length: DEALS }, (_, seed) => {
    const of = blocks === undefined ? dealRows(target, classCount, seed) : dealBlocks(blocks(), seed).of;
    return { of, count: FOLDS };
  });
  const given = isBalanced ? { class_weight: "balanced" } : {};
  const told = (family: string) =>
    deals.map((folds, seed) => scoresOf(table, { family, params: { ...given, seed }, folds, isBalanced }));
  const ours = told("Gradient Boosting");
  const forest = told("Random Forest");
  const theirs = peers(
    table,
    deals.map(({ of }) => of),
    { isBalanced },
  );
  const what = classCount === 0 ? "RMSE" : isBalanced ? "balanced accuracy" : "accuracy";
  const line = (of: number[]) => {
    const { mean, std } = meanAndDeviation(Float64Array.from(of));
    return `${mean.toPrecision(5)} ± ${(std / Math.sqrt(of.length)).toPrecision(2)}`;
  };
  console.log(`${name}, ${target.length} × ${columns.length}: ${what}, mean ± standard error of ${DEALS} deals`);
  console.log(`  boosting ${line(ours)}, forest ${line(forest)}`);
  if (theirs === undefined) {
    console.log("  scikit-learn skipped: no python3 with it here");
    return;
  }
  const better = ours.map((score, deal) => (classCount === 0 ? -1 : 1) * (score - (theirs[deal] as number)));
  const { mean, std } = meanAndDeviation(Float64Array.from(better));
  const isMet = mean >= -std / Math.sqrt(DEALS) - ROUNDING * Math.abs(theirs[0] as number);
  console.log(`  scikit-learn ${line(theirs)}; better by ${line(better)}: ${isMet ? "met" : "MISSED"}`);
}

/** The mean over the folds. */
function scoresOf(
  table: Table,
  {
    family: name,
    params: given,
    folds,
    isBalanced,
  }: { family: string; params: object; folds: { of: Uint8Array; count: number }; isBalanced: true | undefined },
): number {
  const { columns, target, classCount } = table;
  const family = listedFamily(name);
  const params = v.parse(family.params[classCount === 0 ? "regression" : "classification"], given) as Params;
  const range = { from: 0, to: family.unitCount(params) };
  let sum = 0;
  for (let fold = 0; fold < folds.count; fold++) {
    const rows = splitRows(folds, fold);
    const heldOut = subsetOf({ columns, target, classCount }, rows.heldOut);
    const classes = classCount === 0 ? null : Array.from({ length: classCount }, (_, k) => k);
    const set = trainingSet(subsetOf({ columns, target, classCount }, rows.training), classes, params);
    const learn = family.fitToAsk ?? family.fit;
    const units = finish(learn(kernel, set, params, range));
    const raw = family.respond(kernel, units, {
      columns: heldOut.columns,
      rowCount: heldOut.target.length,
      classCount,
    });
    const decided = family.decide(raw, { classCount, unitCount: range.to, params, calibration: null });
    sum += isBalanced
      ? (scoreClassification(heldOut.target, decided, classCount).balancedAccuracy as number)
      : metricOf(classCount === 0 ? "regression" : "classification", heldOut.target, decided.target);
  }
  return sum / folds.count;
}

/** To folds by chance, of each class as many to each. */
function dealRows(target: Float64Array, classCount: number, seed: number): Uint8Array {
  const of = new Uint8Array(target.length);
  const random = uniform(seed + 1);
  for (let k = 0; k < Math.max(1, classCount); k++) {
    const rows = Uint32Array.from(target.keys()).filter((row) => classCount === 0 || target[row] === k);
    shuffle(rows, random).forEach((row, i) => {
      of[row] = i % FOLDS;
    });
  }
  return of;
}

/** The visits of PAKDD 2015 as the service's gender model has them, and the blocks that no fold cuts. */
function pakdd(): (Pick<Tried, "make"> & { blocks(): Uint32Array }) | null {
  const folder = new URL("../../shared/data/pakdd2015", import.meta.url).pathname;
  if (!existsSync(folder)) return null;
  const log = () => readVisits(folder).visits.filter(({ gender }) => gender !== null);
  return {
    make() {
      const all = log();
      const options = optionsFor(all.length);
      const { values } = sessionFeatures(all, vocabularyOf(countSupports([], all, options), options));
      const target = Float64Array.from(all, ({ gender }) => Number(gender === "male"));
      return { columns: values as Float64Array[], target, classCount: 2 };
    },
    blocks: () => blocksOf(log().map(({ startMs }) => startMs)).of,
  };
}

/** scikit-learn's scores, one a deal; undefined where it is not installed. */
function peers(
  { columns, target, classCount }: Table,
  deals: readonly Uint8Array[],
  { isBalanced }: { isBalanced: true | undefined },
): number[] | undefined {
  const folder = mkdtempSync(join(tmpdir(), "edgefit-scores-"));
  try {
    const file = join(folder, "numbers");
    const all = [target, ...columns, ...deals.map((of) => Float64Array.from(of))];
    writeFileSync(
      file,
      Buffer.concat(all.map((values) => Buffer.from(values.buffer, values.byteOffset, values.byteLength))),
    );
    const family = classCount === 0 ? "Regressor" : "Classifier";
    const score =
      classCount === 0
        ? "numpy.sqrt(numpy.mean((told - y[out]) ** 2))"
        : isBalanced
          ? "balanced_accuracy_score(y[out], told)"
          : "numpy.mean(told == y[out])";
    return python<number[]>(
      `
import json, numpy
from sklearn.ensemble import HistGradientBoosting${family} as Model
from sklearn.metrics import balanced_accuracy_score
all = numpy.fromfile(${JSON.stringify(file)}).reshape(-1, ${target.length})
y, x, deals = all[0], all[1:${1 + columns.length}].T.copy(), all[${1 + columns.length}:]
def score(of, seed):
    total = 0
    for fold in range(${FOLDS}):
        out = of == fold
        told = Model(random_state=seed${isBalanced ? ', class_weight="balanced"' : ""}).fit(x[~out], y[~out]).predict(x[out])
        total += ${score}
    return total / ${FOLDS}
print(json.dumps([score(of, seed) for seed, of in enumerate(deals)]))
`,
      { OMP_NUM_THREADS: "1" },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
