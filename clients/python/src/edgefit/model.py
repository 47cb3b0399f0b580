"""A model of the registry."""
from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Mapping, Optional, Union

from .error import EdgefitError
from .table import is_frame, table_of
from .task import WAIT_SECONDS, Task
from .training import start_training
from .transport import segment

if TYPE_CHECKING:
    from .client import Edgefit


class Model:
    """A trained model, or one that is being trained.

    Parameters
    ----------
    id : int
        As the service numbers it.
    client : Edgefit, optional
        The service; the one that the environment names unless given.
    """

    def __init__(
        self,
        id: int,
        client: Optional[Edgefit] = None,
        *,
        info: Optional[dict[str, Any]] = None,
        task_id: Optional[str] = None,
    ) -> None:
        if client is None:
            from .client import Edgefit

            client = Edgefit()
        self.id = int(id)
        self.client = client
        self._info = info
        #: What trains it, where that goes on in the background.
        self.task: Optional[Task] = None if task_id is None else Task(task_id, client)
        self._path = f"/api/ml_models/{segment(self.id)}"

    def __repr__(self) -> str:
        return f"Model({self.id})"

    @property
    def info(self) -> dict[str, Any]:
        """What was answered when it was trained: version, score, params, warnings; its card, where it was trained elsewhere."""
        if self._info is None:
            self._info = self.card()
        return self._info

    def wait(self, timeout: float = WAIT_SECONDS) -> Model:
        """Wait until it is trained; raises as `Task.wait`."""
        if self.task is not None:
            self._info = self.task.wait(timeout)
            self.task = None
        return self

    def predict(self, data: Any) -> Any:
        """Predictions for rows.

        Returns
        -------
        Series or list
            A Series with the index of a data frame; a list of anything else.
        """
        y = self.ask(data)["y"]
        if not is_frame(data):
            return y
        import pandas

        return pandas.Series(y, index=data.index, name="y")

    def predict_proba(self, data: Any) -> Any:
        """The probability of each class.

        Returns
        -------
        DataFrame or list
            A data frame of a column for each class, with the index of a data frame; of anything else rows in the order of ``info["classes"]``.
        """
        answered = self.ask(data)
        if "probability" not in answered:
            raise ValueError(f"Cannot tell probabilities: model {self.id} is a regression")
        if not is_frame(data):
            return answered["probability"]
        import pandas

        return pandas.DataFrame(answered["probability"], index=data.index, columns=answered["classes"])

    def predict_interval(self, data: Any, level: float = 0.9) -> Any:
        """Predictions of a regression, with the ends that a share `level` of rows is to lie between.

        Returns
        -------
        DataFrame or dict
            The columns ``y``, ``lower`` and ``upper``, with the index of a data frame; of anything else a list by each of these names.
        """
        answered = self.ask(data, interval=level)
        columns = {name: answered[name] for name in ("y", "lower", "upper")}
        if not is_frame(data):
            return columns
        import pandas

        return pandas.DataFrame(columns, index=data.index)

    def explain(self, data: Any) -> Any:
        """What each column adds to what is said of each row.

        Returns
        -------
        DataFrame or dict
            A column for each of the model's, or for each class and column where classes have numbers of their own, with the index of a data
            frame; ``attrs`` has ``of``, ``base`` and ``y``. A base and its row sum to what ``of`` names. Of anything else the answer's
            ``explanation``.
        """
        answered = self.ask(data, explain=True)
        told = answered["explanation"]
        if not is_frame(data):
            return told
        import pandas

        names, rows = answered["columns"], told["contributions"]
        if isinstance(told["base"], list):
            rows = [[value for of_class in row for value in of_class] for row in rows]
            names = pandas.MultiIndex.from_product([answered["classes"], names])
        frame = pandas.DataFrame(rows, index=data.index, columns=names)
        frame.attrs.update({"of": told["of"], "base": told["base"], "y": answered["y"]})
        return frame

    def ask(self, data: Any, *, interval: Optional[float] = None, explain: bool = False) -> dict[str, Any]:
        """The whole answer to a prediction: ``y``, ``lower``, ``upper``, ``classes``, ``probability``, ``explanation``, ``version``, ``warnings``."""
        body = {"X": table_of(data).columns, **({} if interval is None else {"interval": interval})}
        query = {"explain": "true"} if explain else {}
        answered: dict[str, Any] = self.client.transport.call(
            "POST", f"{self._path}/predict", query=query, body=body, repeatable=True
        )
        return answered

    def predict_stored(self) -> Task:
        """Start a prediction of the rows that it was trained on; `Task.wait` gives the list."""
        return Task(str(self.client.get(self._path)).split()[-1], self.client)

    def retrain(
        self,
        data: Any = None,
        y: Any = None,
        *,
        problem: Optional[str] = None,
        name: Optional[str] = None,
        target: Optional[str] = None,
        h_tune: bool = False,
        params: Optional[Mapping[str, Any]] = None,
        types: Optional[Mapping[str, str]] = None,
        groups: Any = None,
        t: Any = None,
        sample_weight: Any = None,
        wait: bool = True,
    ) -> Model:
        """Train it again as its next version, on the stored data unless new data come. The old version serves until then.

        Problem and family stay what they are unless given; the rest is as in `Edgefit.train_model`.
        """
        problem, name = problem or self.info["problem"], name or self.info["name"]
        order = {"problem": problem, "name": name, "h_tune": h_tune, "params": params, "types": types}
        rows = {"groups": groups, "t": t, "sample_weight": sample_weight}
        made = start_training(self.client, "PUT", self._path, order, data, y, target, rows, wait=wait)
        self._info, self.task = made._info, made.task
        return self

    def describe(self, **about: Any) -> Model:
        """Change its `title`, `description`, `tags`, `target` or `unit`, without training."""
        self._info = self.client.transport.call("PATCH", self._path, body=about, repeatable=True)
        return self

    def card(self) -> dict[str, Any]:
        """Everything known of it."""
        answered: dict[str, Any] = self.client.get(f"{self._path}/card")
        return answered

    def versions(self) -> list[dict[str, Any]]:
        """Its trainings, newest first."""
        answered: list[dict[str, Any]] = self.client.get(f"{self._path}/versions")["versions"]
        return answered

    def activate(self, version: int) -> Model:
        """Let a version serve: roll back, or forward."""
        path = f"{self._path}/versions/{segment(version)}/activate"
        self._info = self.client.transport.call("POST", path, repeatable=True)
        return self

    def download(self, file: Union[str, os.PathLike[str]]) -> None:
        """Write it to a file that another program can load, and `Edgefit.upload_model` takes back."""
        response = self.client.transport.send("GET", f"{self._path}/download", repeatable=True)
        with open(file, "wb") as opened:
            opened.write(response.content)

    def decisions(
        self, *, version: Optional[int] = None, limit: Optional[int] = None, interval: Optional[float] = None
    ) -> dict[str, Any]:
        """What was said of rows that it did not learn from: ROC, precision and recall, calibration, residuals, and `limit` of the rows."""
        query = {"version": version, "limit": limit, "interval": interval}
        answered: dict[str, Any] = self.client.get(f"{self._path}/decisions", **query)
        return answered

    def put_metric(self) -> dict[str, Any]:
        """Put its quality in the database, or refresh what stands there."""
        path = f"/metrics/{segment(self.id)}"
        try:
            answered: dict[str, Any] = self.client.transport.call("POST", path, repeatable=False)
        except EdgefitError as error:
            if error.status != 409:
                raise
            answered = self.client.transport.call("PUT", path, repeatable=True)
        return answered

    def delete(self) -> None:
        """Delete it with its data, its files and its metrics."""
        self.client.transport.send("DELETE", self._path, repeatable=True)
