"""Golden numbers of gradient boosting, from scikit-learn's HistGradientBoosting.

A table of numbers, of few values, with gaps and of levels, by each loss: the trees of the first iteration, node by node, and what ten
iterations respond to rows, some of which have gaps and levels that were not there. Trees are small where gradients are alike: there two splits
may be as good but for rounding, and scikit-learn splits nodes whose gradients are all the same.

Run with scikit-learn 1.2 (Debian's python3-sklearn):
    python3 test/golden/boosting.py > test/golden/boosting.json
"""
import json
import sys

import numpy
import sklearn
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

ROWS = 600
ASKED = 200
LEVELS = 12
# Of the absolute error one: after that a leaf's median is the y of a row, whose gradient rounding decides.
ITERATIONS = 10

random = numpy.random.default_rng(20)


def draw(count):
    whole, few, gaps = random.normal(size=count), random.integers(0, 6, count).astype(float), random.normal(size=count)
    gaps[random.random(count) < 0.2] = numpy.nan
    levels = numpy.floor(LEVELS * random.random(count) ** 2)
    return numpy.array([whole, few, gaps, levels]).T


x = draw(ROWS)
effect = random.normal(size=LEVELS)
signal = x[:, 0] + 0.3 * x[:, 1] + numpy.where(numpy.isnan(x[:, 2]), 0.7, numpy.abs(x[:, 2])) + effect[x[:, 3].astype(int)]
y = signal + 0.3 * random.normal(size=ROWS)
weights = random.integers(1, 4, ROWS).astype(float)
asked = draw(ASKED)
# Gaps where there were none, and levels that were not there.
asked[:20, 0] = numpy.nan
asked[20:40, 1] = numpy.nan
asked[40:60, 3] = numpy.nan
asked[60:70, 3] = LEVELS - 1
seen = set(x[:, 3])

three = numpy.digitize(y, numpy.quantile(y, [0.4, 0.7]))
targets = {
    "y": y,
    "positive": numpy.exp(0.4 * y),
    "counts": random.poisson(numpy.exp(0.3 * y)).astype(float),
    "two": (y + random.logistic(size=ROWS) > numpy.median(y)).astype(float),
    "three": three.astype(float),
}

CASES = [
    {"loss": "squared_error", "target": "y"},
    {"loss": "squared_error", "target": "y", "max_depth": 3, "min_samples_leaf": 5, "l2_regularization": 3.0, "max_bins": 40},
    {"loss": "squared_error", "target": "y", "weighted": True, "max_leaf_nodes": None, "min_samples_leaf": 30},
    {"loss": "squared_error", "target": "y", "monotonic_cst": [1, 1, 0, 0], "min_samples_leaf": 5},
    {"loss": "squared_error", "target": "y", "monotonic_cst": [-1, 0, 1, 0], "learning_rate": 0.3, "max_leaf_nodes": 8},
    {"loss": "squared_error", "target": "y", "interaction_cst": [[0, 1], [1, 2]], "min_samples_leaf": 5},
    {"loss": "squared_error", "target": "y", "interaction_cst": "no_interactions"},
    {"loss": "absolute_error", "target": "y", "max_leaf_nodes": 4, "max_iter": 1},
    {"loss": "quantile", "quantile": 0.8, "target": "y", "max_leaf_nodes": 4},
    {"loss": "poisson", "target": "counts", "max_leaf_nodes": 12},
    {"loss": "log_loss", "target": "two", "max_leaf_nodes": 12},
    {"loss": "log_loss", "target": "two", "weighted": True, "monotonic_cst": [1, 0, 0, 0], "max_leaf_nodes": 12},
    {"loss": "log_loss", "target": "two", "class_weight": "balanced", "max_leaf_nodes": 5},
    {"loss": "log_loss", "target": "three", "max_leaf_nodes": 9},
]


def branch(predictor, categories, at=0):
    """A node with all below it: `rows`, and of a leaf `value`, of a split where what goes."""
    node = predictor.nodes[at]
    told = {"rows": int(node["count"])}
    if node["is_leaf"]:
        return {**told, "value": float(node["value"])}
    told["column"] = int(node["feature_idx"])
    told["missing_left"] = bool(node["missing_go_to_left"])
    if node["is_categorical"]:
        bits = predictor.raw_left_cat_bitsets[node["bitset_idx"]]
        told["left_levels"] = [int(level) for level in categories if (int(bits[int(level) // 32]) >> (int(level) % 32)) & 1]
    else:
        told["threshold"] = float(node["num_threshold"]) if numpy.isfinite(node["num_threshold"]) else None
    told["sides"] = [branch(predictor, categories, int(node[side])) for side in ("left", "right")]
    return told


def run(case):
    params = {key: value for key, value in case.items() if key not in ("target", "weighted", "loss")}
    target = targets[case["target"]]
    family = HistGradientBoostingClassifier if case["loss"] == "log_loss" else HistGradientBoostingRegressor
    options = {"max_iter": ITERATIONS, **params, "loss": case["loss"], "early_stopping": False, "categorical_features": [3]}
    model = family(**options).fit(x, target, sample_weight=weights if case.get("weighted") else None)
    categories = sorted(level for level in seen)
    return {
        **case,
        "baseline": model._baseline_prediction.ravel().tolist(),
        "first": [branch(tree, categories) for tree in model._predictors[0]],
        "raw": model._raw_predict(asked).tolist(),
        "predicted": (model.predict_proba(asked) if case["loss"] == "log_loss" else model.predict(asked)).tolist(),
    }


def plain(table):
    return [[None if numpy.isnan(value) else value for value in row] for row in table.tolist()]


json.dump(
    {
        "scikit_learn": sklearn.__version__,
        "levels": LEVELS,
        "x": plain(x),
        "weights": weights.tolist(),
        "targets": {name: values.tolist() for name, values in targets.items()},
        "asked": plain(asked),
        "cases": [run(case) for case in CASES],
    },
    sys.stdout,
    allow_nan=False,
)
