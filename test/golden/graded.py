"""The graded matrix on which LAPACK's GESDD is wrong, and its true singular values.

Run with mpmath (Debian's python3-mpmath):
    /usr/bin/python3 test/golden/graded.py > test/golden/graded.json

The matrix is EigTool's companion_demo(26), suggested by Cleve Moler: the companion matrix of the power series of exp cut after
the 26th power. It is that of Reference-LAPACK's issue 316 and pull request 1300, where GESDD with vectors answers 2.3e10 for the
smallest singular value and GESVD 1.5e-9. Neither is true: one row is 6e26 long and 25 are 1, so a bidiagonalisation, whose error
is epsilon of the largest, spoils all of the others. The truth is 6.09e26, 24 times 1, and 0.662: of an upper row a above ones,
A A' has the eigenvalue 1 n - 2 times, and two that sum to 1 + |a|^2 and multiply to a_n^2 (worked out below, and checked against
mpmath's own decomposition).
"""
import json
import sys
from itertools import accumulate

import mpmath
from mpmath import mp

SIZE = 26
mp.dps = 80

# As MATLAB's compan(fliplr([1 1 ./ cumprod(1:N)])) in doubles: the rounding is part of the matrix.
factorials = list(accumulate(map(float, range(1, SIZE + 1)), lambda product, k: product * k))
series = [1.0] + [1 / factorial for factorial in factorials]
descending = series[::-1]
matrix = [[-value / descending[0] for value in descending[1:]]]
matrix += [[1.0 if column == row else 0.0 for column in range(SIZE)] for row in range(SIZE - 1)]

squares = mpmath.fsum(mpmath.mpf(value) ** 2 for value in matrix[0])
total, product = 1 + squares, mpmath.mpf(matrix[0][-1]) ** 2
largest = mpmath.sqrt((total + mpmath.sqrt(total**2 - 4 * product)) / 2)
true = [largest, *[mpmath.mpf(1)] * (SIZE - 2), abs(mpmath.mpf(matrix[0][-1])) / largest]
checked = mpmath.svd_r(mpmath.matrix(matrix), compute_uv=False)
assert all(abs(a / b - 1) < 1e-20 for a, b in zip(checked, true))

json.dump(
    {
        "source": "EigTool's companion_demo(26); Reference-LAPACK issue 316, pull request 1300",
        "size": SIZE,
        "matrix": [value for row in matrix for value in row],
        "singular_values": [float(value) for value in true],
    },
    sys.stdout,
)
print()
