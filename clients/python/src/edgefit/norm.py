"""A norm: what y should be from x, learned batch by batch."""
from __future__ import annotations

import os
import uuid
from typing import TYPE_CHECKING, Any, Iterator, Mapping, Optional, Sequence

from .table import is_frame, table_of
from .transport import segment

if TYPE_CHECKING:
    from .client import Edgefit

ROW_VALUES = ("y", "lower", "upper")
SAVING_VALUES = ("expected", "lower", "upper", "saving")
KEPT_VALUES = ("actual", "expected", "lower", "upper", "rows")
TARGET = "y"


class Norm:
    """A norm of a service; its first training makes it.

    Parameters
    ----------
    name : str
        Lower-case letters, digits, ``_`` and ``-``.
    client : Edgefit, optional
        The service; the one that the environment names unless given.
    """

    def __init__(self, name: str, client: Optional[Edgefit] = None) -> None:
        if client is None:
            from .client import Edgefit

            client = Edgefit()
        self.name = name
        self.client = client
        self._path = f"/norms/{segment(name)}"

    def __repr__(self) -> str:
        return f"Norm({self.name!r})"

    # Learn

    def specify(self, columns: list[str], **specification: Any) -> dict[str, Any]:
        """Say what it is to learn from, before its first batch: ``lags``, ``calendar``, ``timezone``, ``degree_days``, ``candidates``, …

        What may change later (``lambda_``, ``forget``, ``title``, …) is said in the same way, with the rest as it was.
        """
        return self._send("PUT", "", {"columns": columns, **_wire(specification)}, repeatable=True)

    def train(
        self,
        data: Any,
        y: Any = None,
        *,
        target: Optional[str] = None,
        time: Optional[str] = None,
        weight: Optional[str] = None,
        batch: Optional[str] = None,
        **reading: Any,
    ) -> dict[str, Any]:
        """Learn a batch, exactly as if all batches had been fitted at once.

        Parameters
        ----------
        data : DataFrame, mapping of columns, records, rows, or path of a file
            What is learned from, with the column `target`, or without it where `y` is given. An index of times is the time. A file
            (CSV, Parquet, Arrow; gzipped or not) is sent as it lies on the disk.
        time : str, optional
            The column of times; an index or the only column that holds times unless given.
        weight : str, optional
            The column of what each row counts.
        batch : str, optional
            The batch's name. The same rows under the same name count once. A name is made unless one is given, so that a request that
            is sent again counts once too.
        **reading
            ``continues``, ``duplicates``, ``timezone``, ``time_format``, ``ignore``, ``columns``, as the service's page on tables has them.

        Returns
        -------
        dict
            ``version``, ``rows``, ``error``, ``error_before``, ``drift``, ``warnings``, …
        """
        query = {"target": target, "time": time, "weight": weight, **reading}
        return self._send_rows("train", data, y, query, key=batch or uuid.uuid4().hex)[0]

    def forget(self, batch: str) -> dict[str, Any]:
        """Forget a batch, as if it had never been sent."""
        return self._send("DELETE", f"/batches/{segment(batch)}", repeatable=False)

    def select(self, lags: str = "together") -> dict[str, Any]:
        """Choose among the candidates; the choice is the next version."""
        return self._send("POST", "/selection", {"lags": lags}, repeatable=False)

    # Ask

    def predict(
        self,
        data: Any,
        *,
        time: Optional[str] = None,
        level: Optional[float] = None,
        version: Optional[int] = None,
        **reading: Any,
    ) -> Any:
        """What y should have been.

        Returns
        -------
        DataFrame or dict
            Of a data frame one with its index and the columns ``y``, ``lower`` and ``upper``; its ``attrs`` have the rest of the answer:
            ``version``, ``level``, ``warnings``, ``extrapolated``. Of anything else the answer as it is.
        """
        query = {"time": time, "level": level, "version": version, **reading}
        answered, index = self._send_rows("predict", data, None, query)
        return answered if index is None else _frame(answered, ROW_VALUES, index)

    def savings(
        self,
        data: Any = None,
        y: Any = None,
        *,
        target: Optional[str] = None,
        time: Optional[str] = None,
        since: Optional[str] = None,
        until: Optional[str] = None,
        level: Optional[float] = None,
        version: Optional[int] = None,
        **reading: Any,
    ) -> Any:
        """What was saved, row by row and in total, and how sure that is.

        Parameters
        ----------
        data : DataFrame, mapping of columns, records, rows, or path of a file, optional
            As of `train`; unless given, the rows that are kept, from the time `since` on and before `until`.

        Returns
        -------
        DataFrame or dict
            As `predict`, with the columns ``expected``, ``lower``, ``upper`` and ``saving``; ``attrs["total"]`` has the saving.
        """
        if data is None:
            period = {"from": since, "to": until, "level": level, "version": version}
            body = {name: value for name, value in period.items() if value is not None}
            return self._send("POST", "/savings", body, repeatable=True)
        if since is not None or until is not None:
            raise ValueError("Cannot choose among rows that are sent: since= and until= are of those that are kept")
        query = {"target": target, "time": time, "level": level, "version": version, **reading}
        answered, index = self._send_rows("savings", data, y, query)
        return answered if index is None else _frame(answered, SAVING_VALUES, index)

    def what_if(self, **asked: Any) -> dict[str, Any]:
        """What other `features`, another ``lambda_`` or other `batches` would give; nothing is stored."""
        return self._send("POST", "/what-if", _wire(asked), repeatable=True)

    # Read

    def info(self) -> dict[str, Any]:
        """Its specification and its newest model: ``coefficients``, ``fit``, ``cv``, …"""
        return self._send("GET", "", repeatable=True)

    def rows(
        self,
        *,
        since: Optional[str] = None,
        until: Optional[str] = None,
        step: Optional[str] = None,
        points: Optional[int] = None,
        columns: Sequence[str] = (),
        level: Optional[float] = None,
        version: Optional[int] = None,
    ) -> Any:
        """What was used and what was to be expected, of the rows that are kept.

        Parameters
        ----------
        since, until : str, optional
            The first time, and the one before which the last row is; all that is kept unless given.
        step : str, optional
            What a point is the mean of: ``"15min"``, ``"1h"``, ``"1d"``, ``"1w"``, ``"1mo"``, … Unless given the rows themselves where they
            are few, else as short a step as has no more than `points`.
        columns : sequence of str
            Columns whose means are wanted too.

        Returns
        -------
        DataFrame or dict
            ``actual``, ``expected``, ``lower``, ``upper``, ``rows`` and, of each of `columns`, ``mean.`` with its name; by time in the norm's
            zone where there are times. ``attrs`` has the rest of the answer. Without pandas the answer as it is.
        """
        query = {"from": since, "to": until, "step": step, "points": points, "columns": ",".join(columns) or None}
        answered = self.client.get(f"{self._path}/rows", **query, level=level, version=version)
        try:
            import pandas
        except ImportError:
            return answered
        times = answered.pop("t")
        index = None if times is None else pandas.to_datetime(times, utc=True).tz_convert(answered["timezone"])
        means = {f"mean.{name}": values for name, values in answered.pop("columns", {}).items()}
        answered.update(means)
        return _frame(answered, (*KEPT_VALUES, *means), index)

    def batch_rows(self, batch: str) -> Iterator[dict[str, Any]]:
        """The rows of a batch that are kept, as bodies of ``train``, some 20,000 rows at a time."""
        skip: Optional[int] = 0
        while skip is not None:
            answered = self.client.get(f"{self._path}/batches/{segment(batch)}/rows", skip=skip)
            yield answered["sent"]
            skip = answered["next"]

    def selection(self) -> dict[str, Any]:
        """The newest choice among the candidates, and its path."""
        return self._send("GET", "/selection", repeatable=True)

    def lambdas(self) -> dict[str, Any]:
        """Every λ that is tried, and its error."""
        return self._send("GET", "/lambda", repeatable=True)

    def history(self, *, drifted: Optional[bool] = None, limit: Optional[int] = None) -> Iterator[dict[str, Any]]:
        """Each version, oldest first. `limit` is the length of a page."""
        return self.client.pages(f"{self._path}/history", "history", drifted=drifted, limit=limit)

    def batches(self, *, limit: Optional[int] = None) -> Iterator[dict[str, Any]]:
        """The batches that it rests on, oldest first. `limit` is the length of a page."""
        return self.client.pages(f"{self._path}/batches", "batches", limit=limit)

    def batch(self, name: str) -> dict[str, Any]:
        """One batch."""
        return self._send("GET", f"/batches/{segment(name)}", repeatable=True)

    def delete(self) -> None:
        """Delete it with every copy."""
        self.client.transport.send("DELETE", self._path, repeatable=True)

    def _send(self, method: str, path: str, body: Any = None, *, repeatable: bool) -> dict[str, Any]:
        answered: dict[str, Any] = self.client.transport.call(method, self._path + path, body=body, repeatable=repeatable)
        return answered

    def _send_rows(
        self, call: str, data: Any, y: Any, query: Mapping[str, Any], key: Optional[str] = None
    ) -> tuple[dict[str, Any], Any]:
        """The answer, and the index of the data frame that was sent."""
        headers = {} if key is None else {"Idempotency-Key": key}
        arguments: dict[str, Any] = {"headers": headers, "repeatable": True}
        if isinstance(data, (str, os.PathLike)):
            if y is not None:
                raise ValueError("Cannot send y beside a file: target= names its column")
            with open(data, "rb") as file:
                arguments["headers"] = {**headers, **headers_of(str(data))}
                return self._post(call, query=query, content=file, **arguments), None
        table = table_of(data, with_index=True)
        asked = dict(query)
        if y is not None:
            asked["target"] = asked.get("target") or TARGET
            table.add(asked["target"], y)
        asked["time"] = asked.get("time") or table.time
        return self._post(call, query=asked, body=table.split(), **arguments), table.index

    def _post(self, call: str, **arguments: Any) -> dict[str, Any]:
        answered: dict[str, Any] = self.client.transport.call("POST", f"{self._path}/{call}", **arguments)
        return answered


def _wire(said: Mapping[str, Any]) -> dict[str, Any]:
    """`lambda` is a word of Python: `lambda_` says it."""
    return {name.rstrip("_"): value for name, value in said.items()}


def headers_of(name: str) -> dict[str, str]:
    """CSV has to be called so to be read as it comes; the service tells other files by how they begin."""
    lower = name.lower()
    is_zipped = lower.endswith(".gz")
    is_csv = lower.removesuffix(".gz").endswith((".csv", ".tsv", ".txt"))
    kind = "text/csv" if is_csv else "application/octet-stream"
    return {"Content-Type": kind, **({"Content-Encoding": "gzip"} if is_zipped else {})}


def _frame(answered: dict[str, Any], names: tuple[str, ...], index: Any) -> Any:
    import pandas

    columns = {name: answered.pop(name) for name in names if name in answered}
    frame = pandas.DataFrame(columns, index=index, dtype="float64")
    frame.attrs = answered
    return frame
