"""Models that a search or a cross-validation makes on its way."""
from __future__ import annotations

from contextlib import contextmanager
from threading import Lock
from typing import Iterator

from ..model import Model
from .service import discard

_lock = Lock()
_open: list[list[Model]] = []


@contextmanager
def temporary_models() -> Iterator[list[Model]]:
    """Delete at its end every model that estimators of this process have trained in it.

    Yields
    ------
    list of Model
        Those trained so far; what is removed from the list stays.
    """
    made: list[Model] = []
    with _lock:
        _open.append(made)
    try:
        yield made
    finally:
        with _lock:
            _open.remove(made)
        for model in made:
            discard(model)


def note(model: Model) -> None:
    """Tell those who wait for it that a model was trained."""
    with _lock:
        for made in _open:
            made.append(model)
