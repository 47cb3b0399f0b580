"""Estimators like scikit-learn's, which a service trains. Needs scikit-learn."""
from .model_estimator import EdgefitClassifier, EdgefitRegressor
from .norm_estimator import EdgefitNorm
from .temporary_models import temporary_models

__all__ = ["EdgefitClassifier", "EdgefitNorm", "EdgefitRegressor", "temporary_models"]
