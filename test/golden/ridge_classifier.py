"""Golden numbers of ridge classifiers, from scikit-learn's StandardScaler and RidgeClassifier.

Run with scikit-learn 1.2 (Debian's python3-sklearn), after svm.py, whose tables these are:
    python3 test/golden/ridge_classifier.py > test/golden/ridge_classifier.json
"""
import json
import pathlib
import sys

import numpy
import sklearn
from sklearn.linear_model import RidgeClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

tables = json.loads((pathlib.Path(__file__).parent / "svm.json").read_text())["three"]


def fits(x, y):
    result = []
    for alpha in (0.1, 1.0, 100.0):
        model = make_pipeline(StandardScaler(), RidgeClassifier(alpha=alpha)).fit(x, y)
        decision = numpy.asarray(model.decision_function(x)).reshape(len(x), -1)
        result.append({"lambda": alpha, "decision": decision.tolist(), "predicted": model.predict(x).tolist()})
    return result


golden = {"scikit_learn": sklearn.__version__}
for name, table in tables.items():
    x, y = numpy.array(table["x"]), numpy.array(table["y"])
    golden[name] = {"three": fits(x, y), "two": fits(x, (y == 1).astype(int))}
json.dump(golden, sys.stdout)
