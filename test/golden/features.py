"""Golden numbers of features and of the fits made of them, from pandas, numpy and scikit-learn.

Run with pandas 1.5 and scikit-learn 1.2 (Debian's python3-pandas and python3-sklearn):
    python3 test/golden/features.py example/appliances.csv > test/golden/features.json

Data: six weeks of the appliances slice of example/ (UCI, CC BY 4.0), read as wall-clock hours of Europe/Brussels, in which
2016-03-27 02:00 never is. Some hours are taken out, so that there are gaps, and one temperature is missing. "rows" are the rows
that features and predictions are given of: every fourth, and those around the gaps and the clock change. "levels" say which of
the encoder's columns is 1 (−1: none, the dropped first level). Fits are StandardScaler followed by Ridge(alpha), coefficients
turned back to the units of the columns; "squares" are the sums of squared errors of the weeks held out, week number modulo 5.
"""
import json
import sys

import numpy
import pandas
import sklearn
from sklearn.linear_model import Ridge
from sklearn.model_selection import PredefinedSplit
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

FOLDS = 5
KNOTS = 6
TIMEZONE = "Europe/Brussels"

frame = pandas.read_csv(sys.argv[1], parse_dates=["date"]).set_index("date")["2016-02-29":"2016-04-10"]
frame.index = frame.index.tz_localize(TIMEZONE, nonexistent="NaT")
frame = frame[frame.index.notna()]
gaps = [(100, 101), (300, 330), (652, 653), (900, 903)]
frame = frame.drop(frame.index[numpy.concatenate([numpy.arange(*gap) for gap in gaps])])
frame.iloc[500, frame.columns.get_loc("T_out")] = numpy.nan

local = frame.index
wall = local.tz_localize(None)
full = pandas.date_range(local[0], local[-1], freq="H")
grid = frame.reindex(full)
there = full.isin(local)
change = pandas.Timestamp("2016-03-27 12:00", tz=TIMEZONE)
near_gap = (~pandas.Series(there, full)).rolling(49, center=True, min_periods=1).max()[there].to_numpy() > 0
near_change = abs(local - change) < pandas.Timedelta("30h")
rows = numpy.flatnonzero((numpy.arange(len(local)) % 4 == 0) | near_gap | near_change)


def lag(name, hours):
    return grid[name].shift(hours)[there].to_numpy()


def rolling(name, hours, statistic):
    return grid[name].rolling(hours, min_periods=hours).agg(statistic)[there].to_numpy()


def now(name):
    return frame[name].to_numpy()


LEVELS = {
    "hour_of_day": (wall.hour, range(24)),
    "day_of_week": (wall.dayofweek, range(7)),
    "hour_of_week": (24 * wall.dayofweek + wall.hour, range(168)),
    "month": (wall.month, range(1, 13)),
    "weekend": ((wall.dayofweek >= 5).astype(int), range(2)),
}


def one_hot(calendar):
    """Names and columns; the first level is dropped."""
    values, categories = LEVELS[calendar]
    encoder = OneHotEncoder(categories=[list(categories)], drop="first", sparse_output=False)
    encoded = encoder.fit_transform(numpy.asarray(values).reshape(-1, 1))
    names = [calendar] if calendar == "weekend" else [f"{calendar}={level}" for level in list(categories)[1:]]
    return dict(zip(names, encoded.T))


def phase(period):
    if period == "daily":
        return (wall - wall.normalize()) / pandas.Timedelta("1D")
    if period == "weekly":
        return (wall - (wall.normalize() - pandas.to_timedelta(wall.dayofweek, "D"))) / pandas.Timedelta("7D")
    start = pandas.to_datetime({"year": wall.year, "month": 1, "day": 1})
    end = pandas.to_datetime({"year": wall.year + 1, "month": 1, "day": 1})
    return (wall - pandas.DatetimeIndex(start)) / (pandas.DatetimeIndex(end) - pandas.DatetimeIndex(start))


def harmonics(period, orders):
    angle = 2 * numpy.pi * numpy.asarray(phase(period))
    return {
        f"{wave}({period}, {order})": function(order * angle)
        for order in range(1, orders + 1)
        for wave, function in (("sin", numpy.sin), ("cos", numpy.cos))
    }


def piecewise(name, knots):
    value = now(name)
    parts = [numpy.minimum(value, knots[0])]
    parts += [numpy.clip(value - a, 0, b - a) for a, b in zip(knots, knots[1:])]
    parts += [numpy.clip(value - knots[-1], 0, None)]
    return {f"piecewise({name}, {i + 1})": part for i, part in enumerate(parts)}


def degree_days(name, heating, cooling):
    return {
        f"heating({name}, {heating})": numpy.clip(heating - now(name), 0, None),
        f"cooling({name}, {cooling})": numpy.clip(now(name) - cooling, 0, None),
    }


def products(left, right):
    return {f"{a}:{b}": left[a] * right[b] for a in left for b in right}


knots = numpy.quantile(now("T_out")[~numpy.isnan(now("T_out"))], numpy.arange(1, KNOTS + 1) / (KNOTS + 1))
looking_back = {
    "T_out": now("T_out"),
    "T_out[t-1]": lag("T_out", 1),
    "T_out[t-6h]": lag("T_out", 6),
    "T_out[t-1d]": lag("T_out", 24),
    "RH_out": now("RH_out"),
    "difference(T_out, 3)": now("T_out") - lag("T_out", 3),
    "difference(T_out, 1d)": now("T_out") - lag("T_out", 24),
    "mean(T_out, 1d)": rolling("T_out", 24, "mean"),
    "min(T_out, 6)": rolling("T_out", 6, "min"),
    "max(T_out, 12h)": rolling("T_out", 12, "max"),
    "sum(RH_out, 5h)": rolling("RH_out", 5, "sum"),
}
waves = {**harmonics("daily", 2), **harmonics("weekly", 1), **harmonics("yearly", 1)}
bent = degree_days("T_out", 9, 6.5)
days = one_hot("day_of_week")

