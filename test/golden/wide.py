"""Ridge regression of 1,000 random tables, most of them wider than long: what wide.test.ts compares fitRidge with.

Run with numpy (any; long double must be x86's 80 bits) from the root, three minutes:
    python3 test/golden/wide.py > test/golden/wide.json

The tables are not stored: wide.test.ts makes the same ones, bit for bit, from the same seeds. All numbers are multiples of 2^-60 at
the least and of few bits, so that copies, sums and levels of a factor are collinear exactly, and nothing is nearly so.

The reference shares nothing with the code but the definition: rows instead of a QR factor, centred and standardised in 80 bits,
and decomposed by one-sided Jacobi on the shorter side (Hestenes 1958), which keeps the small singular values. A singular value is
zero below ZERO of the largest; that none stands between ZERO and SMALLEST is asserted, so the rank is no opinion.
"""
import json
import sys

import numpy

REAL = numpy.longdouble
assert numpy.finfo(REAL).nmant == 63, "long double must have 64 bits of mantissa"

TABLE_COUNT = 1000
FOLD_COUNT = 5
ZERO = 1e-13
SMALLEST = 1e-6
# How far Jacobi goes: 80 bits have 1e-19.
ORTHOGONAL = 1e-17
ROUND_COUNT_MAX = 40
LAMBDAS_PER_ROW = [0.0] + [10.0 ** (-6 + i / 2) for i in range(19)]
# Of errors closer than this the choice is rounding's, unless they are equal.
CLOSE = 1e-9
EQUAL = 1e-16


class Uniform:
    """mulberry32 of test/support/numbers.ts, many numbers at a time: its state only counts."""

    def __init__(self, seed):
        self.state = seed

    def take(self, count):
        steps = numpy.arange(1, count + 1, dtype=numpy.uint64) * numpy.uint64(0x6D2B79F5)
        states = ((steps + numpy.uint64(self.state)) & numpy.uint64(0xFFFFFFFF)).astype(numpy.uint32)
        self.state = int(states[-1]) if count else self.state
        t = (states ^ (states >> numpy.uint32(15))) * (states | numpy.uint32(1))
        t = (t + (t ^ (t >> numpy.uint32(7))) * (t | numpy.uint32(61))) ^ t
        return (t ^ (t >> numpy.uint32(14))).astype(float) / 2.0**32

    def one(self):
        return float(self.take(1)[0])

    def below(self, bound):
        return int(self.one() * bound)


# ---- The tables, as wide.test.ts has them ----

KINDS = ["dense", "levels", "copies", "sums", "constants", "graded columns", "large means", "graded rows", "mixed"]
GRIT = 2.0**20


def normal(random, count):
    """Nearly normal numbers (the sum of 12 uniform ones less 6), cut to 20 binary places."""
    return numpy.floor((random.take(12 * count).reshape(count, 12).sum(axis=1) - 6) * GRIT) / GRIT


def table(index):
    random = Uniform(index + 1)
    kind = KINDS[index % len(KINDS)]
    n = 2 + random.below(59)
    share = random.one()
    p = 1 + int(share * share * 250)
    plain = [normal(random, n)]
    columns = [plain[0]]
    while len(columns) < p:
        kind_of_column = KINDS[random.below(5)] if kind == "mixed" else kind
        is_special = random.one() < 0.4
        if kind_of_column == "levels" and (is_special or p - len(columns) > 1):
            level_count = min(2 + random.below(7), p - len(columns))
            levels = numpy.floor(random.take(n) * level_count)
            columns += [(levels == level).astype(float) for level in range(level_count)]
        elif kind_of_column == "copies" and is_special:
            columns.append(columns[random.below(len(columns))] * 2.0 ** (random.below(7) - 3))
        elif kind_of_column == "sums" and is_special:
            columns.append(plain[random.below(len(plain))] + plain[random.below(len(plain))])
        elif kind_of_column == "constants" and is_special:
            columns.append(numpy.full(n, random.one() * 100 - 50))
        else:
            plain.append(normal(random, n))
            columns.append(plain[-1])
    if kind == "graded rows":
        fall = 2.0 ** -numpy.floor(numpy.arange(n) * 16 / n)
        columns = [column * fall for column in columns]
    if kind in ("large means", "mixed"):
        columns = [column + 1000 if random.one() < 0.5 else column for column in columns]
    if kind in ("graded columns", "mixed"):
        columns = [column * 2.0 ** (random.below(81) - 40) for column in columns]
    noise = normal(random, n)
    if index % 50 == 7:
        y = numpy.full(n, random.one() * 100 - 50)
    elif index % 7 == 3:
        y = 3 * plain[0] - plain[-1] + 5
        if kind == "graded rows":
            y = (3 * plain[0] - plain[-1]) * fall + 5
    else:
        y = 3 * plain[0] + noise
    weights = 2 * random.take(p) - 1
    return kind, numpy.array(columns).T, y, weights


