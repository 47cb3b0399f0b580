"""Against a running service, which EDGEFIT_URL names; EDGEFIT_TOKEN where it asks for one. It leaves nothing behind."""
import csv
import io
import json
import os
import random
import tempfile
import unittest
import uuid

from edgefit import Edgefit, EdgefitError, InvalidRequest, Model, Norm

try:
    import numpy
    import pandas
except ImportError:
    pandas = None

WITHOUT_SERVICE = "EDGEFIT_URL" not in os.environ
WITHOUT_PANDAS = pandas is None


class WithService(unittest.TestCase):
    def setUp(self):
        self.client = Edgefit()
        self.addCleanup(self.client.close)

    def norm(self):
        """A norm of this test alone."""
        norm = Norm(f"python-{uuid.uuid4().hex}", self.client)
        self.addCleanup(self.forget, norm)
        return norm

    def forget(self, norm):
        try:
            norm.delete()
        except EdgefitError as error:
            self.assertEqual(error.status, 404)

    def send_json(self, norm, batch, body):
        """The batch in the service's own JSON, its numbers written by Python."""
        headers = {"Idempotency-Key": batch}
        return self.client.transport.call("POST", f"/norms/{norm.name}/train", body=body, headers=headers, repeatable=True)


@unittest.skipIf(WITHOUT_SERVICE, "EDGEFIT_URL names no service")
class Plain(WithService):
    def test_a_norm_learns_a_line_and_forgets_a_batch(self):
        norm = self.norm()
        norm.specify(["x"], lambda_=0)
        trained = norm.train({"x": [0, 1, 2], "kWh": [1, 3, 5]}, target="kWh", batch="line")
        self.assertEqual((trained["version"], trained["rows"]["used"]), (1, 3))
        self.assertTrue(norm.train({"x": [0, 1, 2]}, [1, 3, 5], target="kWh", batch="line")["replayed"])
        norm.train([{"x": 3, "y": 70}, {"x": 4, "y": 90}])
        forgotten = [batch["batch"] for batch in norm.batches(limit=1) if batch["batch"] != "line"]
        norm.forget(forgotten[0])
        self.assertEqual([version["event"] for version in norm.history(limit=2)], ["train", "train", "forget"])
        # y = 1 + 2x, solved by hand.
        asked = norm.predict({"x": [10, None]})
        self.assertAlmostEqual(asked["y"][0], 21, 9)
        self.assertIsNone(asked["y"][1])
        self.assertAlmostEqual(norm.savings({"x": [10]}, [20])["total"]["saving"], 1, 9)
        self.assertAlmostEqual(norm.info()["coefficients"][0]["value"], 2, 9)
        self.assertAlmostEqual(norm.what_if(lambda_=0)["intercept"], 1, 9)
        self.assertIn(norm.name, [found["norm"] for found in self.client.norms()])
        self.assertGreaterEqual(self.client.storage()["norms"]["count"], 1)
        self.assertEqual(norm.batch("line")["rows"]["used"], 3)

    def test_rows_that_are_kept_are_read_and_sent_again(self):
        norm = self.norm()
        days = [f"2026-01-0{k}T00:00:00.000Z" for k in (1, 2, 3, 4)]
        norm.specify(["x"], lambda_=0, timezone="UTC")
        norm.train({"day": days, "x": [0, 1, 2, 3], "kWh": [1, 3, 5, 8]}, target="kWh", time="day", batch="days")
        sent = list(norm.batch_rows("days"))
        self.assertEqual([(body["t"], body["x"], body["y"]) for body in sent], [(days, {"x": [0, 1, 2, 3]}, [1, 3, 5, 8])])
        self.assertTrue(self.send_json(norm, "days", sent[0])["replayed"])
        # The line through them, solved by hand: 0.8 + 2.3x.
        told = norm.savings(since="2026-01-03", until="2026-01-05")
        for expected, right in zip(told["expected"], [5.4, 7.7]):
            self.assertAlmostEqual(expected, right, 9)
        shown = norm.rows(since="2026-01-02", until="2026-01-04", columns=["x"])
        for name, right in {"actual": [3, 5], "expected": [3.1, 5.4], "rows": [1, 1]}.items():
            for value, each in zip(list(shown[name]), right):
                self.assertAlmostEqual(value, each, 9)
        if pandas is not None:
            self.assertEqual([time.isoformat() for time in shown.index], ["2026-01-02T00:00:00+00:00", "2026-01-03T00:00:00+00:00"])
            self.assertEqual((list(shown["mean.x"]), shown.attrs["band"]), ([1, 2], "rows"))
        with self.assertRaises(ValueError):
            norm.savings({"x": [1]}, [2], since="2026-01-01")

    def test_a_norm_chooses_among_its_candidates(self):
        norm = self.norm()
        norm.specify(["a", "b"], candidates=["b"], lambda_=0)
        noise = [0.3, -0.2, 0.1, -0.4, 0.2, 0.0, -0.1, 0.3, -0.3, 0.1] * 3
        a, b = list(range(30)), [(7 * k) % 11 for k in range(30)]
        norm.train({"a": a, "b": b}, [2 * one + 5 * two + chance for one, two, chance in zip(a, b, noise)])
        self.assertEqual(norm.select()["chosen"], ["b"])
        self.assertEqual(norm.selection()["chosen"], ["b"])

    def test_a_table_is_described(self):
        with tempfile.NamedTemporaryFile("w", suffix=".csv") as file:
            file.write("day;T_out;kWh\n05.01.2026;2;45\n06.01.2026;4;40,5\n")
            file.flush()
            told = self.client.describe(file.name)
        self.assertEqual([column["role"] for column in told["columns"]], ["time", "feature", "target"])
        self.assertEqual(told["suggestions"]["norm"]["time_format"], "d.M.yyyy")
        told = self.client.describe({"a": [1, 2, 4], "b": [3, 1, 2]}, target="a")
        self.assertEqual((told["form"], told["target"]), ("json", "a"))

    def test_a_file_is_sent_as_it_lies_on_the_disk(self):
        norm = self.norm()
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "meter.csv")
            with open(path, "w") as file:
                file.write("day,T_out,kWh\n" + "".join(f"2026-01-0{k},{k},{50 - 2 * k}\n" for k in range(1, 8)))
            self.assertEqual(norm.train(path, target="kWh")["rows"]["used"], 7)
            self.assertAlmostEqual(norm.savings(path, target="kWh")["total"]["actual"], 294, 9)

    def test_the_life_of_a_model(self):
        order = {"problem": "classification", "name": "Ridge", "title": "Points", "tags": ["python"]}
        model = self.client.train_model([[0, 1], [1, 0], [0, 2], [2, 0]] * 5, ["up", "right"] * 10, **order)
        self.addCleanup(model.delete)
        self.assertEqual(model.info["status"], "ready")
        self.assertEqual(Model(model.id, self.client).predict([[0, 3], [3, 0]]), ["up", "right"])
        self.assertEqual(len(model.predict_proba([[0, 3]])[0]), 2)
        self.assertEqual(model.predict_stored().wait(), ["up", "right"] * 10)
        self.assertEqual(model.put_metric(), model.put_metric())
        told = model.decisions(limit=4)
        self.assertEqual((told["held_out"], len(told["row"]), told["confusion"]["counts"]), (20, 4, [[10, 0], [0, 10]]))
        self.assertIn(model.id, [found.id for found in self.client.models(tag="python", limit=1)])
        self.assertEqual(model.retrain(name="Random Forest", wait=False).wait().info["version"], 2)
        self.assertEqual([version["version"] for version in model.versions()], [2, 1])
        self.assertEqual(model.activate(1).card()["version"], 1)
        self.assertEqual(model.describe(title="Arrows").info["title"], "Arrows")
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "model.json")
            model.download(path)
            for file in [path, json.loads(open(path).read())]:
                copy = self.client.upload_model(file)
                self.addCleanup(copy.delete)
                self.assertEqual(copy.ask([[0, 3]])["probability"], model.ask([[0, 3]])["probability"])
        self.assertIn("SVM", [found["name"] for found in self.client.trainable()])

    def test_intervals_are_as_wide_on_either_side(self):
        model = self.client.train_model(
            [[k] for k in range(20)], [2.0 * k + k % 3 for k in range(20)], problem="regression", name="Ridge"
        )
        self.addCleanup(model.delete)
        told = model.predict_interval([[5], [6]], level=0.8)
        self.assertEqual(told["y"], model.predict([[5], [6]]))
        for lower, y, upper in zip(told["lower"], told["y"], told["upper"]):
            self.assertLess(lower, y)
            self.assertAlmostEqual(upper - y, y - lower, 9)
        with self.assertRaises(EdgefitError) as refused:
            model.predict_interval([[5]], level=0.99)
        self.assertEqual(refused.exception.code, "invalid")

    def test_a_line_says_why(self):
        # y = 1 + 2a + 3b; a column that is not known is its mean.
        a, b = [0.0, 1.0, 2.0, 3.0, 4.0], [1.0, 0.0, 2.0, 0.0, 2.0]
        x = {"a": a, "b": b}
        y = [1 + 2 * one + 3 * two for one, two in zip(a, b)]
        model = self.client.train_model(x, y, problem="regression", name="Ridge", params={"lambda": 0})
        self.addCleanup(model.delete)
        told = model.explain({"a": [5], "b": [4]})
        self.assertEqual((told["of"], told["std_error"]), ("y", None))
        self.assertAlmostEqual(told["base"], 1 + 2 * 2 + 3 * 1, 9)
        for contribution, expected in zip(told["contributions"][0], [2 * (5 - 2), 3 * (4 - 1)]):
            self.assertAlmostEqual(contribution, expected, 9)

    def test_models_are_compared(self):
        x = {"a": [k % 7 for k in range(40)], "b": [k % 5 for k in range(40)]}
        y = [2.0 * one + two for one, two in zip(x["a"], x["b"])]
        about = {"title": "Lines", "tags": ["python-compared"]}
        candidates = ["Dummy", {"name": "Ridge", "params": {"lambda": 0}}]
        compared = self.client.compare_models(x, y, problem="regression", candidates=candidates, train_best=True, metric="mae", folds=4, **about)
        self.addCleanup(compared.delete)
        self.assertEqual((compared.info["status"], compared.info["winner_name"]), ("done", "Ridge"))
        self.assertAlmostEqual(compared.info["candidates"][1]["mean"], 0, 9)
        self.assertEqual(len(compared.scores()), 2)
        model = compared.model.wait()
        self.addCleanup(model.delete)
        self.assertAlmostEqual(model.predict({"a": [10], "b": [1]})[0], 21, 6)
        found = list(self.client.comparisons(tag="python-compared", limit=1))
        self.assertIn(compared.id, [each.id for each in found])
        self.assertEqual(self.client.comparison(compared.id).info["candidates"], compared.info["candidates"])

    def test_a_comparison_is_cancelled(self):
        rows = [[k % 7, k % 11, k % 13] for k in range(2000)]
        tuned = [{"name": "Random Forest", "h_tune": True}]
        compared = self.client.compare_models(rows, [sum(row) for row in rows], problem="regression", candidates=tuned, wait=False)
        self.addCleanup(compared.delete)
        self.assertEqual(compared.info["status"], "running")
        with self.assertRaises(TimeoutError):
            compared.wait(timeout=0)
        self.assertEqual(compared.cancel().info["status"], "cancelled")
        self.assertIsNone(compared.model)

    def test_a_training_is_cancelled(self):
        rows = [[k % 7, k % 11, k % 13] for k in range(3000)]
        order = {"problem": "regression", "name": "Random Forest", "h_tune": True}
        model = self.client.train_model(rows, [sum(row) for row in rows], wait=False, **order)
        self.addCleanup(model.delete)
        task = model.task
        self.assertEqual(task.progress()["status"], "running")
        task.cancel()
        with self.assertRaises(EdgefitError) as raised:
            task.wait()
        self.assertEqual(raised.exception.code, "cancelled")

    def test_visits_are_stored_counted_and_forgotten(self):
        sessions, visitor = self.client.sessions, uuid.uuid4().hex
        visit = {"session_id": f"{visitor}-1", "start": "2026-03-02 10:00", "end": "2026-03-02 10:05", "views": ["A1/B1", "A1/B2", "A2"]}
        wrong = {**visit, "session_id": f"{visitor}-2", "end": "2026-03-02 09:00"}
        answered = sessions.send([{**visit, "visitor": visitor}, wrong])
        self.assertEqual((answered["stored"], [fault["line"] for fault in answered["rejected"]]), (1, [2]))
        self.assertEqual(sessions.categories(visit["session_id"])["categories"], {"A1": 2, "A2": 1})
        sessions.add_views(visit["session_id"], ["A2"])
        sessions.add_views(visit["session_id"], ["A2"])
        self.assertEqual(sessions.totals(visitor=visitor, since="2026-03-01", until="2026-04-01")["categories"], {"A2": 3, "A1": 2})
        self.assertEqual(len(sessions.get(visit["session_id"])["views"]), 5)
        weeks = sessions.history(step="week", since="2026-02-23", until="2026-03-09")
        self.assertEqual(weeks["t"], ["2026-02-23", "2026-03-02"])
        self.assertEqual([found["view_count"] for found in sessions.find(visitor=visitor)], [5])
        self.assertEqual(len(list(sessions.visitor(visitor))), 1)
        sessions.forget_visitor(visitor)
        self.assertEqual(list(sessions.find(visitor=visitor)), [])

    def test_gender_is_learned_and_told(self):
        sessions, visitor = self.client.sessions, uuid.uuid4().hex
        self.addCleanup(sessions.forget_visitor, visitor)
        made = [
            {
                "session_id": f"{visitor}-{k}",
                "visitor": visitor if k == 0 else f"{visitor}-{k}",
                "start": f"2026-03-{1 + k % 28:02} 10:00",
                "end": f"2026-03-{1 + k % 28:02} 10:05",
                "views": [("A1/B1", "A2/B2")[k % 2]] * 3,
                "gender": ("female", "male")[k % 2],
            }
            for k in range(60)
        ]
        sessions.send(made)
        for one in made[1:]:
            self.addCleanup(sessions.delete, one["session_id"])
        model = sessions.train_model()
        self.addCleanup(model.delete)
        self.assertEqual(sessions.prediction(f"{visitor}-0", explain=True)["gender"], "female")
        self.assertEqual(sessions.predict(["A2/B2"] * 3, start="2026-03-02 10:00", end="2026-03-02 10:05")["gender"], "male")
        self.assertEqual(sessions.report()["model"]["id"], model.id)

    def test_refusals_name_the_value(self):
        with self.assertRaises(InvalidRequest) as raised:
            self.norm().train({"x": ["2026-13-45", "warm"], "y": [1, 2], "z": [1e40, 2]})
        self.assertEqual(raised.exception.status, 422)
        with self.assertRaises(EdgefitError) as raised:
            self.client.norm("no-such-norm").info()
        self.assertEqual((raised.exception.status, raised.exception.code), (404, "not_found"))