SPECIFICATIONS = {
    "looking back": {
        "columns": ["T_out", "RH_out"],
        "lags": {"T_out": [0, 1, "6h", "1d"]},
        "difference": {"T_out": [3, "1d"]},
        "rolling": [
            {"column": "T_out", "window": "1d", "statistic": "mean"},
            {"column": "T_out", "window": 6, "statistic": "min"},
            {"column": "T_out", "window": "12h", "statistic": "max"},
            {"column": "RH_out", "window": "5h", "statistic": "sum"},
        ],
    },
    "waves and bends": {
        "columns": ["T_out", "RH_out"],
        "lags": {},
        "calendar": [{"daily": 2, "weekly": 1, "yearly": 1}],
        "degree_days": [{"column": "T_out", "heating": 9, "cooling": 6.5}],
        "interactions": [["daily", "degree_days(T_out)"], ["RH_out", "cos(weekly, 1)"]],
    },
    "time of week and temperature": {
        "columns": ["T_out"],
        "lags": {},
        "calendar": ["hour_of_week"],
        "piecewise": {"T_out": {"knots": knots.tolist()}},
    },
    "every calendar": {"columns": ["RH_out"], "lags": {}, "calendar": ["hour_of_day", "day_of_week", "month", "weekend"]},
    "days and temperature": {
        "columns": ["T_out"],
        "lags": {"T_out": [0, "1h"]},
        "calendar": ["day_of_week", "hour_of_day"],
        "interactions": [["day_of_week", "T_out[t-1h]"]],
    },
}
DESIGNS = {
    # A difference of a day is exactly T_out less T_out of a day ago: left to λ to share out.
    "looking back": looking_back,
    "waves and bends": {
        "RH_out": now("RH_out"),
        **waves,
        **bent,
        **products(harmonics("daily", 2), bent),
        **products({"RH_out": now("RH_out")}, {"cos(weekly, 1)": waves["cos(weekly, 1)"]}),
    },
    "time of week and temperature": {**one_hot("hour_of_week"), **piecewise("T_out", knots)},
    "every calendar": {
        "RH_out": now("RH_out"),
        **one_hot("hour_of_day"),
        **days,
        **one_hot("month"),
        **one_hot("weekend"),
    },
    "days and temperature": {
        "T_out": now("T_out"),
        "T_out[t-1h]": lag("T_out", 1),
        **days,
        **one_hot("hour_of_day"),
        **products(days, {"T_out[t-1h]": lag("T_out", 1)}),
    },
}
# λ = 0 only where no feature is a sum of others: a weekend is two days, a difference two lags.
LAMBDAS = {"looking back": [1, 10], "every calendar": [1, 10]}

target = frame["Appliances"].to_numpy(dtype=float)
week = ((wall - pandas.Timestamp("1969-12-29")) // pandas.Timedelta("7D")).to_numpy()


def fit(design, alpha):
    x = numpy.column_stack(list(design.values()))
    complete = ~numpy.isnan(x).any(axis=1)
    # lsqr of alpha 0 would iterate; "svd" is exact for every alpha.
    model = make_pipeline(StandardScaler(), Ridge(alpha=alpha, solver="svd"))
    folds = PredefinedSplit(week[complete] % FOLDS)
    squares = []
    for train, test in folds.split():
        model.fit(x[complete][train], target[complete][train])
        squares.append(float(((target[complete][test] - model.predict(x[complete][test])) ** 2).sum()))
    model.fit(x[complete], target[complete])
    scaler, ridge = model[0], model[1]
    coefficients = ridge.coef_ / scaler.scale_
    known = numpy.where(complete[:, None], x, 0)
    return {
        "lambda": alpha,
        "complete": int(complete.sum()),
        "intercept": float(ridge.intercept_ - coefficients @ scaler.mean_),
        "coefficients": coefficients.tolist(),
        "predictions": plain(numpy.where(complete, model.predict(known), numpy.nan)[rows]),
        "squares": squares,
    }


def plain(values):
    """Whole numbers short, NaN as null, all others with every digit."""
    return [None if numpy.isnan(v) else int(v) if float(v).is_integer() else float(v) for v in values]


def level(calendar):
    encoded = numpy.column_stack(list(one_hot(calendar).values()))
    return numpy.where(encoded.any(axis=1), encoded.argmax(axis=1), -1).tolist()


def is_level(name):
    return name.split("=")[0] in LEVELS


json.dump(
    {
        "pandas": pandas.__version__,
        "scikit_learn": sklearn.__version__,
        "timezone": TIMEZONE,
        "hours": [int(instant.timestamp()) // 3600 for instant in local],
        "x": {name: plain(now(name)) for name in ("T_out", "RH_out")},
        "y": plain(target),
        "rows": rows.tolist(),
        "knots": knots.tolist(),
        "weeks": week.tolist(),
        "levels": {calendar: level(calendar) for calendar in LEVELS},
        # Products with one-hot columns are mostly zeros; one of each kind says enough.
        "features": {
            name: plain(column[rows])
            for design in DESIGNS.values()
            for name, column in design.items()
            if not is_level(name) and (not name.startswith("day_of_week") or name.startswith("day_of_week=6"))
        },
        "fits": [
            {
                "name": name,
                "specification": SPECIFICATIONS[name],
                "names": list(design),
                "fits": [fit(design, alpha) for alpha in LAMBDAS.get(name, [0, 10])],
            }
            for name, design in DESIGNS.items()
        ],
    },
    sys.stdout,
    separators=(",", ":"),
)
