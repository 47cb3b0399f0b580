"""Golden figures of classifiers and regressions, from scikit-learn's metrics.

Run with scikit-learn 1.2 (Debian's python3-sklearn):
    python3 test/golden/metrics.py > test/golden/metrics.json

The predictions are made up: with ties, with probabilities of 0 and 1, with a class that is never told, with zeros in y.
What scikit-learn cannot tell (a class without rows, a Poisson deviance of numbers below 0) is null.
"""
import json
import sys
import warnings

import numpy
import sklearn
from sklearn import metrics
from sklearn.preprocessing import label_binarize

random = numpy.random.default_rng(12)


def classify(name, y, probability, class_count):
    told = probability.argmax(axis=1)
    labels = list(range(class_count))
    two = class_count == 2
    has_all = set(y) == set(labels)
    indicators = label_binarize(y, classes=labels)
    scores = probability[:, 1] if two else probability
    return {
        "name": name,
        "class_count": class_count,
        "actual": y.tolist(),
        "target": told.tolist(),
        "probability": probability.tolist(),
        "figures": {
            "accuracy": metrics.accuracy_score(y, told),
            "balanced_accuracy": metrics.balanced_accuracy_score(y, told),
            "f1_macro": metrics.f1_score(y, told, average="macro"),
            "log_loss": metrics.log_loss(y, probability, labels=labels),
            "roc_auc": metrics.roc_auc_score(y, scores, multi_class="ovr", average="macro") if has_all else None,
            "average_precision": metrics.average_precision_score(y if two else indicators, scores, average="macro")
            if has_all
            else None,
            # Of three classes and more Brier's own sum; of two scikit-learn's.
            "brier": metrics.brier_score_loss(y, probability[:, 1])
            if two
            else float(((probability - indicators) ** 2).sum(axis=1).mean()),
        },
    }


def shares(rows, classes, digits):
    raw = random.random((rows, classes)) ** 2 + 1e-9
    rounded = numpy.round(raw / raw.sum(axis=1, keepdims=True), digits)
    rounded[:, -1] = 1 - rounded[:, :-1].sum(axis=1)
    kept = numpy.maximum(rounded, 0)
    return kept / kept.sum(axis=1, keepdims=True)


def regress(name, y, predicted):
    squared = metrics.mean_squared_error(y, predicted, squared=False)
    isPoisson = bool((y >= 0).all() and (predicted > 0).all())
    return {
        "name": name,
        "actual": y.tolist(),
        "predicted": predicted.tolist(),
        "figures": {
            "rmse": squared,
            "mae": metrics.mean_absolute_error(y, predicted),
            "r2": metrics.r2_score(y, predicted),
            "mape": metrics.mean_absolute_percentage_error(y, predicted),
            "poisson_deviance": metrics.mean_poisson_deviance(y, predicted) if isPoisson else None,
        },
    }


warnings.simplefilter("ignore")
two = shares(80, 2, 1)
two[:6] = [[0, 1], [1, 0], [0, 1], [1, 0], [0.5, 0.5], [0.5, 0.5]]
three = shares(90, 3, 1)
never = shares(60, 3, 2)
never[:, 2] = 0
never /= never.sum(axis=1, keepdims=True)
many = shares(200, 7, 3)
y = numpy.round(random.normal(20, 6, 70), 2)
counts = random.poisson(2.5, 60).astype(float)
json.dump(
    {
        "scikit_learn": sklearn.__version__,
        "classification": [
            classify("two classes", random.integers(0, 2, 80), two, 2),
            classify("three classes", random.integers(0, 3, 90), three, 3),
            classify("a class never told", random.integers(0, 3, 60), never, 3),
            classify("a class without rows", random.integers(0, 2, 60), shares(60, 3, 2), 3),
            classify("seven classes", random.integers(0, 7, 200), many, 7),
        ],
        "regression": [
            regress("numbers", y, numpy.round(y + random.normal(0, 3, 70), 2)),
            regress("counts with zeros", counts, numpy.round(random.gamma(4, 0.6, 60) + 0.01, 3)),
            regress("below zero", y - 20, numpy.round(y - 20 + random.normal(0, 3, 70), 2)),
            regress("told to be zero", counts, numpy.maximum(0, counts - 1)),
        ],
    },
    sys.stdout,
)
