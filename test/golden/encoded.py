"""Golden numbers of models on levels and gaps, from scikit-learn's OneHotEncoder and SimpleImputer before StandardScaler.

A table of two columns of levels, one with rare levels and gaps, and of two numbers with gaps, one of them in fewer than 1 % of the rows;
asked about its own rows, and about rows with levels that it has not seen.

Run with scikit-learn 1.2 (Debian's python3-sklearn):
    python3 test/golden/encoded.py > test/golden/encoded.json
"""
import json
import sys

import numpy
import sklearn
from sklearn.compose import make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import Ridge, RidgeClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVC

ROWS = 150
# A twentieth of the rows.
RARE_BELOW = 8


def pipeline(model):
    one_hot = OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=RARE_BELOW, sparse_output=False)
    encode = make_column_transformer(
        (one_hot, [0, 1]),
        (SimpleImputer(strategy="median", add_indicator=True), [2]),
        (SimpleImputer(strategy="median"), [3]),
    )
    return make_pipeline(encode, StandardScaler(), model)


random = numpy.random.default_rng(7)
few = random.integers(0, 3, ROWS).astype(float)
many = numpy.floor(14 * random.random(ROWS) ** 2)
many[random.random(ROWS) < 0.1] = numpy.nan
often, seldom = random.normal(size=ROWS), 20 + 5 * random.normal(size=ROWS)
often[random.random(ROWS) < 0.2] = numpy.nan
seldom[17] = numpy.nan
y = 2 * few + numpy.nan_to_num(many) % 4 + numpy.nan_to_num(often, nan=1.5) + numpy.nan_to_num(seldom, nan=20) / 5 + random.normal(size=ROWS)
x = numpy.column_stack([few, many, often, seldom])
asked = numpy.array([[3, 14, 0.5, 20], [7, 99, numpy.nan, numpy.nan], [numpy.nan, numpy.nan, 1, 21], [1, 13, -1, 15]])

ridges = []
for alpha in (1e-3, 1.0, 50.0):
    model = pipeline(Ridge(alpha=alpha)).fit(x, y)
    ridges.append({"lambda": alpha, "own": model.predict(x).tolist(), "asked": model.predict(asked).tolist()})
classes = (y > numpy.median(y)).astype(int)
ridge = pipeline(RidgeClassifier(alpha=2.0)).fit(x, classes)
machines = {}
for kernel in ("rbf", "linear"):
    machine = pipeline(SVC(kernel=kernel, C=1, gamma="scale", tol=1e-8)).fit(x, classes)
    machines[kernel] = {"own": machine.decision_function(x).tolist(), "asked": machine.decision_function(asked).tolist()}


def plain(rows):
    return [[None if numpy.isnan(value) else value for value in row] for row in rows.tolist()]


json.dump(
    {
        "scikit_learn": sklearn.__version__,
        "x": plain(x),
        "y": y.tolist(),
        "classes": classes.tolist(),
        "asked": plain(asked),
        "ridge": ridges,
        "classifier": {"own": ridge.decision_function(x).tolist(), "asked": ridge.decision_function(asked).tolist()},
        "machines": machines,
    },
    sys.stdout,
)
