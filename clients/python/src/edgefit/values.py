"""Values of a column as JSON has them: each double as it is, what is missing as null, times as ISO 8601."""
from __future__ import annotations

import math
import sys
from datetime import date, datetime
from typing import Any

# The largest whole number up to which a double holds each.
WHOLE_MAX = 2**53


def json_values(values: Any, name: str) -> list[Any]:
    """A column as a list for JSON.

    Parameters
    ----------
    values : sequence, numpy array or pandas Series
        Numbers, text, truths, times, and missing values in any form.
    name : str
        What the column is called, for the error.

    Raises
    ------
    ValueError
        Where a value cannot be sent as it is: an infinity, a whole number that no double holds, a duration, an object.
    """
    kind = getattr(getattr(values, "dtype", None), "kind", "")
    # pandas' nullable numbers call themselves the same, and hold pandas.NA.
    if kind in ("f", "i", "u") and _is_numpy(values.dtype):
        return _numbers(values, name)
    if kind == "M":
        return _times(values)
    return [_value(value, name, row) for row, value in enumerate(_objects(values))]


def _is_numpy(dtype: Any) -> bool:
    return type(dtype).__module__.startswith("numpy")


def _numbers(values: Any, name: str) -> list[Any]:
    # A float32 becomes the double of the same value.
    listed: list[Any] = values.tolist()
    if values.dtype.kind != "f":
        _refuse_large(listed, name)
        return listed
    for row, value in enumerate(listed):
        if not math.isfinite(value):
            if value == value:
                raise ValueError(f"Cannot send column {name}: row {row} is {value}; numbers are finite, a missing value is NaN")
            listed[row] = None
    return listed


def _refuse_large(listed: list[int], name: str) -> None:
    if listed and max(max(listed), -min(listed)) > WHOLE_MAX:
        row = next(row for row, value in enumerate(listed) if abs(value) > WHOLE_MAX)
        raise ValueError(_too_large(name, row, listed[row]))


def _too_large(name: str, row: int, value: int) -> str:
    return f"Cannot send column {name}: {value} in row {row} is past 2**53 and would be rounded; send ids as text"


def _times(values: Any) -> list[Any]:
    """ISO 8601 to the millisecond; the clock on the wall and its offset, where there is a zone."""
    import numpy

    wall, instant = _wall_and_instant(values)
    texts = numpy.datetime_as_string(wall, unit="ms").tolist()
    missing = numpy.isnat(wall)
    if instant is None:
        return [None if gone else text for text, gone in zip(texts, missing)]
    ahead = numpy.where(missing, numpy.timedelta64(0, "ns"), wall - instant)
    minutes = (ahead // numpy.timedelta64(1, "m")).astype("int64").tolist()
    offsets = {minute: _offset(minute) for minute in set(minutes)}
    return [None if gone else text + offsets[minute] for text, gone, minute in zip(texts, missing, minutes)]


def _wall_and_instant(values: Any) -> tuple[Any, Any]:
    """datetime64 of the clock on the wall, and of the instant where there is a zone."""
    import numpy

    if _is_numpy(values.dtype):
        return numpy.asarray(values), None
    accessor = getattr(values, "dt", values)
    wall = numpy.asarray(accessor.tz_localize(None), dtype="datetime64[ns]")
    return wall, numpy.asarray(accessor.tz_convert(None), dtype="datetime64[ns]")


def _offset(minutes: int) -> str:
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _objects(values: Any) -> Any:
    return values.astype(object).tolist() if hasattr(values, "astype") else list(values)


def _value(value: Any, name: str, row: int) -> Any:
    if value is None or isinstance(value, (str, bool)):
        # numpy's texts are strings of a type of their own.
        return str(value) if isinstance(value, str) else value
    if isinstance(value, int):
        if abs(value) > WHOLE_MAX:
            raise ValueError(_too_large(name, row, value))
        return int(value)
    if isinstance(value, float):
        if math.isinf(value):
            raise ValueError(f"Cannot send column {name}: row {row} is {value}; numbers are finite, a missing value is NaN")
        return None if value != value else float(value)
    if _is_missing(value):
        return None
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if hasattr(value, "dtype") and hasattr(value, "item") and not isinstance(value.item(), type(value)):
        if value.dtype.kind in "fiubUM":
            return _value(value.item(), name, row) if value.dtype.kind != "M" else _times(value.reshape(1))[0]
    if hasattr(value, "to_timestamp"):
        return str(value.to_timestamp().isoformat())
    raise ValueError(
        f"Cannot send column {name}: row {row} is a {type(value).__name__}; numbers, text, true and false and times can be sent"
    )


def _is_missing(value: Any) -> bool:
    pandas = sys.modules.get("pandas")
    return pandas is not None and (value is pandas.NA or value is pandas.NaT)
