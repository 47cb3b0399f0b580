"""Edgefit from Python: norms, models and sessions, from data frames or plain lists.

>>> from edgefit import Edgefit
>>> house = Edgefit("http://localhost:8787").norm("house")
"""
from .client import Edgefit
from .comparison import Comparison
from .error import EdgefitError, InvalidRequest, Unreachable
from .model import Model
from .norm import Norm
from .sessions import Sessions
from .task import Task
from .version import VERSION as __version__

__all__ = ["Comparison", "Edgefit", "EdgefitError", "InvalidRequest", "Model", "Norm", "Sessions", "Task", "Unreachable", "__version__"]
