"""Models and norms that a search or a cross-validation makes on its way."""
from __future__ import annotations

from contextlib import contextmanager
from threading import Lock
from typing import Iterator, Union

from ..model import Model
from ..norm import Norm
from .service import discard

Fit = Union[Model, Norm]

_lock = Lock()
_open: list[list[Fit]] = []


@contextmanager
def temporary_fits() -> Iterator[list[Fit]]:
    """Delete at its end every model and norm that estimators of this process have made in it.

    Yields
    ------
    list of Model and Norm
        Those made so far; what is removed from the list stays.
    """
    made: list[Fit] = []
    with _lock:
        _open.append(made)
    try:
        yield made
    finally:
        with _lock:
            _open[:] = [others for others in _open if others is not made]
        for fit in made:
            discard(fit)


def note(fit: Fit) -> None:
    """Tell those who wait for it that something was made."""
    with _lock:
        for made in _open:
            made.append(fit)
