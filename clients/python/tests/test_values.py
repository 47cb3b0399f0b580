"""Values are sent as they are. Needs no service; what needs pandas is skipped where there is none."""
import json
import math
import random
import struct
import unittest
from datetime import date, datetime, timedelta, timezone

from edgefit.table import table_of
from edgefit.values import json_values

try:
    import numpy
    import pandas
except ImportError:
    pandas = None


def any_double(chance):
    """Of all bit patterns that are finite numbers."""
    while True:
        value = struct.unpack("<d", chance.randbytes(8))[0]
        if math.isfinite(value):
            return value


class Plain(unittest.TestCase):
    def test_doubles_come_back_to_the_bit(self):
        chance = random.Random(1)
        values = [any_double(chance) for _ in range(2000)] + [-0.0, 5e-324, 1.7976931348623157e308, 0.1]
        back = json.loads(json.dumps(json_values(values, "a"), allow_nan=False))
        self.assertEqual([struct.pack("<d", value) for value in back], [struct.pack("<d", value) for value in values])

    def test_missing_values_are_null(self):
        self.assertEqual(json_values([None, float("nan"), 1, "a", True, ""], "a"), [None, None, 1, "a", True, ""])

    def test_times_are_iso_8601(self):
        zone = timezone(timedelta(hours=2))
        times = [date(2026, 1, 5), datetime(2026, 1, 5, 13), datetime(2026, 1, 5, 13, tzinfo=zone)]
        self.assertEqual(json_values(times, "t"), ["2026-01-05", "2026-01-05T13:00:00", "2026-01-05T13:00:00+02:00"])

    def test_refuses_what_json_or_a_double_cannot_hold(self):
        for value, told in [(math.inf, "row 1 is inf"), (2**53 + 1, "past 2**53"), (timedelta(1), "timedelta"), ({}, "dict"), (1j, "complex")]:
            with self.assertRaisesRegex(ValueError, told.replace("*", r"\*")):
                json_values([1, value], "a")

    def test_tables_of_all_forms_are_one(self):
        columns = {"a": [1, 2], "b": ["x", None]}
        self.assertEqual(table_of(columns).columns, columns)
        self.assertEqual(table_of([{"a": 1, "b": "x"}, {"a": 2}]).columns, columns)
        self.assertEqual(table_of([[1, "x"], [2, None]]).columns, {"x1": [1, 2], "x2": ["x", None]})
        self.assertEqual(table_of(columns).split(), {"columns": ["a", "b"], "data": [(1, "x"), (2, None)]})

    def test_refuses_ragged_tables(self):
        for ragged in [{"a": [1], "b": [1, 2]}, [[1, 2], [3]], [1, 2]]:
            with self.assertRaises(ValueError):
                table_of(ragged)


@unittest.skipIf(pandas is None, "pandas is not installed")
class Frames(unittest.TestCase):
    def test_doubles_come_back_to_the_bit(self):
        chance = random.Random(2)
        values = numpy.array([any_double(chance) for _ in range(2000)])
        back = numpy.array(json.loads(json.dumps(json_values(pandas.Series(values), "a"))))
        self.assertEqual(back.tobytes(), values.tobytes())

    def test_every_kind_of_column(self):
        kinds = {
            "float64": ([1.5, numpy.nan], [1.5, None]),
            "float32": (numpy.array([0.1, numpy.nan], dtype="float32"), [0.10000000149011612, None]),
            "uint8": (numpy.array([3, 4], dtype="uint8"), [3, 4]),
            "Int64": (pandas.array([3, None], dtype="Int64"), [3, None]),
            "Float64": (pandas.array([0.1, None], dtype="Float64"), [0.1, None]),
            "bool": ([True, False], [True, False]),
            "boolean": (pandas.array([True, None], dtype="boolean"), [True, None]),
            "string": (pandas.array(["007", None], dtype="string"), ["007", None]),
            "object": (numpy.array(["NA", numpy.float32(0.5)], dtype=object), ["NA", 0.5]),
            "category": (pandas.Categorical(["b", None]), ["b", None]),
            "labels": (pandas.Categorical([1, 2]), [1, 2]),
            "time": (pandas.to_datetime(["2026-01-05 13:00:00.123456", None]), ["2026-01-05T13:00:00.123", None]),
            "period": (pandas.PeriodIndex(["2026-01", "2026-02"], freq="M"), ["2026-01-01T00:00:00", "2026-02-01T00:00:00"]),
        }
        for kind, (values, sent) in kinds.items():
            with self.subTest(kind):
                got = table_of(pandas.DataFrame({"a": values})).columns["a"]
                self.assertEqual(got, sent)
                self.assertEqual([type(value) for value in got], [type(value) for value in sent])

    def test_times_keep_the_clock_and_its_offset(self):
        # The hour that a clock shows twice: two instants, an hour apart.
        index = pandas.date_range("2026-10-25T00:00Z", periods=3, freq="h").tz_convert("Europe/Brussels")
        self.assertEqual(
            json_values(index, "t"), ["2026-10-25T02:00:00.000+02:00", "2026-10-25T02:00:00.000+01:00", "2026-10-25T03:00:00.000+01:00"]
        )
        west = pandas.Series(pandas.to_datetime(["2026-01-05T12:00Z", None])).dt.tz_convert("America/St_Johns")
        self.assertEqual(json_values(west, "t"), ["2026-01-05T08:30:00.000-03:30", None])

    def test_an_index_of_times_is_a_column(self):
        index = pandas.DatetimeIndex(["2026-01-05"])
        table = table_of(pandas.DataFrame({"a": [1]}, index=index), with_index=True)
        self.assertEqual((table.time, table.columns), ("index", {"index": ["2026-01-05T00:00:00.000"], "a": [1]}))
        self.assertEqual(table_of(pandas.DataFrame({"a": [1]}, index=index.rename("day")), with_index=True).time, "day")

    def test_refuses_names_that_stand_twice_and_rows_of_another_index(self):
        with self.assertRaisesRegex(ValueError, "two columns are called a"):
            table_of(pandas.DataFrame([[1, 2]], columns=["a", "a"]))
        frame = pandas.DataFrame({"a": [1, 2]})
        with self.assertRaisesRegex(ValueError, "its index is not that of the table"):
            table_of(frame).add("y", pandas.Series([1, 2], index=[1, 0]))
        with self.assertRaisesRegex(ValueError, "not values; target='kWh'"):
            table_of(frame).add("y", "kWh")
        with self.assertRaisesRegex(ValueError, "to_frame"):
            table_of(frame["a"])
        for index in [pandas.Index(["2026-01-05", "2026-01-06"]), pandas.MultiIndex.from_tuples([(1, 2), (3, 4)])]:
            with self.assertRaisesRegex(ValueError, "its index holds no times"):
                table_of(frame.set_index(index), with_index=True)
        with self.assertRaisesRegex(ValueError, "past 2"):
            table_of(pandas.DataFrame({"a": [2**53 + 1]}))


if __name__ == "__main__":
    unittest.main()
