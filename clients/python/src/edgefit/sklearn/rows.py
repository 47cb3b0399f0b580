"""What an estimator is given, checked as scikit-learn checks it."""
from __future__ import annotations

import inspect
from typing import Any, Optional

import numpy
from sklearn.utils import check_array, check_consistent_length, column_or_1d
from sklearn.utils.validation import assert_all_finite

from ..table import Table, is_frame, table_of

try:
    from sklearn.utils.validation import validate_data
except ImportError:  # before scikit-learn 1.6

    def validate_data(estimator: Any, *arguments: Any, **options: Any) -> Any:
        """The same, as a method."""
        return estimator._validate_data(*arguments, **options)


# It is called otherwise since scikit-learn 1.6.
_FINITE = "ensure_all_finite" if "ensure_all_finite" in inspect.signature(check_array).parameters else "force_all_finite"


def rows_to_learn(
    estimator: Any, X: Any, y: Any, sample_weight: Any, *, is_regression: bool, with_missing: bool, reset: bool = True
) -> tuple[Any, Any, Any]:
    """X, y and the weights of the rows that weigh something. A data frame stays one, so that text and categories are learned from."""
    if y is None:
        raise ValueError(f"{type(estimator).__name__} requires y to be passed, but the target y is None")
    if is_frame(X):
        _name_features(estimator, X, reset)
        _refuse_missing(X, with_missing)
        y = column_or_1d(y, warn=True)
        assert_all_finite(y)
        check_consistent_length(X, y)
    else:
        options = {_FINITE: "allow-nan" if with_missing else True, "ensure_min_samples": 2 if reset else 1}
        X, y = validate_data(estimator, X, y, reset=reset, y_numeric=is_regression, **options)
    weights = _weights(sample_weight, len(y))
    if weights is None or (weights != 0).all():
        return X, y, weights
    weighs = weights != 0
    return X[weighs], y[weighs], weights[weighs]


def rows_to_ask(estimator: Any, X: Any, *, with_missing: bool) -> Any:
    """X of a prediction; the columns of a data frame are found by name."""
    if not is_frame(X):
        options = {_FINITE: "allow-nan" if with_missing else True}
        return validate_data(estimator, X, reset=False, **options)
    if not hasattr(estimator, "feature_names_in_"):
        return rows_to_ask(estimator, X.to_numpy(), with_missing=with_missing)
    lacking = [name for name in estimator.feature_names_in_ if name not in X.columns]
    if lacking:
        raise ValueError(f"Cannot predict: the data frame has no column {', '.join(map(str, lacking))}, which was learned from")
    _refuse_missing(X, with_missing)
    return X[list(estimator.feature_names_in_)]


def table_to_send(estimator: Any, X: Any) -> Table:
    """Under the names of the fit."""
    names = getattr(estimator, "feature_names_in_", None)
    if is_frame(X) or names is None:
        return table_of(X)
    return table_of({str(name): X[:, k] for k, name in enumerate(names)})


def _name_features(estimator: Any, X: Any, reset: bool) -> None:
    names = numpy.asarray(X.columns, dtype=object)
    if reset:
        estimator.n_features_in_ = len(names)
        estimator.feature_names_in_ = names
    elif list(names) != list(getattr(estimator, "feature_names_in_", [])):
        raise ValueError("Cannot learn: the columns of the data frame are not those of the fit")


def _refuse_missing(X: Any, with_missing: bool) -> None:
    if not with_missing and X.isna().to_numpy().any():
        raise ValueError("Input X contains NaN.")


def _weights(sample_weight: Any, row_count: int) -> Optional[Any]:
    if sample_weight is None:
        return None
    weights = numpy.asarray(sample_weight, dtype=numpy.float64)
    if weights.ndim != 1:
        raise ValueError("Sample weights must be 1D array or scalar")
    if len(weights) != row_count:
        raise ValueError(f"sample_weight.shape == {weights.shape}, expected {(row_count,)}!")
    return weights
