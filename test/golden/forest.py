"""Golden scores of random forests, from scikit-learn: out-of-bag accuracy (R² for diabetes) of 100 trees, mean of forty seeds
(ten for digits, three for the 20,000 rows); and RMSE on new rows of 30 trees on skewed columns, mean of forty seeds.

Run with scikit-learn 1.2 (Debian's python3-sklearn):
    python3 test/golden/forest.py > test/golden/forest.json

`standard_error` is that of the mean over the seeds. Data: scikit-learn's own (BSD-3-Clause), and 20,000 rows that the test makes again
from the same formula with its own random numbers. Only scores are written, no data.
"""
import json
import sys

import numpy
import sklearn
from sklearn.datasets import load_breast_cancer, load_diabetes, load_digits, load_iris, load_wine
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor


def scores(forest, x, y, seeds=40, **parameters):
    values = [
        forest(n_estimators=100, oob_score=True, random_state=seed, n_jobs=2, **parameters).fit(x, y).oob_score_
        for seed in range(seeds)
    ]
    return {"mean": float(numpy.mean(values)), "standard_error": float(numpy.std(values, ddof=1) / numpy.sqrt(len(values)))}


def synthetic():
    generator = numpy.random.default_rng(1)
    x = generator.standard_normal((20000, 20))
    noise = generator.standard_normal(20000)
    return x, (x[:, 0] + x[:, 1] * x[:, 2] + 0.5 * numpy.sin(3 * x[:, 3]) + 0.3 * noise > 0).astype(int)


def skewed(x, target, asked):
    """`x` of each of 20,000 rows, by its number and a share of 1 that follows from it; y is `target` of x, as on the rows asked."""
    rows = numpy.arange(20000)
    values = x(rows, rows * 0.6180339887498949 % 1)
    errors = [
        numpy.sqrt(
            numpy.mean(
                (
                    RandomForestRegressor(n_estimators=30, random_state=seed)
                    .fit(values[:, None], target(values))
                    .predict(asked[:, None])
                    - target(asked)
                )
                ** 2
            )
        )
        for seed in range(40)
    ]
    return {"mean": float(numpy.mean(errors)), "standard_error": float(numpy.std(errors, ddof=1) / numpy.sqrt(len(errors)))}


shares = (numpy.arange(100) + 0.5) / 100
skews = {
    "zeros": skewed(lambda i, u: numpy.where(i % 50 == 0, u, 0), lambda x: 1000 * x, shares),
    "tail": skewed(
        lambda i, u: numpy.where(i % 500 == 0, 50 + 10 * u, u),
        lambda x: numpy.where(x >= 55, 1000, numpy.where(x >= 50, 500, 0)),
        50 + 10 * shares,
    ),
    "whole numbers": skewed(lambda i, u: numpy.floor(1 / (u + 1e-4)), numpy.sqrt, numpy.floor(1 / (shares**2 + 1e-4))),
    "spikes": skewed(
        lambda i, u: numpy.choose(i % 4, [numpy.zeros(len(i)), 5 + 0 * u, 100 + 0 * u, numpy.exp(10 * u - 4)]),
        numpy.log1p,
        numpy.exp(10 * shares - 4),
    ),
}
classification = {
    name: scores(RandomForestClassifier, *load(return_X_y=True))
    for name, load in (("iris", load_iris), ("wine", load_wine), ("breast_cancer", load_breast_cancer))
}
json.dump(
    {
        "scikit_learn": sklearn.__version__,
        **classification,
        "digits": scores(RandomForestClassifier, *load_digits(return_X_y=True), seeds=10),
        "synthetic": scores(RandomForestClassifier, *synthetic(), seeds=3),
        "diabetes": scores(RandomForestRegressor, *load_diabetes(return_X_y=True), max_features=1 / 3),
        "skewed": skews,
    },
    sys.stdout,
    indent=1,
)