@unittest.skipIf(WITHOUT_SERVICE or WITHOUT_PANDAS, "EDGEFIT_URL names no service, or pandas is not installed")
class Frames(WithService):
    def frame(self, count=200):
        chance = random.Random(3)
        index = pandas.date_range("2026-10-24", periods=count, freq="h", tz="Europe/Brussels")
        level = pandas.Categorical([("day", "night")[k % 2] for k in range(count)])
        values = {"a": [chance.gauss(0, 10) for _ in range(count)], "level": level, "y": [chance.gauss(0, 1e-5) for _ in range(count)]}
        frame = pandas.DataFrame(values, index=index)
        frame.loc[frame.index[5], "a"] = numpy.nan
        return frame

    def test_a_frame_is_the_batch_that_json_is_to_the_last_bit(self):
        frame, norm = self.frame(), self.norm()
        a = [None if value != value else value for value in frame["a"].tolist()]
        t = [time.isoformat() for time in frame.index.tz_convert("UTC")]
        body = {"t": t, "x": {"a": a, "level": frame["level"].tolist()}, "y": frame["y"].tolist()}
        first = self.send_json(norm, "frame", body)
        self.assertEqual(first["rows"], {"received": 200, "used": 199, "skipped": 1})
        self.assertTrue(norm.train(frame, target="y", batch="frame")["replayed"])
        columns = frame.rename_axis("time").reset_index()
        self.assertTrue(norm.train(columns, target="y", batch="frame")["replayed"])
        self.assertTrue(norm.train(frame.drop(columns="y"), frame["y"], batch="frame")["replayed"])
        # One unit in the last place is another batch.
        frame.loc[frame.index[7], "a"] = numpy.nextafter(frame["a"].iloc[7], numpy.inf)
        with self.assertRaises(EdgefitError) as raised:
            norm.train(frame, target="y", batch="frame")
        self.assertEqual(raised.exception.code, "conflict")

    def test_what_was_sent_is_answered_to_the_last_bit(self):
        frame, norm = self.frame(), self.norm()
        norm.train(frame, target="y")
        path, query = f"/norms/{norm.name}/savings", {"target": "y", "timezone": "UTC"}
        from edgefit.table import table_of

        body = table_of(frame, with_index=True).split()
        response = self.client.transport.send("POST", path, query=query, body=body, headers={"Accept": "text/csv"}, repeatable=True)
        rows = list(csv.DictReader(io.StringIO(response.text)))
        actual = numpy.array([float(row["actual"]) for row in rows])
        self.assertEqual(actual.tobytes(), frame["y"].to_numpy().tobytes())
        self.assertTrue((pandas.to_datetime([row["t"] for row in rows], utc=True) == frame.index).all())

    def test_answers_have_the_index_of_the_frame(self):
        frame, norm = self.frame(), self.norm()
        norm.train(frame, target="y")
        shuffled = frame.sample(frac=1, random_state=4)
        asked, saved = norm.predict(shuffled, level=0.8), norm.savings(shuffled, target="y")
        self.assertTrue(asked.index.equals(shuffled.index) and saved.index.equals(shuffled.index))
        self.assertEqual(list(asked.columns), ["y", "lower", "upper"])
        self.assertEqual(asked.attrs["level"], 0.8)
        self.assertTrue(asked.loc[frame.index[5]].isna().all())
        ordered = norm.predict(frame, level=0.8)
        pandas.testing.assert_frame_equal(asked.loc[frame.index], ordered, check_freq=False)
        self.assertAlmostEqual(saved["saving"].sum(), saved.attrs["total"]["saving"], 9)

    def test_a_model_of_a_frame_with_every_kind_of_column(self):
        count = 60
        frame = pandas.DataFrame(
            {
                "number": numpy.arange(count) / 7,
                "code": pandas.Categorical(numpy.arange(count) % 3),
                "town": ["Bari", "Cork", None] * 20,
                "warm": [True, False] * 30,
                "left": pandas.date_range("2026-01-05", periods=count, tz="Asia/Tokyo"),
                "weight": [1.0, 2.0] * 30,
                "label": ["a", "b", "c"] * 20,
            },
            index=numpy.arange(count) * 10,
        )
        order = {"problem": "classification", "name": "Random Forest", "target": "label", "sample_weight": "weight"}
        model = self.client.train_model(frame, **order)
        self.addCleanup(model.delete)
        types = {"number": "number", "code": "category", "town": "category", "warm": "category", "left": "date"}
        self.assertEqual(model.info["types"], types)
        proba = model.predict_proba(frame.head(9))
        self.assertEqual((list(proba.columns), list(proba.index)), (["a", "b", "c"], list(range(0, 90, 10))))
        self.assertEqual(list(model.predict(frame.head(9)).index), list(range(0, 90, 10)))

    def test_a_frame_is_told_why(self):
        birds = pandas.DataFrame({"bill": [39.1, 46.5, 38.6, 49.2] * 5, "mass": [3.7, 5.1, 3.8, 5.2] * 5}, index=range(100, 120))
        model = self.client.train_model(birds, ["Adelie", "Gentoo"] * 10, problem="classification", name="Random Forest")
        self.addCleanup(model.delete)
        told = model.explain(birds.tail(3))
        self.assertEqual(told.attrs["of"], "probability")
        self.assertEqual(list(told.index), [117, 118, 119])
        sums = told.T.groupby(level=0).sum().T[["Adelie", "Gentoo"]] + told.attrs["base"]
        numpy.testing.assert_allclose(sums, model.predict_proba(birds.tail(3)), atol=1e-9)

    def test_visits_of_a_frame(self):
        visitor = uuid.uuid4().hex
        values = {"session_id": [visitor], "start": ["2026-03-02 10:00"], "end": ["2026-03-02 10:05"], "visitor": [visitor], "gender": [None]}
        for views in ["A1/B1;A2", ["A1/B1", "A2"]]:
            self.client.sessions.send(pandas.DataFrame({**values, "views": [views]}))
            self.assertEqual(self.client.sessions.get(visitor)["views"], ["A1/B1", "A2"])
        self.client.sessions.delete(visitor)


if __name__ == "__main__":
    unittest.main()