# ---- Ridge regression ----


def is_constant(values):
    return numpy.all(values == values[0], axis=0)


def standardise(x):
    """Columns of mean 0 and population variance 1, 0 for a constant one; the means, and the deviations."""
    x = x.astype(REAL)
    constant = is_constant(x)
    means = x.sum(axis=0) / REAL(len(x))
    centred = numpy.where(constant, REAL(0), x - means)
    centred = numpy.where(constant, REAL(0), centred - centred.sum(axis=0) / REAL(len(x)))
    deviations = numpy.sqrt((centred * centred).sum(axis=0) / REAL(len(x)))
    return centred / numpy.where(constant, REAL(1), deviations), means, deviations


def orthogonalise(a):
    """Rows a = j' times orthogonal rows, j orthogonal: one-sided Jacobi, all pairs of a round at once."""
    k = len(a)
    # A start in doubles saves rounds; a Newton-Schulz step makes it orthogonal in 80 bits.
    _, vectors = numpy.linalg.eigh((a @ a.T).astype(float))
    j = vectors[:, ::-1].T.astype(REAL)
    for _ in range(2):
        j = (3 * numpy.eye(k, dtype=REAL) - j @ j.T) @ j / 2
    a = j @ a
    if k == 1:
        return j, a
    players = list(range(k + k % 2))
    least_square = REAL(ORTHOGONAL) ** 2 * (a * a).sum(axis=1).max()
    for _ in range(ROUND_COUNT_MAX):
        worst = 0.0
        for _ in range(len(players) - 1):
            half = len(players) // 2
            pairs = [(p, q) for p, q in zip(players[:half], players[: half - 1 : -1]) if p < k and q < k]
            p, q = (numpy.array(side) for side in zip(*pairs))
            ap, aq = a[p], a[q]
            alpha, beta, gamma = (ap * ap).sum(axis=1), (aq * aq).sum(axis=1), (ap * aq).sum(axis=1)
            scale = numpy.sqrt(alpha) * numpy.sqrt(beta)
            turns = numpy.abs(gamma) > 1e-19 * scale
            # What is zero against the whole stays as it is: its direction is rounding.
            turns &= numpy.minimum(alpha, beta) > least_square
            if turns.any():
                worst = max(worst, float((numpy.abs(gamma[turns]) / scale[turns]).max()))
                zeta = (beta - alpha) / (2 * numpy.where(turns, gamma, REAL(1)))
                t = numpy.where(zeta >= 0, REAL(1), REAL(-1)) / (numpy.abs(zeta) + numpy.sqrt(1 + zeta * zeta))
                t = numpy.where(turns, t, REAL(0))[:, None]
                c = 1 / numpy.sqrt(1 + t * t)
                a[p], a[q] = c * (ap - t * aq), c * (t * ap + aq)
                jp, jq = j[p], j[q]
                j[p], j[q] = c * (jp - t * jq), c * (t * jp + jq)
            players = [players[0], players[-1], *players[1:-1]]
        if worst < ORTHOGONAL:
            return j, a
    raise AssertionError("Jacobi did not converge")


