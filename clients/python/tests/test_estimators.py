"""Estimators, against a running service: scikit-learn's own checks on every family, and what they do with what they make there."""
import os
import pickle
import time
import unittest
import warnings
from unittest import mock

from edgefit import Edgefit, EdgefitError, Norm

try:
    import numpy
    import pandas
    import sklearn
    from sklearn.base import clone
    from sklearn.datasets import load_diabetes, load_iris
    from sklearn.exceptions import NotFittedError
    from sklearn.linear_model import LinearRegression
    from sklearn.model_selection import GridSearchCV, cross_val_score
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.utils.estimator_checks import check_classifiers_train, check_estimator

    from edgefit.sklearn import EdgefitClassifier, EdgefitNorm, EdgefitRegressor, temporary_fits
    from edgefit.sklearn.model_estimator import EXCEPTIONS
    from edgefit.sklearn.service import TAG
except ImportError as error:
    raise unittest.SkipTest(f"scikit-learn or pandas is not installed: {error}")

if "EDGEFIT_URL" not in os.environ:
    raise unittest.SkipTest("EDGEFIT_URL names no service")

# Fewer trees than the default: the checks make some fifty models each.
FEW = {"n_estimators": 20}
FAMILIES = [("Random Forest", FEW), ("SVM", None), ("Ridge", None)]


