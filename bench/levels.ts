// Tables with words as they are: a forest whose splits are sets of levels, beside the same forest on a column of 0 and 1 for each level, and
// beside scikit-learn's pipeline of OneHotEncoder, SimpleImputer and RandomForest with as many trees and features tried by the same rule.
// Learned and asked on the same folds. The tables are read from ../shared/data, where that is beside this folder.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { subsetOf, type TrainingSet } from "../src/engine/model/training-set.ts";
import { binAndGrow, predictForest } from "../test/support/forest.ts";
import { wasmKernel } from "../test/support/kernels.ts";
import { type Bench, python, type Row } from "./measure.ts";

interface Words {
  file: string;
  target: string;
  /** Columns that tell the target. */
  without: string[];
  isRegression: boolean;
  /** Folds that are held out, of five; row i is in fold i modulo 5. */
  heldOut: number;
}

const TABLES: Words[] = [
  { file: "penguins.csv", target: "species", without: [], isRegression: false, heldOut: 5 },
  { file: "titanic.csv", target: "survived", without: ["alive"], isRegression: false, heldOut: 5 },
  { file: "diamonds.csv.gz", target: "price", without: [], isRegression: true, heldOut: 1 },
];

const FOLDS = 5;
const TREES = 100;
const kernel = wasmKernel();
const folder = new URL("../../shared/data/words/", import.meta.url);

export const levelBenches: Bench[] = TABLES.map((words) => ({
  name: `forest on the levels of ${words.file.split(".")[0]}`,
  run: () => compare(words),
}));

function compare(words: Words): Row[] {
  const what = `forest of ${TREES} trees on ${words.file}`;
  const url = new URL(words.file, folder);
  if (!existsSync(url)) return [{ what, ours: "skipped", peer: `skipped: no ${words.file} beside this folder` }];
  const table = readWords(url, words);
  // Whoever is measured first would pay for the compiler.
  measure(table, { ...words, heldOut: 1 });
  const [sets, zeros] = [table, oneHot(table)].map((data) => measure(data, words));
  const peer = python<{ score: number; seconds: number }>(program(url, words));
  return [zeros, peer].map((other, i) => ({
    what: `${what}, sets beside ${i === 0 ? "a column a level" : "scikit-learn's pipeline"}`,
    ours: told(sets, words),
    peer: other ? told(other, words) : "skipped: no python3 with scikit-learn here",
    ...(other && sets && { ratio: sets.seconds / other.seconds }),
  }));
}

function told(of: { score: number; seconds: number } | undefined, { isRegression }: Words): string {
  const { score = 0, seconds = 0 } = of ?? {};
  return `${isRegression ? `RMSE ${score.toFixed(1)}` : `accuracy ${score.toFixed(4)}`} in ${seconds.toFixed(2)} s`;
}

/** On rows that were held out; seconds of CPU time to learn and to ask, for both work on one core. */
function measure(data: TrainingSet, { isRegression, heldOut }: Words): { score: number; seconds: number } {
  const params = {
    ...{ n_estimators: TREES, max_depth: null, min_samples_leaf: 1, max_samples: null, seed: 1 },
    max_features: isRegression ? ("two_thirds" as const) : ("sqrt" as const),
  };
  const { classCount } = data;
  let [sum, count] = [0, 0];
  const start = process.cpuUsage();
  for (let fold = 0; fold < heldOut; fold++) {
    const rows = Uint32Array.from(data.target.keys());
    const trees = binAndGrow(
      kernel,
      subsetOf(
        data,
        rows.filter((row) => row % FOLDS !== fold),
      ),
      params,
      {
        from: 0,
        to: TREES,
      },
    );
    const { columns, target } = subsetOf(
      data,
      rows.filter((row) => row % FOLDS === fold),
    );
    const said = predictForest(kernel, trees, { columns, rowCount: target.length, classCount });
    target.forEach((y, row) => {
      const shares = said.subarray(row * classCount, (row + 1) * classCount);
      sum += isRegression ? ((said[row] as number) - y) ** 2 : Number(shares.indexOf(Math.max(...shares)) === y);
      count++;
    });
  }
  const { user, system } = process.cpuUsage(start);
  const seconds = (user + system) / 1e6;
  return { score: isRegression ? Math.sqrt(sum / count) : sum / count, seconds };
}

