"""Estimators like scikit-learn's, which a service trains. Needs scikit-learn."""
from .model_estimator import EdgefitClassifier, EdgefitRegressor
from .norm_estimator import EdgefitNorm
from .temporary_fits import temporary_fits

__all__ = ["EdgefitClassifier", "EdgefitNorm", "EdgefitRegressor", "temporary_fits"]
