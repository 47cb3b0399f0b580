// What a runtime makes of the engine: the same on each. It runs where the package is installed, so its import is of no file here.
import {
  designMatrix,
  fitClassifier,
  fitRegressor,
  fitRidge,
  foldFactors,
  loadKernel,
  mergeFactors,
  predictClassifier,
  predictRegressor,
  predictRidge,
  ridgePath,
  selectForward,
  subsetFactor,
} from "edgefit/engine";

const HOUR_MS = 3_600_000;
const ROWS = 400;

/**
 * Numbers, texts and null; JSON keeps each number to its last bit. `exact`: of arithmetic, √ and the kernels alone. `close`: of sines,
 * powers, exponentials and logarithms too, whose last digits are each runtime's own.
 */
export async function exercise() {
  const kernel = await loadKernel();
  const { x, y, labels, t } = data();
  const timezone = "Europe/Berlin";
  const specification = {
    timezone,
    lags: { T: [0, "1h"] },
    calendar: ["hour_of_day"],
    degree_days: [{ column: "T", heating: 15, cooling: 20 }],
    rolling: [{ column: "wind", window: "3h", statistic: "mean" }],
  };
  const design = designMatrix(specification, x, t);
  const folds = foldFactors(kernel, design, y, { t, timezone });
  const fit = fitRidge(kernel, folds, 12.5);
  const groups = Array.from(fit.coefficients, (_, j) => [j]);
  const { features } = selectForward(kernel, folds, { groups, lambda: 1 });
  const fewer = subsetFactor(kernel, mergeFactors(kernel, folds), features);
  const waves = designMatrix({ timezone, calendar: [{ daily: 2, yearly: 1 }] }, x, t);
  const numbersOf = (name, params) => predictRegressor(kernel, fitRegressor(kernel, name, x, y, params), x);
  const classesOf = (name, params) => predictClassifier(kernel, fitClassifier(kernel, name, x, labels, params), x);
  return plain({
    exact: {
      design,
      fit,
      features,
      fewer: fitRidge(kernel, fewer, 1),
      forest: [numbersOf("Random Forest", FOREST), classesOf("Random Forest", FOREST)],
      svm: [numbersOf("SVM", { C: 10 }), classesOf("SVM", { C: 10 })],
      linearSvm: [numbersOf("SVM", LINEAR), classesOf("SVM", LINEAR)],
      ridge: [numbersOf("Ridge", { lambda: 10 })],
      boosting: [numbersOf("Gradient Boosting", BOOSTING)],
      voting: [numbersOf("Voting", VOTING)],
    },
    close: {
      waves,
      path: ridgePath(kernel, folds),
      auto: fitRidge(kernel, folds, "auto"),
      interval: predictRidge(fit, design, { level: 0.95, rho: 0.5 }),
      ridge: classesOf("Ridge", {}),
      boosting: classesOf("Gradient Boosting", BOOSTING),
    },
  });
}

const FOREST = { n_estimators: 10, seed: 7 };
const BOOSTING = { max_iter: 10, min_samples_leaf: 2 };
const LINEAR = { kernel: "linear" };
const VOTING = {
  estimators: [
    { name: "SVM", params: LINEAR },
    { name: "Gradient Boosting", params: BOOSTING },
    { name: "Ridge", params: { lambda: 10 } },
  ],
  weights: [1, 2, 0.5],
};

/** The same everywhere: Lehmer's generator, whose products are whole numbers below 2^53. */
export function data() {
  let state = 1;
  const uniform = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  const column = (make) => Array.from({ length: ROWS }, make);
  const start = Date.UTC(2024, 2, 20);
  const x = { T: column((_, i) => 15 + 10 * ((i % 24) / 24) + uniform()), wind: column(() => 8 * uniform()) };
  const y = column((_, i) => Math.max(18 - x.T[i], 0) + x.wind[i] / 2 + uniform() / 5);
  const labels = y.map((value) => (value < 1.5 ? "low" : value < 3 ? "middle" : "high"));
  return { x, y, labels, t: column((_, i) => start + i * HOUR_MS) };
}

function plain(value) {
  if (ArrayBuffer.isView(value) || Array.isArray(value)) return Array.from(value, plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, of]) => [key, plain(of)]));
}
