"""Golden intervals of paired differences by Nadeau and Bengio's corrected resampled t test, from scipy's t distribution.

Run with scipy (Debian's python3-scipy):
    python3 test/golden/compare_folds.py > test/golden/compare_folds.json

The formula is that of scikit-learn's example "Statistical comparison of models using grid search" (corrected_std):
std(differences, ddof=1) * sqrt(1/k + n_test/n_train), with k - 1 degrees of freedom.
"""
import json
import sys

import numpy
import scipy
from scipy.stats import t

random = numpy.random.default_rng(3)
cases = []
for k, held_out, learned in [(2, 50, 50), (3, 40, 80), (5, 30, 120), (10, 17, 153), (5, 20, 113)]:
    first = numpy.round(random.normal(0.8, 0.05, k), 4)
    second = numpy.round(first - random.normal(0.03, 0.03, k), 4)
    differences = first - second
    error = numpy.std(differences, ddof=1) * numpy.sqrt(1 / k + held_out / learned)
    lower, upper = t.interval(0.95, k - 1, loc=differences.mean(), scale=error)
    cases.append(
        {
            "first": first.tolist(),
            "second": second.tolist(),
            "held_out": held_out,
            "learned": learned,
            "mean": differences.mean(),
            "lower": lower,
            "upper": upper,
        }
    )
json.dump({"scipy": scipy.__version__, "cases": cases}, sys.stdout)
