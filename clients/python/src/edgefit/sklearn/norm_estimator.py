"""An estimator that is a norm: batches are added exactly."""
from __future__ import annotations

import uuid
from typing import Any, Mapping, Optional

import numpy
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.utils.validation import check_is_fitted

from ..client import Edgefit
from ..error import EdgefitError
from ..norm import Norm
from .rows import rows_to_ask, rows_to_learn, table_to_send
from .service import TAG, discard, service_of
from .temporary_fits import note

TARGET = "__y__"
WEIGHT = "__weight__"


class EdgefitNorm(RegressorMixin, BaseEstimator):  # type: ignore[misc]
    """A ridge regression that a service learns batch by batch, exactly as if all batches had been fitted at once.

    Parameters
    ----------
    norm : str, optional
        The name of the norm; one is made unless given.
    specification : mapping, optional
        What `Norm.specify` takes beside the columns: ``{"lambda": 0}``, ``{"piecewise": {"T_out": {"knots": 6}}}``, …
    client : Edgefit, optional
        The service; the one that the environment names unless given.

    Attributes
    ----------
    norm_ : Norm
        What was learned: ``norm_.info()``. The next `fit` learns anew, without what this one has learned.
    answer_ : dict
        The answer to the last batch, with its honest error, ``error_before``.
    coef_, intercept_, n_features_in_, feature_names_in_
        As in scikit-learn; ``coef_`` is in the order of ``norm_.info()["coefficients"]``.
    """

    def __init__(
        self,
        norm: Optional[str] = None,
        *,
        specification: Optional[Mapping[str, Any]] = None,
        client: Optional[Edgefit] = None,
    ) -> None:
        self.norm = norm
        self.specification = specification
        self.client = client

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> EdgefitNorm:
        """Learn anew. A norm that holds batches of others is refused: `partial_fit` adds to it."""
        rows = rows_to_learn(self, X, y, sample_weight, is_regression=True, with_missing=False)
        before = self.norm_ if hasattr(self, "norm_") and self._is_own else None
        norm = Norm(self.norm or f"sklearn-{uuid.uuid4().hex}", service_of(self.client))
        if before is not None and before.name == norm.name:
            discard(before)
        if _version(norm) > 0:
            raise ValueError(f"Cannot fit: norm {norm.name} holds batches already; partial_fit adds to them, Norm.delete makes room")
        self._learn(norm, rows)
        if before is not None and before.name != norm.name:
            discard(before)
        return self

    def partial_fit(self, X: Any, y: Any, sample_weight: Any = None) -> EdgefitNorm:
        """Learn one batch more."""
        is_first = not hasattr(self, "norm_")
        if is_first and self.norm is None:
            return self.fit(X, y, sample_weight)
        rows = rows_to_learn(self, X, y, sample_weight, is_regression=True, with_missing=False, reset=is_first)
        return self._learn(Norm(self.norm or "", service_of(self.client)) if is_first else self.norm_, rows)

    def predict(self, X: Any) -> Any:
        """What y should be."""
        check_is_fitted(self)
        asked = rows_to_ask(self, X, with_missing=False)
        answered = self.norm_.predict(table_to_send(self, asked).columns)
        return numpy.asarray(answered["y"], dtype=numpy.float64)

    @property
    def coef_(self) -> Any:
        """One for each feature."""
        return numpy.asarray([found["value"] for found in self._info()["coefficients"]])

    @property
    def intercept_(self) -> float:
        """y where every feature is 0."""
        return float(self._info()["intercept"])

    def delete(self) -> None:
        """Delete the norm of the service, whoever made it; the estimator is then as before `fit`."""
        if hasattr(self, "norm_"):
            discard(self.norm_)
            del self.norm_

    def __enter__(self) -> EdgefitNorm:
        return self

    def __exit__(self, *_: object) -> None:
        if getattr(self, "_is_own", False):
            self.delete()

    def __sklearn_is_fitted__(self) -> bool:
        return hasattr(self, "norm_")

    def _learn(self, norm: Norm, rows: tuple[Any, Any, Any]) -> EdgefitNorm:
        X, y, weights = rows
        table = table_to_send(self, X)
        is_new = _version(norm) == 0
        if is_new:
            norm.specify(list(table.columns), **{"tags": [TAG], **(self.specification or {})})
        table.add(TARGET, y)
        if weights is not None:
            table.add(WEIGHT, weights)
        weight = None if weights is None else WEIGHT
        try:
            self.answer_ = norm.train(table.columns, target=TARGET, weight=weight)
        except EdgefitError:
            if is_new:
                discard(norm)
            raise
        if is_new:
            note(norm)
        if getattr(self, "norm_", None) is not norm:
            self._is_own = is_new
        self.norm_ = norm
        return self

    def _info(self) -> dict[str, Any]:
        if not hasattr(self, "norm_"):
            raise AttributeError("Cannot tell: nothing is fitted")
        return self.norm_.info()

    def _more_tags(self) -> dict[str, Any]:
        return {"requires_y": True}

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.target_tags.required = True
        return tags


def _version(norm: Norm) -> int:
    try:
        return int(norm.info()["version"])
    except EdgefitError as error:
        if error.status == 404:
            return 0
        raise
