"""A comparison of models on the same folds."""
from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Mapping, Optional, Union

from .model import Model
from .task import ASK_SECONDS, WAIT_SECONDS
from .training import training_body
from .transport import segment

if TYPE_CHECKING:
    from .client import Edgefit

RUNNING = "running"


class Comparison:
    """Which of some models is best, and which is the simplest that is as good.

    Parameters
    ----------
    id : int
        As the service numbers it.
    client : Edgefit, optional
        The service; the one that the environment names unless given.
    """

    def __init__(self, id: int, client: Optional[Edgefit] = None, *, info: Optional[dict[str, Any]] = None) -> None:
        if client is None:
            from .client import Edgefit

            client = Edgefit()
        self.id = int(id)
        self.client = client
        self._info = info
        self._path = f"/api/comparisons/{segment(self.id)}"

    def __repr__(self) -> str:
        return f"Comparison({self.id})"

    @property
    def info(self) -> dict[str, Any]:
        """What came of it: ``candidates``, ``best``, ``winner``, ``winner_name``, ``warnings``; asked for anew while it is under way."""
        if self._info is None or self._info["status"] == RUNNING or "candidates" not in self._info:
            self._info = self._ask(0)
        return self._info

    def wait(self, timeout: float = WAIT_SECONDS) -> Comparison:
        """Wait until it is done.

        Raises
        ------
        TimeoutError
            Where it goes on for longer than `timeout` seconds. It does go on; ask again, or `cancel` it.
        """
        end = time.monotonic() + timeout
        while self.info["status"] == RUNNING:
            left = end - time.monotonic()
            if left <= 0:
                raise TimeoutError(f"Cannot wait any longer: comparison {self.id} is under way after {timeout} s, {self.info['progress']}")
            self._info = self._ask(int(min(ASK_SECONDS, max(1.0, left))))
        return self

    def scores(self) -> Any:
        """The metric of each candidate, in the order in which they were sent.

        Returns
        -------
        DataFrame or list
            ``name``, ``mean``, ``std``, ``standard_error``, ``simplicity``, ``seconds`` and ``error``; a list of dicts without pandas.
        """
        names = ("name", "mean", "std", "standard_error", "simplicity", "seconds", "error")
        rows = [{name: candidate[name] for name in names} for candidate in self.info["candidates"]]
        try:
            import pandas
        except ImportError:
            return rows
        return pandas.DataFrame(rows)

    @property
    def model(self) -> Optional[Model]:
        """The winner, where `train_best` made a model of it; its training may go on."""
        made = self.info["model"]
        if made is None:
            return None
        return Model(made["id"], self.client, task_id=made["task_id"])

    def cancel(self) -> Comparison:
        """Stop it."""
        self._info = self.client.transport.call("POST", f"{self._path}/cancel", repeatable=False)
        return self

    def delete(self) -> None:
        """Delete it; a model that came of it stays."""
        self.client.transport.send("DELETE", self._path, repeatable=True)

    def _ask(self, seconds: int) -> dict[str, Any]:
        answered: dict[str, Any] = self.client.get(self._path, wait=seconds)
        return answered


def start_comparison(
    client: Edgefit,
    order: Mapping[str, Any],
    data: Any,
    y: Any,
    target: Optional[str],
    rows: Mapping[str, Any],
    *,
    wait: bool,
) -> Comparison:
    """Send it; see `start_training`."""
    candidates = order.get("candidates")
    body = training_body({**order, "candidates": candidates and [_candidate(each) for each in candidates]}, data, y, target, rows)
    headers = {} if wait else {"Prefer": "respond-async"}
    # Each call makes a comparison.
    info = client.transport.call("POST", "/api/comparisons", body=body, headers=headers, repeatable=False)
    comparison = Comparison(info["id"], client, info=info)
    return comparison.wait() if wait else comparison


def _candidate(said: Union[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    return {"name": said} if isinstance(said, str) else said
