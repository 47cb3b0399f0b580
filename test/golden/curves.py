"""Golden curves of probabilities, from scikit-learn.

Run with scikit-learn 1.2 (Debian's python3-sklearn):
    python3 test/golden/curves.py > test/golden/curves.json

Probabilities are made up: with many ties, with none, with 0 and 1, with half of them alike so that bins are empty.
"""
import json
import sys

import numpy
import sklearn
from sklearn.calibration import calibration_curve
from sklearn.metrics import auc, average_precision_score, brier_score_loss, precision_recall_curve, roc_curve

random = numpy.random.default_rng(7)


def curves(name, y, p):
    fpr, tpr, _ = roc_curve(y, p, drop_intermediate=False)
    precision, recall, thresholds = precision_recall_curve(y, p)
    observed, predicted = calibration_curve(y, p, n_bins=10, strategy="quantile")
    return {
        "name": name,
        "actual": y.tolist(),
        "probability": p.tolist(),
        "roc": {"fpr": fpr.tolist(), "tpr": tpr.tolist(), "auc": auc(fpr, tpr)},
        # From the highest threshold on; without (1, 0), which is no threshold's.
        "precision_recall": {
            "precision": precision[:-1][::-1].tolist(),
            "recall": recall[:-1][::-1].tolist(),
            "thresholds": thresholds[::-1].tolist(),
            "average_precision": average_precision_score(y, p),
        },
        "calibration": {
            "observed": observed.tolist(),
            "predicted": predicted.tolist(),
            "brier": brier_score_loss(y, p),
        },
    }


def told(rows, digits):
    p = numpy.round(random.random(rows), digits)
    return (random.random(rows) < p).astype(int), p


half_alike = told(60, 3)
half_alike[1][:30] = 0.25
cases = [
    curves("no ties", *told(80, 6)),
    curves("many ties, zeros and ones", *told(90, 1)),
    curves("half of them alike", *half_alike),
]
json.dump({"source": f"scikit-learn {sklearn.__version__}", "cases": cases}, sys.stdout)
sys.stdout.write("\n")
