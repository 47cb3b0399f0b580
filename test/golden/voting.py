"""Golden numbers of averages of models, from scikit-learn's VotingRegressor and VotingClassifier(voting="soft"), with weights.

Run with scikit-learn 1.2 (Debian's python3-sklearn):
    python3 test/golden/voting.py > test/golden/voting.json
"""
import json
import sys

import numpy
import sklearn
from sklearn.ensemble import HistGradientBoostingClassifier, VotingClassifier, VotingRegressor
from sklearn.linear_model import Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

random = numpy.random.default_rng(12)
x = random.normal(size=(150, 3))
y = x[:, 0] + numpy.abs(x[:, 1]) + 0.3 * random.normal(size=150)
classes = numpy.digitize(y, numpy.quantile(y, [0.4, 0.7]))
asked = random.normal(size=(20, 3))

lambdas, weights = [0.5, 200.0], [2.0, 3.0]
mean = VotingRegressor(
    [(str(alpha), make_pipeline(StandardScaler(), Ridge(alpha=alpha))) for alpha in lambdas], weights=weights
).fit(x, y)

boosted = [{"max_iter": 3, "learning_rate": 0.3, "max_leaf_nodes": 4}, {"max_iter": 5, "max_depth": 2}]
soft = VotingClassifier(
    [(str(i), HistGradientBoostingClassifier(early_stopping=False, **params)) for i, params in enumerate(boosted)],
    voting="soft",
    weights=weights,
).fit(x, classes)

json.dump(
    {
        "made_with": f"scikit-learn {sklearn.__version__}, numpy {numpy.__version__}",
        "x": x.tolist(),
        "y": y.tolist(),
        "classes": classes.tolist(),
        "asked": asked.tolist(),
        "weights": weights,
        "lambdas": lambdas,
        "mean": mean.predict(asked).tolist(),
        "boosted": boosted,
        "probability": soft.predict_proba(asked).tolist(),
        "told": soft.predict(asked).tolist(),
    },
    sys.stdout,
)
print()
