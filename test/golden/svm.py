"""Golden numbers of support vector machines, from scikit-learn (libsvm) on standardised columns.

Run with scikit-learn 1.2 (Debian's python3-sklearn):
    python3 test/golden/svm.py > test/golden/svm.json

`sigmoid` is Platt's scaling as scikit-learn fits it. `couple` has probabilities of pairs, drawn at random, and of classes, by the linear
system [Q e; e' 0] [p; b] = [0; 1] of Wu, Lin & Weng (2004, theorem 2). `objective` is the dual's value, alpha' Q alpha / 2 + p' alpha, worked out here from libsvm's own alphas. Data: iris and wine (two
classes of each, and three at the default parameters of SVC on standardised columns), diabetes (scikit-learn, BSD-3-Clause), written with seven digits and read back before fitting.
"""
import json
import sys

import numpy
import sklearn
from sklearn.calibration import _sigmoid_calibration
from sklearn.datasets import load_diabetes, load_iris, load_wine
from sklearn.metrics.pairwise import pairwise_kernels
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC, SVR

KERNELS = {
    "linear": {},
    "rbf": {"gamma": 0.1},
    "poly": {"gamma": 0.1, "coef0": 1.0, "degree": 3},
    "sigmoid": {"gamma": 0.05, "coef0": 0.0},
}


def rounded(x):
    return numpy.array([[float(f"{value:.7g}") for value in row] for row in StandardScaler().fit_transform(x)])


def objective(model, x, name, linear):
    weights = numpy.zeros(len(x))
    weights[model.support_] = model.dual_coef_[0]
    kernel = pairwise_kernels(x, metric=name, **KERNELS[name])
    return float(weights @ kernel @ weights / 2 + linear(weights))


def classification(x, y):
    fits = []
    for name, parameters in KERNELS.items():
        for c in (1.0, 100.0):
            model = SVC(C=c, kernel=name, tol=1e-6, **parameters).fit(x, y)
            value = objective(model, x, name, lambda weights: -numpy.abs(weights).sum())
            fits.append({"kernel": name, **parameters, "C": c, "objective": value, "decision": model.decision_function(x).tolist()})
    return {"x": x.tolist(), "y": y.tolist(), "fits": fits}


def regression(x, y, epsilon):
    fits = []
    for name in ("linear", "rbf"):
        model = SVR(C=10.0, kernel=name, epsilon=epsilon, tol=1e-6, **KERNELS[name]).fit(x, y)
        value = objective(model, x, name, lambda weights: epsilon * numpy.abs(weights).sum() - weights @ y)
        fits.append({"kernel": name, **KERNELS[name], "C": 10.0, "objective": value, "decision": model.predict(x).tolist()})
    return {"x": x.tolist(), "y": y.tolist(), "epsilon": epsilon, "fits": fits}


def several(x, y):
    model = SVC(C=1.0, gamma=1 / x.shape[1], tol=1e-6).fit(StandardScaler().fit_transform(x), y)
    return {"x": x.tolist(), "y": y.tolist(), "predicted": model.predict(StandardScaler().fit_transform(x)).tolist()}


def sigmoid(values, y):
    slope, offset = _sigmoid_calibration(numpy.array(values), y)
    return {"values": values, "y": y.tolist(), "slope": float(slope), "offset": float(offset)}


def coupled(classes, generator):
    pairs = generator.uniform(0.02, 0.98, classes * (classes - 1) // 2).round(3)
    r = numpy.zeros((classes, classes))
    r[numpy.triu_indices(classes, 1)] = pairs
    r += numpy.tril(1 - r.T, -1)
    system = numpy.ones((classes + 1, classes + 1))
    system[:classes, :classes] = numpy.diag((r**2).sum(axis=0)) - r.T * r
    system[classes, classes] = 0
    return {"pairs": pairs.tolist(), "classes": numpy.linalg.solve(system, numpy.eye(classes + 1)[classes])[:classes].tolist()}


generator = numpy.random.default_rng(1)
iris, wine, diabetes = load_iris(), load_wine(), load_diabetes(scaled=False)
hard = iris.target > 0
json.dump(
    {
        "scikit_learn": sklearn.__version__,
        "iris": classification(rounded(iris.data[hard]), numpy.where(iris.target[hard] == 1, 1, -1)),
        "wine": classification(rounded(wine.data), numpy.where(wine.target == 1, 1, -1)),
        "three": {"iris": several(iris.data, iris.target), "wine": several(wine.data, wine.target)},
        "sigmoid": sigmoid((diabetes.data[:200, 2] - 26).round(3).tolist(), numpy.where(diabetes.target[:200] > 140, 1, -1)),
        "couple": [coupled(classes, generator) for classes in (2, 3, 3, 4, 10)],
        "diabetes": regression(rounded(diabetes.data), diabetes.target / 100, 0.1),
    },
    sys.stdout,
)