@unittest.skipIf(
    tuple(map(int, sklearn.__version__.split(".")[:2])) >= (1, 6), "since 1.6 scikit-learn takes the exceptions as an argument of its checks"
)
class Checks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        print(f"scikit-learn {sklearn.__version__}")

    def check(self, estimator, exceptions=()):
        """All of scikit-learn's checks; those that are passed over are the ones that are named, and no others."""
        began, passed, skipped = time.monotonic(), 0, []
        for instance, check in check_estimator(estimator, generate_only=True):
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    check(instance)
                passed += 1
            except unittest.SkipTest as skip:
                skipped.append(str(skip).split(" ")[1])
        print(f"{estimator!r}: {passed} checks passed, {len(skipped)} passed over, {time.monotonic() - began:.1f} s")
        self.assertEqual(set(skipped), set(exceptions))

    def test_every_family_and_problem(self):
        for kind in (EdgefitRegressor, EdgefitClassifier):
            for name, params in FAMILIES:
                with self.subTest(kind=kind.__name__, name=name), temporary_fits():
                    self.check(kind(name, params=params), EXCEPTIONS.get((kind._problem, name), ()))

    def test_a_norm(self):
        with temporary_fits():
            self.check(EdgefitNorm())

    def test_what_is_passed_over_fails_only_for_its_reason(self):
        with temporary_fits(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            check_classifiers_train("EdgefitClassifier", Decisions("Ridge"))


class Decisions(EdgefitClassifier):
    """Its predictions alone: check_classifiers_train asks for no more of what has no probabilities."""

    @property
    def predict_proba(self):
        raise AttributeError


class Estimators(unittest.TestCase):
    def setUp(self):
        self.client = Edgefit()
        self.addCleanup(self.client.close)

    def ids(self):
        """Of all that estimators have made."""
        return {model.id for model in self.client.models(tag=TAG)} | {norm["norm"] for norm in self.client.norms(tag=TAG)}

    def test_a_fit_replaces_the_model_of_the_one_before(self):
        X, y = load_diabetes(return_X_y=True)
        before = self.ids()
        estimator = EdgefitRegressor("Ridge", client=self.client).fit(X, y)
        first = estimator.model_.id
        estimator.fit(X[:100], y[:100])
        self.assertEqual(self.ids() - before, {estimator.model_.id})
        self.assertNotEqual(estimator.model_.id, first)
        with self.assertRaises(ValueError):
            estimator.fit(X[:5, :2], numpy.full(5, numpy.inf))
        self.assertEqual(self.ids() - before, {estimator.model_.id})
        estimator.delete()
        self.assertEqual(self.ids(), before)
        with self.assertRaises(NotFittedError):
            estimator.predict(X)

    def test_a_search_leaves_what_is_kept(self):
        X, y = load_diabetes(return_X_y=True)
        before = self.ids()
        with temporary_fits() as made:
            # As numpy.logspace gives them.
            penalties = {"params": [{"lambda": numpy.int64(1)}, {"lambda": numpy.float64(100)}]}
            search = GridSearchCV(EdgefitRegressor("Ridge", client=self.client), penalties, cv=3).fit(X, y)
            self.assertEqual(len(made), 7)
            made.remove(search.best_estimator_.model_)
        self.assertEqual(self.ids() - before, {search.best_estimator_.model_.id})
        self.assertGreater(search.best_score_, 0.4)
        search.best_estimator_.delete()
        with temporary_fits():
            for estimator in (EdgefitNorm(), EdgefitRegressor("SVM", params={"kernel": "linear"})):
                self.assertGreater(cross_val_score(make_pipeline(StandardScaler(), estimator), X, y, cv=3).mean(), 0.4)
        self.assertEqual(self.ids(), before)

    def test_a_pickle_has_the_id_and_no_token(self):
        X, y = load_iris(return_X_y=True)
        client = Edgefit(self.client.url, os.environ.get("EDGEFIT_TOKEN", "a-token-of-no-use"))
        with EdgefitClassifier("Ridge", client=client) as estimator:
            estimator.fit(X, y)
            stored = pickle.dumps(estimator)
            self.assertNotIn(os.environ.get("EDGEFIT_TOKEN", "a-token-of-no-use").encode(), stored)
            loaded = pickle.loads(stored)
            self.assertEqual(loaded.model_.id, estimator.model_.id)
            numpy.testing.assert_array_equal(loaded.predict_proba(X), estimator.predict_proba(X))
            self.assertFalse(hasattr(clone(estimator), "model_"))
            self.assertIs(clone(estimator).client, client)
        with self.assertRaises(EdgefitError):
            loaded.predict(X)

    def test_labels_come_back_as_they_were(self):
        X = numpy.array([[0.0], [1], [2], [3]] * 5)
        for labels in (["no", "yes"], [10, 9], [1.0, 2.0], [False, True]):
            y = numpy.array(labels)[(X[:, 0] > 1).astype(int)]
            with EdgefitClassifier("Ridge", client=self.client) as estimator:
                predicted = estimator.fit(X, y).predict(X)
                self.assertEqual((predicted.dtype, predicted.tolist()), (y.dtype, y.tolist()))
                proba = estimator.predict_proba([[3.0]])[0]
                self.assertEqual(estimator.classes_[proba.argmax()], labels[1])

    def test_a_frame_keeps_its_text_and_its_names(self):
        frame = pandas.DataFrame({"area": [50, 80, 120, 65, 95, 70] * 5, "town": ["Bari", "Cork"] * 15})
        y = frame["area"] * 2 + (frame["town"] == "Cork") * 500
        with EdgefitRegressor("Ridge", params={"lambda": 0.01}, client=self.client) as estimator:
            estimator.fit(frame, y)
            self.assertEqual(estimator.feature_names_in_.tolist(), ["area", "town"])
            self.assertEqual(estimator.model_.info["types"], {"area": "number", "town": "category"})
            predicted = estimator.predict(frame[["town", "area"]].assign(other=1))
            self.assertGreater(estimator.score(frame, y), 0.999)
            numpy.testing.assert_array_equal(predicted, estimator.predict(frame))
            with self.assertRaisesRegex(ValueError, "no column town"):
                estimator.predict(frame[["area"]])

    def test_a_norm_learns_batches_exactly(self):
        X, y = load_diabetes(return_X_y=True)
        with EdgefitNorm(specification={"lambda": 0}, client=self.client) as estimator:
            for first in range(0, 442, 100):
                estimator.partial_fit(X[first : first + 100], y[first : first + 100])
            whole = LinearRegression().fit(X, y)
            numpy.testing.assert_allclose(estimator.predict(X), whole.predict(X), rtol=1e-9)
            numpy.testing.assert_allclose(estimator.coef_, whole.coef_, rtol=1e-7)
            self.assertAlmostEqual(estimator.intercept_, whole.intercept_, 8)
            name = estimator.norm_.name
            with self.assertRaisesRegex(ValueError, "holds batches already"):
                EdgefitNorm(name, client=self.client).fit(X, y)
            with EdgefitNorm(name, client=self.client) as other:
                self.assertEqual(other.partial_fit(X[:10], y[:10]).answer_["version"], 6)
                with self.assertRaisesRegex(ValueError, "holds batches already"):
                    other.fit(X, y)
            self.assertEqual(estimator.norm_.info()["version"], 6)
        with self.assertRaises(EdgefitError):
            Norm(name, self.client).info()

    def test_without_a_client_the_environment_names_the_service(self):
        with mock.patch.dict(os.environ, {"EDGEFIT_URL": "http://127.0.0.1:9"}), self.assertRaises(EdgefitError):
            EdgefitNorm().fit([[1.0], [2.0]], [1, 2])


if __name__ == "__main__":
    unittest.main()
