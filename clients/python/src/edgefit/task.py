"""What goes on in the background: a training, or a prediction of stored rows."""
from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from .transport import segment

if TYPE_CHECKING:
    from .client import Edgefit

# What the service estimates to take longer it refuses; others' trainings may take turns with it.
WAIT_SECONDS = 3600.0
# As long as the service holds a question open.
ASK_SECONDS = 10


class Task:
    """A task of the service."""

    def __init__(self, id: str, client: Edgefit) -> None:
        self.id = id
        self._client = client

    def __repr__(self) -> str:
        return f"Task({self.id!r})"

    def progress(self) -> dict[str, Any]:
        """How far it is: ``status`` and ``progress``; ``{"status": "done"}`` where it has ended."""
        response = self._ask(0)
        answered: dict[str, Any] = response.json() if response.status_code == 202 else {"status": "done"}
        return answered

    def wait(self, timeout: float = WAIT_SECONDS) -> Any:
        """What it came to: the model that was trained, or the list of predictions.

        Raises
        ------
        TimeoutError
            Where it goes on for longer than `timeout` seconds. It does go on; ask again, or `cancel` it.
        EdgefitError
            Where it has failed, or was cancelled.
        """
        end = time.monotonic() + timeout
        while True:
            left = end - time.monotonic()
            response = self._ask(int(min(ASK_SECONDS, max(0.0, left))))
            if response.status_code != 202:
                return response.json()
            if left <= 0:
                raise TimeoutError(f"Cannot wait any longer: task {self.id} is under way after {timeout} s, {response.json()}")
            time.sleep(min(float(response.headers.get("Retry-After", 1)), max(0.0, left)))

    def cancel(self) -> None:
        """Stop it."""
        self._client.transport.send("DELETE", f"/results/{segment(self.id)}", repeatable=True)

    def _ask(self, seconds: int) -> Any:
        path = f"/results/{segment(self.id)}"
        return self._client.transport.send("GET", path, query={"wait": seconds}, repeatable=True)
