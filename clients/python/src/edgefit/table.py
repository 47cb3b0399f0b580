"""Rows as people have them, a data frame, columns, records or an array, as columns of JSON."""
from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any, Mapping, Optional, Sequence

from .values import json_values


@dataclass
class Table:
    """Columns of equal length."""

    columns: dict[str, list[Any]]
    #: Of the data frame that it was; None of anything else.
    index: Any = None
    #: The name of the column of times, where the frame says by its types which one that is.
    time: Optional[str] = None
    #: Columns that the frame says are of categories.
    categories: Sequence[str] = ()

    @property
    def row_count(self) -> int:
        return len(next(iter(self.columns.values()), []))

    def add(self, name: str, values: Any) -> None:
        """One column more."""
        if name in self.columns:
            raise ValueError(f"Cannot use the table: it has a column {name} already, which y would be called; target= gives another name")
        listed = column(values, name, self.index)
        if self.columns and len(listed) != self.row_count:
            raise ValueError(f"Cannot use {name}: it has {len(listed)} values, but the table has {self.row_count} rows")
        self.columns[name] = listed

    def split(self) -> dict[str, Any]:
        """As pandas' orient "split" has it."""
        return {"columns": list(self.columns), "data": list(zip(*self.columns.values()))}


def table_of(data: Any, *, with_index: bool = False) -> Table:
    """Rows as columns.

    Parameters
    ----------
    data : DataFrame, mapping of columns, sequence of records, or rows of values
        Rows without names have the columns x1, x2 and so on.
    with_index : bool
        Whether an index of times is a column too.
    """
    if is_series(data):
        raise ValueError("Cannot use the table: a Series is one column; .to_frame() makes a table of it")
    if is_frame(data):
        return _table_of_frame(data, with_index)
    if isinstance(data, Mapping):
        columns = {_name(name): column(values, _name(name)) for name, values in data.items()}
        _refuse_ragged({name: len(values) for name, values in columns.items()})
        return Table(columns)
    rows = data.tolist() if hasattr(data, "tolist") else list(data)
    if rows and all(isinstance(row, Mapping) for row in rows):
        names = list(dict.fromkeys(name for row in rows for name in row))
        return Table({_name(name): column([row.get(name) for row in rows], _name(name)) for name in names})
    if not all(isinstance(row, (list, tuple)) or hasattr(row, "tolist") for row in rows):
        raise ValueError("Cannot use the table: a data frame, a mapping of columns, a list of records or rows of values is needed")
    rows = [row.tolist() if hasattr(row, "tolist") else list(row) for row in rows]
    width = len(rows[0]) if rows else 0
    for number, row in enumerate(rows):
        if len(row) != width:
            raise ValueError(f"Cannot use the table: row {number} has {len(row)} values, the first has {width}")
    return Table({f"x{k + 1}": column([row[k] for row in rows], f"x{k + 1}") for k in range(width)})


def column(values: Any, name: str, index: Any = None) -> list[Any]:
    """One column. A Series beside a frame has the frame's index: its values would otherwise be those of other rows."""
    if isinstance(values, str):
        raise ValueError(f"Cannot use {name}: it is the text {values!r}, not values; target={values!r} would name a column")
    if is_series(values) and index is not None and not values.index.equals(index):
        raise ValueError(f"Cannot use {name}: its index is not that of the table; .to_numpy() takes its values in their order")
    return json_values(values, name)


def is_frame(data: Any) -> bool:
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(data, pandas.DataFrame)


def is_series(data: Any) -> bool:
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(data, pandas.Series)


def _table_of_frame(frame: Any, with_index: bool) -> Table:
    import pandas

    names = [_name(name) for name in frame.columns]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"Cannot use the data frame: two columns are called {name}")
    columns: dict[str, list[Any]] = {}
    time: Optional[str] = None
    index = frame.index
    if with_index and isinstance(index, (pandas.DatetimeIndex, pandas.PeriodIndex)):
        time = "index" if index.name is None else _name(index.name)
        if time in names:
            raise ValueError(f"Cannot use the data frame: its index and a column are both called {time}")
        columns[time] = json_values(index.to_timestamp() if isinstance(index, pandas.PeriodIndex) else index, time)
    elif with_index and not pandas.api.types.is_numeric_dtype(index):
        raise ValueError(
            "Cannot use the data frame: its index holds no times; pandas.to_datetime(frame.index) makes times of text, "
            "and reset_index makes columns of it"
        )
    series = [frame.iloc[:, k] for k in range(len(names))]
    columns.update({name: json_values(values, name) for name, values in zip(names, series)})
    categories = [name for name, values in zip(names, series) if isinstance(values.dtype, pandas.CategoricalDtype)]
    return Table(columns, index, time, categories)


def _name(name: Any) -> str:
    if isinstance(name, tuple):
        raise ValueError(f"Cannot use the data frame: its columns have several levels, such as {name}")
    return str(name)


def _refuse_ragged(lengths: dict[str, int]) -> None:
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{name} {length}" for name, length in lengths.items())
        raise ValueError(f"Cannot use the table: its columns are of different lengths: {told}")
