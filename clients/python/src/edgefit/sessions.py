"""The visits of a web shop: what was viewed, and the visitor's predicted gender."""
from __future__ import annotations

import os
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any, Iterator, Mapping, Optional

from .model import Model
from .table import is_frame, table_of
from .transport import segment

if TYPE_CHECKING:
    from .client import Edgefit

# The service takes 50,000 in 16 MiB, which fewer visits of many views fill.
SESSIONS_OF_BODY = 10_000


class Sessions:
    """The visits that a service holds."""

    def __init__(self, client: Edgefit) -> None:
        self.client = client

    def send(self, sessions: Any) -> dict[str, Any]:
        """Store visits; one that is sent again is replaced.

        Parameters
        ----------
        sessions : list of mappings, DataFrame, or path of a file
            Each with ``session_id``, ``start``, ``end``, ``views`` and perhaps ``gender`` and ``visitor``. ``views`` is a list, or a text
            such as ``"A1/B2;A1/B3"``. Any number of them: they are sent 10,000 at a time. A file is a shop's log, and sent as it is.

        Returns
        -------
        dict
            ``received``, ``stored``, ``replaced``, and ``rejected`` with the ``line`` (from 1) and ``message`` of what cannot be used.
        """
        if isinstance(sessions, (str, os.PathLike)):
            with Path(sessions).open("rb") as file:
                return self._post("/sessions", content=file, headers={"Content-Type": "text/csv"})
        listed = _listed(sessions)
        total: dict[str, Any] = {"received": 0, "stored": 0, "replaced": 0, "rejected": []}
        for first in range(0, len(listed), SESSIONS_OF_BODY):
            answered = self._post("/sessions", body={"sessions": listed[first : first + SESSIONS_OF_BODY]})
            for name in ("received", "stored", "replaced"):
                total[name] += answered[name]
            total["rejected"] += [{**fault, "line": fault["line"] + first} for fault in answered["rejected"]]
        return total

    def add_views(self, session_id: str, views: list[Any], *, key: Optional[str] = None, **about: Any) -> dict[str, Any]:
        """Add views while a visit goes on.

        Parameters
        ----------
        views : list
            Paths, or mappings of ``path``, ``at`` and ``id``.
        key : str, optional
            Names the delivery, which counts once; one is made unless given.
        **about
            ``start``, ``end``, ``gender``, ``visitor``.
        """
        headers = {"Idempotency-Key": key or uuid.uuid4().hex}
        return self._post(f"/sessions/{segment(session_id)}/views", body={"views": views, **about}, headers=headers)

    def get(self, session_id: str) -> dict[str, Any]:
        """One visit."""
        return self._get(f"/sessions/{segment(session_id)}")

    def delete(self, session_id: str) -> None:
        """Delete one visit."""
        self.client.transport.send("DELETE", f"/sessions/{segment(session_id)}", repeatable=True)

    def find(self, **found: Any) -> Iterator[dict[str, Any]]:
        """The visits; `visitor`, `gender`, `since` and `until` find some. `limit` is the length of a page."""
        return self.client.pages("/sessions", "sessions", **_from_to(found))

    def categories(self, session_id: str, *, mode: str = "absolute", level: int = 1) -> dict[str, Any]:
        """Views per category of a visit: ``"absolute"`` or ``"relative"``, at level 1 to 4."""
        return self._get(f"/sessions/{segment(session_id)}/categories", mode=mode, level=level)

    def totals(self, **found: Any) -> dict[str, Any]:
        """Views per category of all visits; as `find` finds them and `categories` counts them."""
        return self._get("/sessions/categories", **_from_to(found))

    def history(self, *, step: str = "day", **found: Any) -> dict[str, Any]:
        """Views per category of each ``"day"``, ``"week"`` or ``"month"``; `since`, `until`, `gender`, `level` and `limit` as of `totals`."""
        return self._get("/sessions/categories/history", step=step, **_from_to(found))

    def train_model(self, *, wait: bool = True, **order: Any) -> Model:
        """Train the gender model on the visits that have one; `name`, `h_tune` and `params` unless the defaults are wanted."""
        headers = {} if wait else {"Prefer": "respond-async"}
        answered = self._post("/sessions/model", body=order, headers=headers, repeatable=False)
        task_id = answered.get("task_id")
        model = Model(answered["id"], self.client, info=answered if task_id is None else None, task_id=task_id)
        return model.wait() if wait else model

    def prediction(self, session_id: str, *, explain: Optional[bool] = None) -> dict[str, Any]:
        """The gender of the visitor of a stored visit."""
        return self._get(f"/sessions/{segment(session_id)}/prediction", explain=explain)

    def predict(self, views: list[Any], *, start: str, end: str) -> dict[str, Any]:
        """The gender of the visitor of a visit that is not stored."""
        return self._post("/sessions/prediction", body={"start": start, "end": end, "views": views})

    def report(self) -> dict[str, Any]:
        """How good the gender model in use is."""
        return self._get("/sessions/report")

    def visitor(self, visitor: str) -> Iterator[dict[str, Any]]:
        """All visits of a visitor."""
        return self.client.pages(f"/visitors/{segment(visitor)}", "sessions")

    def forget_visitor(self, visitor: str) -> None:
        """Delete all visits of a visitor."""
        self.client.transport.send("DELETE", f"/visitors/{segment(visitor)}", repeatable=True)

    def _get(self, path: str, **query: Any) -> dict[str, Any]:
        answered: dict[str, Any] = self.client.get(path, **query)
        return answered

    def _post(self, path: str, *, repeatable: bool = True, **arguments: Any) -> dict[str, Any]:
        answered: dict[str, Any] = self.client.transport.call("POST", path, repeatable=repeatable, **arguments)
        return answered


def _from_to(found: Mapping[str, Any]) -> dict[str, Any]:
    """`from` is a word of Python."""
    names = {"since": "from", "until": "to"}
    return {names.get(name, name): value for name, value in found.items()}


def _listed(sessions: Any) -> Any:
    if not is_frame(sessions):
        return list(sessions)
    table = table_of(_texts_of_views(sessions))
    rows = [dict(zip(table.columns, values)) for values in zip(*table.columns.values())]
    return [{**_present(row), "views": [view for view in row["views"].split(";") if view.strip()]} for row in rows]


def _texts_of_views(frame: Any) -> Any:
    return frame.assign(views=[views if isinstance(views, str) else ";".join(views) for views in frame["views"]])


def _present(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None}