def svd(z):
    """u, s, v of z = u diag(s) v', zeros left out."""
    wide = z.shape[1] >= z.shape[0]
    j, a = orthogonalise((z if wide else z.T).copy())
    s = numpy.sqrt((a * a).sum(axis=1))
    largest = s.max()
    if largest == 0:
        return numpy.zeros((z.shape[0], 0), REAL), numpy.zeros(0, REAL), numpy.zeros((z.shape[1], 0), REAL)
    between = (s > ZERO * largest) & (s < SMALLEST * largest)
    assert not between.any(), (s / largest).astype(float)
    kept = s > ZERO * largest
    u, v = j[kept].T, (a[kept] / s[kept][:, None]).T
    return (u, s[kept], v) if wide else (v, s[kept], u)


class Fit:
    """Ridge regression of all lambdas of some rows."""

    def __init__(self, x, y):
        self.z, self.means, self.deviations = standardise(x)
        self.constant = is_constant(x)
        y = y.astype(REAL)
        self.target_mean = y.sum() / REAL(len(y))
        self.u, self.s, self.v = svd(self.z)
        self.projections = self.u.T @ (y - self.target_mean)
        if is_constant(y):
            self.projections = numpy.zeros_like(self.projections)

    def standardised(self, ridge):
        return self.v @ (self.s / (self.s * self.s + REAL(ridge)) * self.projections)

    def predict(self, x, ridge):
        z = (x.astype(REAL) - self.means) / numpy.where(self.constant, REAL(1), self.deviations)
        return self.target_mean + numpy.where(self.constant, REAL(0), z) @ self.standardised(ridge)

    def degrees_of_freedom(self, ridge):
        return 1 + (self.s * self.s / (self.s * self.s + REAL(ridge))).sum()


def cross_validation(x, y, ridges):
    """The sum of squared errors over the rows of each fold held out, one for each lambda; row i is in fold i mod 5."""
    folds = numpy.arange(len(y)) % FOLD_COUNT
    errors = numpy.zeros(len(ridges), REAL)
    for fold in numpy.unique(folds):
        held = folds == fold
        fit = Fit(x[~held], y[~held])
        for i, ridge in enumerate(ridges):
            errors[i] += ((y[held].astype(REAL) - fit.predict(x[held], ridge)) ** 2).sum()
    return errors


def rounded(value):
    return float(f"{float(value):.13g}")


def numbers(fit, x, weights, ridge):
    """Fitted values of the first, middle and last row, c'b, |b| and the degrees of freedom; b the standardised coefficients."""
    n = len(x)
    b = fit.standardised(ridge)
    rows = x[[0, n // 2, n - 1]]
    figures = [*fit.predict(rows, ridge), weights @ b, numpy.sqrt((b * b).sum()), fit.degrees_of_freedom(ridge)]
    return [rounded(figure) for figure in figures]


def reference(index):
    kind, x, y, weights = table(index)
    n, p = x.shape
    fit = Fit(x, y)
    ridges = [per_row * n for per_row in LAMBDAS_PER_ROW]
    errors = cross_validation(x, y, ridges)
    least = errors.min()
    best = [i for i, error in enumerate(errors) if error <= least * (1 + CLOSE)]
    equal = [i for i, error in enumerate(errors) if error <= least * (1 + EQUAL)]
    accepted = [equal[-1]] if len(equal) == len(best) else best
    rank = len(fit.s)
    # A column is collinear if some exact relation has it: then its axis is not in the span of the right singular vectors.
    outside = 1 - (fit.v * fit.v).sum(axis=1)
    varies = ~fit.constant
    doubtful = varies & (outside > 1e-15) & (outside < 1e-10)
    return {
        "n": n,
        "p": p,
        "rank": rank,
        "constant": int(fit.constant.sum()),
        "collinear": None if doubtful.any() else int((varies & (outside > 1e-12)).sum()),
        "fixed": [numbers(fit, x, weights, ridge) for ridge in (0.0, 1e-3 * n, float(n))],
        "auto": [[i, rounded(numpy.sqrt(errors[i] / n)), *numbers(fit, x, weights, ridges[i])] for i in accepted],
    }


if __name__ == "__main__":
    json.dump({"tables": [reference(index) for index in range(TABLE_COUNT)]}, sys.stdout)
    print()
