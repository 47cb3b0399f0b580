"""A training of a model: the body that is sent, and the model that comes of it."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Mapping, Optional

from .error import EdgefitError
from .table import Table, column, table_of

if TYPE_CHECKING:
    from .client import Edgefit
    from .model import Model

# What came of a task that made no model.
ENDED = ("failed", "cancelled")


def start_training(
    client: Edgefit,
    method: str,
    path: str,
    order: Mapping[str, Any],
    data: Any,
    y: Any,
    target: Optional[str],
    rows: Mapping[str, Any],
    *,
    wait: bool,
) -> Model:
    """Send it; `order` is what the body says beside the table, `rows` what has a value for each row of it."""
    from .model import Model

    body = training_body(order, data, y, target, rows)
    headers = {} if wait else {"Prefer": "respond-async"}
    # Each call makes a model, or a version.
    answered = client.transport.call(method, path, body=body, headers=headers, repeatable=False)
    task_id = answered.get("task_id")
    model = Model(answered["id"], client, info=answered if task_id is None else None, task_id=task_id)
    if wait:
        try:
            model.wait()
        except EdgefitError as error:
            # Nobody would know its id.
            if method == "POST" and error.code in ENDED:
                model.delete()
            raise
    return model


def training_body(
    order: Mapping[str, Any], data: Any, y: Any, target: Optional[str], rows: Mapping[str, Any]
) -> dict[str, Any]:
    """What is sent: what `order` says, and the table where there is one."""
    body = {name: value for name, value in order.items() if value is not None}
    if data is not None:
        body.update(_data(data, y, target, rows, body.get("types")))
    return body


def _data(data: Any, y: Any, target: Optional[str], rows: Mapping[str, Any], types: Optional[Mapping[str, str]]) -> dict[str, Any]:
    table = table_of(data)
    if (y is None) == (target is None):
        raise ValueError("Cannot train: which values are y? target= names their column, or y holds them, and not both")
    sent = {name: _of_rows(table, value, name) for name, value in {"y": y if target is None else target, **rows}.items()}
    categories = {name: "category" for name in table.categories if name in table.columns}
    types = {**categories, **(types or {})}
    found = {name: value for name, value in sent.items() if value is not None}
    return {**found, "X": table.columns, **({"types": types} if types else {})}


def _of_rows(table: Table, value: Any, what: str) -> Optional[list[Any]]:
    """Values for each row: those given, or a column that is taken out of the table."""
    if value is None or not isinstance(value, str):
        return None if value is None else column(value, what, table.index)
    if value not in table.columns:
        raise ValueError(f"Cannot train: there is no column {value}, which {what} should be; there are {', '.join(table.columns)}")
    return table.columns.pop(value)
