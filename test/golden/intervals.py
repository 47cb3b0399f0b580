"""Golden numbers of intervals, from statsmodels and scipy: prediction intervals of ordinary least squares, and distributions.

Run with statsmodels 0.13 and scipy 1.10 (Debian's python3-statsmodels):
    python3 test/golden/intervals.py > test/golden/intervals.json

Data: 25 rows of three features, made here, digits as written. "intervals" are those of a new observation (obs_ci) of rows that were
not trained on, per level; "students" are quantiles of t, "fishers" upper tails of F.
"""
import json
import sys

import numpy
import scipy
import statsmodels
import statsmodels.api
from scipy import stats

random = numpy.random.default_rng(1908)
x = numpy.round(random.normal([10, 50, -3], [6, 20, 0.5], (25, 3)), 1)
y = numpy.round(100 - 2.5 * x[:, 0] + 0.3 * x[:, 1] + random.normal(0, 8, 25), 1)
new = numpy.array([[10, 50, -3], [-12.5, 40, -2.2], [35, 120, -4.9], [0, 0, 0]])

fit = statsmodels.api.OLS(y, statsmodels.api.add_constant(x)).fit()
prediction = fit.get_prediction(statsmodels.api.add_constant(new, has_constant="add"))


def interval(level):
    frame = prediction.summary_frame(alpha=1 - level)
    return {"level": level, "lower": frame["obs_ci_lower"].tolist(), "upper": frame["obs_ci_upper"].tolist()}


def student(p, freedom):
    return {"p": p, "freedom": freedom, "t": float(stats.t.ppf(p, freedom))}


def fisher(f, upper, lower):
    return {"f": f, "upper": upper, "lower": lower, "share": float(stats.f.sf(f, upper, lower))}


json.dump(
    {
        "statsmodels": statsmodels.__version__,
        "scipy": scipy.__version__,
        "x": x.tolist(),
        "y": y.tolist(),
        "new": new.tolist(),
        "predicted": prediction.predicted_mean.tolist(),
        "line_errors": prediction.se_mean.tolist(),
        "std_errors": fit.bse.tolist(),
        "residual_variance": float(fit.mse_resid),
        "intervals": [interval(level) for level in (0.8, 0.9, 0.95)],
        "students": [
            student(p, freedom)
            for p in (0.6, 0.75, 0.9, 0.95, 0.975, 0.995, 0.9995, 0.025)
            for freedom in (0.3, 1, 1.5, 2, 3.7, 10, 30.25, 250, 8760, 1e6)
        ],
        "fishers": [
            fisher(f, upper, lower)
            for f in (0.1, 0.9, 1, 1.3, 2.5, 10)
            for upper in (1, 2.5, 24, 168, 1000)
            for lower in (1, 7.3, 100, 8000)
        ],
    },
    sys.stdout,
    separators=(",", ":"),
)
