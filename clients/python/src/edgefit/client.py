"""One service: where it is, who asks, and the way to what it holds."""
from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Iterator, Mapping, Optional, Sequence, Union
from urllib.parse import parse_qs, urlsplit

from .comparison import Comparison, start_comparison
from .model import Model
from .norm import Norm, headers_of
from .sessions import Sessions
from .table import table_of
from .task import Task
from .training import start_training
from .transport import Transport

URL_VARIABLE = "EDGEFIT_URL"
TOKEN_VARIABLE = "EDGEFIT_TOKEN"


class Edgefit:
    """A service.

    Parameters
    ----------
    url : str, optional
        Where it is, such as ``http://localhost:8787``; the environment's ``EDGEFIT_URL`` unless given.
    token : str, optional
        What it asks for; the environment's ``EDGEFIT_TOKEN`` unless given, or none.
    timeout : float
        Seconds without a byte of an answer after which a request is given up.
    retries : int
        How often a request is sent again that was lost, or refused for a while, where that is safe.

    Notes
    -----
    It can be copied and pickled. A pickle never has the token: who loads it takes it from ``EDGEFIT_TOKEN``.
    """

    def __init__(
        self, url: Optional[str] = None, token: Optional[str] = None, *, timeout: float = 120.0, retries: int = 3
    ) -> None:
        found = url or os.environ.get(URL_VARIABLE)
        if not found:
            raise ValueError(f"Cannot find the service: Edgefit(url), or {URL_VARIABLE} in the environment, says where it is")
        if not found.startswith(("http://", "https://")):
            raise ValueError(f"Cannot use the url {found!r}: it begins with http:// or https://")
        self.transport = Transport(found, token or os.environ.get(TOKEN_VARIABLE) or None, timeout, retries)
        self.url = self.transport.url
        self.timeout = timeout
        self.retries = retries

    def __repr__(self) -> str:
        return f"Edgefit({self.url!r})"

    def __enter__(self) -> Edgefit:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close its connections; the next call opens them again."""
        self.transport.close()

    def __copy__(self) -> Edgefit:
        return self

    def __deepcopy__(self, _: Any) -> Edgefit:
        return self

    def __getstate__(self) -> dict[str, Any]:
        return {"url": self.url, "timeout": self.timeout, "retries": self.retries}

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        Edgefit.__init__(self, state["url"], timeout=state["timeout"], retries=state["retries"])

    def about(self) -> dict[str, Any]:
        """What the service is, with its version."""
        answered: dict[str, Any] = self.get("/")
        return answered

    def is_ready(self) -> bool:
        """Whether it can read and write what it stores."""
        return self.transport.send("GET", "/ready", repeatable=True).ok

    def get(self, path: str, **query: Any) -> Any:
        """Answer of a call that changes nothing."""
        return self.transport.call("GET", path, query=query, repeatable=True)

    def pages(self, path: str, key: str, **query: Any) -> Iterator[dict[str, Any]]:
        """Entries of a list, page after page."""
        while True:
            page = self.get(path, **query)
            yield from page[key]
            if page["next"] is None:
                return
            query["after"] = page["next"]

    def storage(self) -> dict[str, Any]:
        """What is stored, and what it takes; for administrators."""
        stored: dict[str, Any] = self.get("/storage")
        return stored

    def describe(self, data: Any, **said: Any) -> dict[str, Any]:
        """What a table is before it is used; nothing is stored.

        Parameters
        ----------
        data : str, PathLike, DataFrame, mapping of columns, or records
            A path is that of a file, which is sent as it lies on the disk.
        **said
            What is known of it: ``target``, ``time``, ``columns``, ``time_format``, …, as the query of ``POST /tables`` has it.
        """
        described: dict[str, Any]
        if isinstance(data, (str, os.PathLike)):
            with open(data, "rb") as file:
                headers = headers_of(str(data))
                described = self.transport.call("POST", "/tables", query=said, content=file, headers=headers, repeatable=True)
        else:
            body = table_of(data, with_index=True).split()
            described = self.transport.call("POST", "/tables", query=said, body=body, repeatable=True)
        return described

    # Norms

    def norm(self, name: str) -> Norm:
        """The norm of that name; its first training makes it."""
        return Norm(name, self)

    def norms(self, *, tag: Optional[str] = None, limit: Optional[int] = None) -> Iterator[dict[str, Any]]:
        """What there is of each norm, by name. `limit` is the length of a page."""
        return self.pages("/norms", "norms", tag=tag, limit=limit)

    # Models

    def model(self, id: int) -> Model:
        """The model of that id."""
        return Model(id, self)

    def models(self, *, tag: Optional[str] = None, limit: Optional[int] = None) -> Iterator[Model]:
        """The models that were trained, oldest first; `.info` says what is known of each. `limit` is the length of a page."""
        query: dict[str, Any] = {"tag": tag, "limit": limit}
        while True:
            response = self.transport.send("GET", "/api/ml_models", query=query, repeatable=True)
            yield from (Model(info["id"], self, info=info) for info in response.json()[1])
            following = response.links.get("next")
            if following is None:
                return
            query["after"] = parse_qs(urlsplit(following["url"]).query)["after"][0]

    def trainable(self) -> list[dict[str, Any]]:
        """Each problem with each family: its hyperparameters and its grid."""
        answered: list[list[dict[str, Any]]] = self.get("/api/ml_models", limit=1)
        return answered[0]

    def train_model(
        self,
        data: Any,
        y: Any = None,
        *,
        problem: str,
        name: str,
        target: Optional[str] = None,
        h_tune: bool = False,
        params: Optional[Mapping[str, Any]] = None,
        types: Optional[Mapping[str, str]] = None,
        groups: Any = None,
        t: Any = None,
        sample_weight: Any = None,
        title: Optional[str] = None,
        description: Optional[str] = None,
        tags: Optional[list[str]] = None,
        wait: bool = True,
    ) -> Model:
        """Train a new model.

        Parameters
        ----------
        data : DataFrame, mapping of columns, records or rows
            What is learned from, with the column `target`, or without it where `y` is given.
        problem : {"classification", "regression"}
        name : {"Random Forest", "Gradient Boosting", "SVM", "Ridge", "Voting"}
        h_tune : bool
            Whether the family's grid is searched.
        params : mapping, optional
            Hyperparameters; `trainable()` lists them.
        types : mapping, optional
            By column ``"number"``, ``"category"`` or ``"date"``, where that is not what its values look like.
            Columns that pandas has as categories are of that type unless given.
        groups, t, sample_weight : column name or values, optional
            The group, time and weight of each row; a column that is named is not learned from.
        wait : bool
            Whether to wait until it is trained; else `Model.wait` does.

        Returns
        -------
        Model
            `.info` has the score.
        """
        path = "/api/ml_models"
        about = {"title": title, "description": description, "tags": tags}
        order = {"problem": problem, "name": name, "h_tune": h_tune, "params": params, "types": types, **about}
        rows = {"groups": groups, "t": t, "sample_weight": sample_weight}
        return start_training(self, "POST", path, order, data, y, target, rows, wait=wait)

    def upload_model(self, file: Union[str, os.PathLike[str], Mapping[str, Any]]) -> Model:
        """A model out of a file of `Model.download`, or out of its content."""
        content = None if isinstance(file, Mapping) else Path(file).read_bytes()
        info = self.transport.call(
            "POST",
            "/api/ml_models/upload",
            body=file if isinstance(file, Mapping) else None,
            content=content,
            headers={"Content-Type": "application/json"},
            repeatable=False,
        )
        return Model(info["id"], self, info=info)

    def compare_models(
        self,
        data: Any,
        y: Any = None,
        *,
        problem: str,
        candidates: Optional[Sequence[Union[str, Mapping[str, Any]]]] = None,
        metric: Optional[str] = None,
        folds: Optional[int] = None,
        train_best: Optional[bool] = None,
        target: Optional[str] = None,
        types: Optional[Mapping[str, str]] = None,
        groups: Any = None,
        t: Any = None,
        sample_weight: Any = None,
        title: Optional[str] = None,
        description: Optional[str] = None,
        tags: Optional[list[str]] = None,
        wait: bool = True,
    ) -> Comparison:
        """Compare models on the same folds.

        Parameters
        ----------
        candidates : sequence, optional
            Names of families, or mappings of ``name``, ``params`` and ``h_tune``; all but "Voting", and "Dummy", unless given.
        metric : str, optional
            By which they are compared; accuracy or rmse unless given.
        folds : int, optional
            2 to 10; 5 unless given.
        train_best : bool, optional
            Whether the winner is then trained on all rows: `Comparison.model`.
        wait : bool
            Whether to wait until it is done; else `Comparison.wait` does.

        The rest is as in `train_model`.
        """
        about = {"title": title, "description": description, "tags": tags}
        asked = {"candidates": candidates, "metric": metric, "folds": folds, "train_best": train_best}
        order = {"problem": problem, **asked, "types": types, **about}
        rows = {"groups": groups, "t": t, "sample_weight": sample_weight}
        return start_comparison(self, order, data, y, target, rows, wait=wait)

    def comparison(self, id: int) -> Comparison:
        """The comparison of that id."""
        return Comparison(id, self)

    def comparisons(self, *, tag: Optional[str] = None, limit: Optional[int] = None) -> Iterator[Comparison]:
        """All comparisons, oldest first; `.info` says what came of each. `limit` is the length of a page."""
        for info in self.pages("/api/comparisons", "comparisons", tag=tag, limit=limit):
            yield Comparison(info["id"], self, info=info)

    def task(self, id: str) -> Task:
        """The task of that id."""
        return Task(id, self)

    # Sessions

    @property
    def sessions(self) -> Sessions:
        """The visits of a web shop."""
        return Sessions(self)
