"""Estimators that are models of the registry."""
from __future__ import annotations

from typing import Any, Mapping, Optional

import numpy
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted

from ..client import Edgefit
from ..model import Model
from .rows import rows_to_ask, rows_to_learn, table_to_send
from .service import TAG, discard, service_of
from .temporary_fits import note

# What scikit-learn's check_estimator asks that the families do not promise.
EXCEPTIONS = {
    ("regression", "SVM"): {
        "check_sample_weights_invariance": "a solver that stops at tol gives rows in another order values that differ by about tol"
    },
    ("classification", "Ridge"): {
        "check_classifiers_train": "of two classes predict goes by the decision, predict_proba by a curve fitted to held-out decisions: "
        "where classes are close, the likeliest need not be the one told"
    },
}


class _ModelEstimator(BaseEstimator):  # type: ignore[misc]
    _problem: str

    def __init__(
        self,
        name: str = "Random Forest",
        *,
        h_tune: bool = False,
        params: Optional[Mapping[str, Any]] = None,
        client: Optional[Edgefit] = None,
    ) -> None:
        self.name = name
        self.h_tune = h_tune
        self.params = params
        self.client = client

    def delete(self) -> None:
        """Delete the model of the service; the estimator is then as before `fit`."""
        if hasattr(self, "model_"):
            discard(self.model_)
            del self.model_

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_: object) -> None:
        self.delete()

    def __sklearn_is_fitted__(self) -> bool:
        return hasattr(self, "model_")

    def _train(self, X: Any, y: list[Any], sample_weight: Any) -> None:
        before: Optional[Model] = getattr(self, "model_", None)
        table = table_to_send(self, X)
        types = {name: "category" for name in table.categories} or None
        self.model_ = service_of(self.client).train_model(
            table.columns,
            y,
            problem=self._problem,
            name=self.name,
            h_tune=self.h_tune,
            params=self.params,
            types=types,
            sample_weight=sample_weight,
            tags=[TAG],
        )
        note(self.model_)
        if before is not None:
            discard(before)

    def _ask(self, X: Any) -> dict[str, Any]:
        check_is_fitted(self)
        model: Model = self.model_
        return model.ask(table_to_send(self, rows_to_ask(self, X, with_missing=True)).columns)

    def _more_tags(self) -> dict[str, Any]:
        exceptions = EXCEPTIONS.get((self._problem, self.name), {})
        return {"allow_nan": True, "requires_y": True, "_xfail_checks": exceptions}

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        tags.target_tags.required = True
        return tags


class EdgefitRegressor(RegressorMixin, _ModelEstimator):  # type: ignore[misc]
    """A regression that a service trains.

    Parameters
    ----------
    name : {"Random Forest", "SVM", "Ridge"}
    h_tune : bool
        Whether the family's grid is searched.
    params : mapping, optional
        Hyperparameters.
    client : Edgefit, optional
        The service; the one that the environment names unless given.

    Attributes
    ----------
    model_ : Model
        What was trained: ``model_.id``, ``model_.info``, ``model_.card()``. The next `fit` makes another model and deletes this one.
    n_features_in_, feature_names_in_
        As in scikit-learn.
    """

    _problem = "regression"

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> EdgefitRegressor:
        """Train a model on the service."""
        X, y, weights = rows_to_learn(self, X, y, sample_weight, is_regression=True, with_missing=True)
        self._train(X, y.astype(numpy.float64).tolist(), weights)
        return self

    def predict(self, X: Any) -> Any:
        """Predictions for rows."""
        return numpy.asarray(self._ask(X)["y"], dtype=numpy.float64)


class EdgefitClassifier(ClassifierMixin, _ModelEstimator):  # type: ignore[misc]
    """A classification that a service trains; parameters and attributes as those of `EdgefitRegressor`.

    Attributes
    ----------
    classes_ : array
        The labels, sorted.
    """

    _problem = "classification"

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> EdgefitClassifier:
        """Train a model on the service."""
        X, y, weights = rows_to_learn(self, X, y, sample_weight, is_regression=False, with_missing=True)
        check_classification_targets(y)
        classes = numpy.unique(y)
        if len(classes) < 2:
            raise ValueError(f"Cannot train a classification: y has one class only, {classes[0]!r}; two are needed")
        self._train(X, y.tolist(), weights)
        self.classes_ = classes
        return self

    def predict(self, X: Any) -> Any:
        """The class of each row."""
        answered = self._ask(X)
        place = {label: k for k, label in enumerate(self.classes_.tolist())}
        return self.classes_[[place[label] for label in answered["y"]]]

    def predict_proba(self, X: Any) -> Any:
        """The probability of each class, in the order of ``classes_``."""
        answered = self._ask(X)
        place = {label: k for k, label in enumerate(answered["classes"])}
        return numpy.asarray(answered["probability"])[:, [place[label] for label in self.classes_.tolist()]]
