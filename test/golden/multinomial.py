"""Golden probabilities of multinomial logistic regression on the responses of a ridge classifier, from scikit-learn.

Run with scikit-learn 1.2 (Debian's python3-sklearn), after ridge_classifier.py, whose responses these are:
    python3 test/golden/multinomial.py > test/golden/multinomial.json
"""
import json
import pathlib
import sys

import numpy
import sklearn
from sklearn.linear_model import LogisticRegression

folder = pathlib.Path(__file__).parent
tables = json.loads((folder / "svm.json").read_text())["three"]
responses = json.loads((folder / "ridge_classifier.json").read_text())

golden = {"scikit_learn": sklearn.__version__}
for name, table in tables.items():
    values = numpy.array(responses[name]["three"][2]["decision"])
    model = LogisticRegression(C=10, solver="newton-cg", tol=1e-10, max_iter=100_000).fit(values, table["y"])
    golden[name] = model.predict_proba(values).tolist()
json.dump(golden, sys.stdout)
