"""Which service an estimator asks, and what it does with what it no longer needs there."""
from __future__ import annotations

import os
from functools import lru_cache
from typing import Any, Optional

from ..client import TOKEN_VARIABLE, URL_VARIABLE, Edgefit
from ..error import EdgefitError

# By which what estimators made is found: client.models(tag="scikit-learn"), client.norms(tag="scikit-learn").
TAG = "scikit-learn"


def service_of(client: Optional[Edgefit]) -> Edgefit:
    """The one that is given, or that of the environment, whose connections are kept."""
    return client or _of_environment(os.environ.get(URL_VARIABLE), os.environ.get(TOKEN_VARIABLE))


@lru_cache(maxsize=4)
def _of_environment(url: Optional[str], token: Optional[str]) -> Edgefit:
    return Edgefit(url, token)


def discard(held: Any) -> None:
    """Delete a model or a norm that may be gone already."""
    try:
        held.delete()
    except EdgefitError as error:
        if error.status != 404:
            raise
