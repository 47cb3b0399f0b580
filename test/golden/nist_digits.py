"""How many digits numpy.linalg.lstsq gets right of NIST's linear regressions (nist.json), and their answers in full.

Run with numpy 2.4:
    python3 test/golden/nist_digits.py < test/golden/nist.json > test/golden/nist_digits.json

Digits: the least -log10 of a coefficient's relative error, at most 15, which is all that doubles and NIST's tables hold. numpy is
given the columns as they are, the constant among them, and rcond=None. In which order the rows come is worth up to a digit and a
half either way, and means nothing: `digits` is the median over all rotations of the rows, `as_given` that of NIST's order. The
answers are those of least squares in rational arithmetic on NIST's decimals; they agree with the certified ones to 5e-15, which
would cost the best sets a digit.
"""
import json
import math
import statistics
import sys
from fractions import Fraction

import numpy

DIGITS_MAX = 15


def exact(value):
    """The decimal that a double was written as."""
    return Fraction(repr(value))


def features(set_, number):
    """Rows of [1, x, ...]. Powers are products from the left, so that every language has the same doubles."""
    if set_["degree"] == 0:
        return [[number(1), *map(number, row)] for row in set_["x"]]
    rows = []
    for (value,) in set_["x"]:
        row = [number(1)]
        for _ in range(set_["degree"]):
            row.append(row[-1] * number(value))
        rows.append(row)
    return rows


def least_squares(rows, y):
    """The normal equations by Gauss-Jordan, which rational numbers can afford."""
    size = len(rows[0])
    table = [
        [sum(row[i] * row[j] for row in rows) for j in range(size)] + [sum(row[i] * t for row, t in zip(rows, y))]
        for i in range(size)
    ]
    for i in range(size):
        table[i] = [value / table[i][i] for value in table[i]]
        for k in range(size):
            if k != i:
                table[k] = [a - table[k][i] * b for a, b in zip(table[k], table[i])]
    return [row[size] for row in table]


def digits(found, truth):
    worst = max(abs(float((Fraction(float(a)) - b) / b)) for a, b in zip(found, truth))
    return DIGITS_MAX if worst == 0 else min(DIGITS_MAX, -math.log10(worst))


sets = {}
for name, set_ in json.load(sys.stdin).items():
    if name == "source":
        continue
    truth = least_squares(features(set_, exact), [exact(value) for value in set_["y"]])
    x, y = numpy.array(features(set_, float)), numpy.array(set_["y"])
    fits = [numpy.linalg.lstsq(numpy.roll(x, -k, axis=0), numpy.roll(y, -k), rcond=None) for k in range(len(y))]
    right = [digits(found, truth) for found, _, _, _ in fits]
    sets[name] = {
        "estimates": [float(value) for value in truth],
        "digits": round(statistics.median(right), 2),
        "as_given": round(right[0], 2),
        "rank": int(fits[0][2]),
    }
json.dump({"numpy": numpy.__version__, "sets": sets}, sys.stdout)
print()
