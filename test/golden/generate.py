"""Golden numbers of ridge regression, from scikit-learn: StandardScaler followed by Ridge(alpha).

Run with scikit-learn 1.2 (Debian's python3-sklearn):
    python3 test/golden/generate.py example/appliances.csv > test/golden/ridge.json

Every number below is scikit-learn's own, turned back to the units of the columns: coefficient / scale, and
intercept - sum(coefficient * mean). Data: diabetes (scikit-learn, BSD-3-Clause; Efron et al. 2004), unscaled; the appliances
slice of example/ (UCI, CC BY 4.0).
"""
import csv
import json
import sys

import numpy
import sklearn
from sklearn.datasets import load_diabetes
from sklearn.linear_model import Ridge
from sklearn.preprocessing import StandardScaler


def fit(x, y, alpha):
    scaler = StandardScaler().fit(x)
    # lsqr of alpha 0 would iterate; "svd" is exact for every alpha.
    ridge = Ridge(alpha=alpha, solver="svd").fit(scaler.transform(x), y)
    coefficients = ridge.coef_ / scaler.scale_
    return {
        "lambda": alpha,
        "intercept": float(ridge.intercept_ - coefficients @ scaler.mean_),
        "coefficients": coefficients.tolist(),
    }


def golden(x, y, columns):
    return {"columns": columns, "rows": len(y), "fits": [fit(x, y, alpha) for alpha in (0.0, 1.0, 100.0)]}


diabetes = load_diabetes(scaled=False)
with open(sys.argv[1], newline="") as file:
    rows = list(csv.DictReader(file))
target = "Appliances"
columns = ["T_out", "RH_out", "Windspeed", "Press_mm_hg", "Visibility", "Tdewpoint"]
x = numpy.array([[float(row[name]) for name in columns] for row in rows])
y = numpy.array([float(row[target]) for row in rows])

json.dump(
    {
        "scikit_learn": sklearn.__version__,
        "diabetes": {
            "x": diabetes.data.tolist(),
            "y": diabetes.target.tolist(),
            **golden(diabetes.data, diabetes.target, diabetes.feature_names),
        },
        "appliances": golden(x, y, columns),
    },
    sys.stdout,
)