/** A column whose values are all numbers, or missing, is one; of the others values are levels. */
function readWords(url: URL, { target, without, isRegression }: Words): TrainingSet & { levels: number[] } {
  const bytes = readFileSync(url);
  const text = (url.pathname.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  const [names = [], ...rows] = text
    .trim()
    .split("\n")
    .map((line) =>
      line
        .trim()
        .split(",")
        .map((cell) => cell.replaceAll('"', "")),
    );
  const read = names.map((_, j) => readColumn(rows.map((row) => row[j] as string)));
  const kept = names.flatMap((name, j) => (name === target || without.includes(name) ? [] : [read[j] as Column]));
  const y = read[names.indexOf(target)] as Column;
  return {
    columns: kept.map(({ values }) => values),
    levels: kept.map(({ levels }) => levels),
    target: y.values,
    classCount: isRegression ? 0 : y.levels || 2,
  };
}

interface Column {
  values: Float64Array;
  levels: number;
}

function readColumn(cells: string[]): Column {
  const isMissing = (cell: string) => cell === "" || cell === "NA";
  const levels = [...new Set(cells)].filter((cell) => !isMissing(cell)).sort();
  const isNumber = levels.every((cell) => Number.isFinite(Number(cell)));
  const numberOf = (cell: string) => (isMissing(cell) ? Number.NaN : isNumber ? Number(cell) : levels.indexOf(cell));
  return { values: Float64Array.from(cells, numberOf), levels: isNumber ? 0 : levels.length };
}

/** Missing levels are one more. */
function oneHot({ columns, levels, ...rest }: TrainingSet & { levels: number[] }): TrainingSet {
  const encoded = columns.flatMap((column, j) => {
    if (levels[j] === 0) return [column];
    const codes = column.map((code) => (Number.isNaN(code) ? (levels[j] as number) : code));
    return [...new Set(codes)].sort((a, b) => a - b).map((level) => codes.map((code) => Number(code === level)));
  });
  return { ...rest, columns: encoded };
}

function program(url: URL, { target, without, isRegression, heldOut }: Words): string {
  const forest = isRegression ? "RandomForestRegressor" : "RandomForestClassifier";
  return `
import json, time, numpy, pandas
from sklearn.compose import make_column_transformer
from sklearn.ensemble import ${forest}
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder
table = pandas.read_csv(${JSON.stringify(fileURLToPath(url))})
x, y = table.drop(columns=${JSON.stringify([target, ...without])}), table[${JSON.stringify(target)}]
words = [name for name in x if not pandas.api.types.is_numeric_dtype(x[name]) or x[name].dtype == bool]
x[words] = x[words].astype(object).where(x[words].notna(), "none").astype(str)
numbers = [name for name in x if name not in words]
fold = numpy.arange(len(x)) % ${FOLDS}
errors, start = [], time.process_time()
for held in range(${heldOut}):
    model = make_pipeline(
        make_column_transformer((OneHotEncoder(handle_unknown="ignore", sparse_output=False), words), (SimpleImputer(strategy="median"), numbers)),
        ${forest}(n_estimators=${TREES}, max_features=${isRegression ? "2 / 3" : '"sqrt"'}, n_jobs=1, random_state=1),
    ).fit(x[fold != held], y[fold != held])
    said, actual = model.predict(x[fold == held]), y[fold == held].to_numpy()
    errors.extend(${isRegression ? "(said - actual) ** 2" : "(said == actual).astype(float)"})
seconds = time.process_time() - start
print(json.dumps({"score": float(${isRegression ? "numpy.sqrt(numpy.mean(errors))" : "numpy.mean(errors)"}), "seconds": seconds}))
`;
}
