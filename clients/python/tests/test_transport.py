"""What is sent again, and what is not: against a server that answers as it is told. Needs no service."""
import json
import os
import pickle
import tempfile
import threading
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from unittest import mock

import edgefit.transport
from edgefit import Edgefit, EdgefitError, InvalidRequest, Unreachable

LOST = None
PROBLEM = {"title": "Busy", "status": 503, "detail": "Cannot answer", "code": "busy", "errors": []}


class Scripted:
    """Answers (status, headers, body) in turn; LOST closes the connection without one."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.requests = []
        scripted = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                scripted.requests.append((self.command, self.path, dict(self.headers), body))
                answer = scripted.answers.pop(0)
                if answer is LOST:
                    self.close_connection = True
                    return
                status, headers, content = answer
                text = b"" if status == 204 else content if isinstance(content, bytes) else json.dumps(content).encode()
                self.send_response(status)
                for name, value in {"Content-Length": str(len(text)), **headers}.items():
                    self.send_header(name, value)
                try:
                    self.end_headers()
                    self.wfile.write(text)
                except ConnectionError:
                    pass  # Whoever asked has given up.

            do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = answer

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


class Transport(unittest.TestCase):
    def setUp(self):
        self.pauses = []
        patch = mock.patch.object(edgefit.transport.time, "sleep", self.pauses.append)
        patch.start()
        self.addCleanup(patch.stop)

    def test_a_training_that_was_lost_is_sent_again_under_the_same_key(self):
        with Scripted(LOST, (503, {"Retry-After": "5"}, PROBLEM), (200, {}, {"version": 1})) as service:
            answered = Edgefit(service.origin).norm("a").train({"x": [1], "y": [2]})
        self.assertEqual(answered, {"version": 1})
        keys = {headers["Idempotency-Key"] for _, _, headers, _ in service.requests}
        self.assertEqual((len(service.requests), len(keys)), (3, 1))
        self.assertEqual(len({body for *_, body in service.requests}), 1)
        self.assertEqual(self.pauses[1], 5)

    def test_two_trainings_have_two_keys_and_a_batch_is_its_own(self):
        with Scripted(*[(200, {}, {})] * 3) as service:
            norm = Edgefit(service.origin).norm("a")
            for batch in [None, None, "may"]:
                norm.train({"x": [1], "y": [2]}, batch=batch)
        keys = [headers["Idempotency-Key"] for _, _, headers, _ in service.requests]
        self.assertEqual((len(set(keys)), keys[2]), (3, "may"))

    def test_a_file_is_sent_again_from_its_beginning(self):
        with tempfile.TemporaryDirectory() as folder, Scripted(LOST, (200, {}, {})) as service:
            path = os.path.join(folder, "a.csv")
            with open(path, "w") as file:
                file.write("x,y\n1,2\n")
            Edgefit(service.origin).norm("a").train(path)
        self.assertEqual([body for *_, body in service.requests], [b"x,y\n1,2\n"] * 2)
        self.assertEqual(service.requests[0][2]["Content-Type"], "text/csv")

    def test_what_makes_a_model_each_time_is_not_sent_again(self):
        order = {"problem": "regression", "name": "Ridge"}
        for answer in [LOST, (503, {"Retry-After": "0"}, PROBLEM)]:
            with Scripted(answer) as service, self.assertRaises(EdgefitError):
                Edgefit(service.origin).train_model([[1]], [1], **order)
            self.assertEqual(len(service.requests), 1)

    def test_429_is_waited_for_whatever_was_sent(self):
        order = {"problem": "regression", "name": "Ridge"}
        with Scripted((429, {"Retry-After": "7"}, PROBLEM), (201, {}, {"id": 3})) as service:
            self.assertEqual(Edgefit(service.origin).train_model([[1]], [1], **order).id, 3)
        self.assertEqual(self.pauses, [7])

    def test_gives_up_where_it_is_told_to_wait_for_long_or_too_often(self):
        with Scripted((503, {"Retry-After": "7200"}, PROBLEM)) as service, self.assertRaises(EdgefitError) as raised:
            Edgefit(service.origin).about()
        self.assertEqual((raised.exception.retry_after, self.pauses), (7200, []))
        with Scripted(*[(503, {}, PROBLEM)] * 3) as service, self.assertRaises(EdgefitError):
            Edgefit(service.origin, retries=2).about()
        self.assertEqual(len(service.requests), 3)

    def test_a_date_is_understood_as_retry_after(self):
        with Scripted((503, {"Retry-After": "Thu, 01 Jan 2026 00:00:00 GMT"}, PROBLEM), (200, {}, {})) as service:
            Edgefit(service.origin).about()
        self.assertEqual(self.pauses, [0])

    def test_a_deletion_whose_answer_was_lost_is_done(self):
        missing = (404, {}, {"status": 404, "code": "not_found", "detail": "no", "errors": []})
        with Scripted(LOST, missing) as service:
            Edgefit(service.origin).norm("a").delete()
        with Scripted(missing) as service, self.assertRaises(EdgefitError):
            Edgefit(service.origin).norm("a").delete()

    def test_refusals_have_all_that_was_told(self):
        faults = [{"path": f"x.a[{k}]", "message": "is not a number"} for k in range(7)]
        told = {"status": 422, "code": "invalid", "detail": "Cannot use the request body", "errors": faults}
        with Scripted((422, {}, told)) as service, self.assertRaises(InvalidRequest) as raised:
            Edgefit(service.origin).norm("a").train({"x": ["b"], "y": [2]})
        error = raised.exception
        self.assertEqual((error.status, error.code, error.errors), (422, "invalid", faults))
        self.assertIsInstance(error, ValueError)
        self.assertIn("x.a[4]: is not a number\n  and 2 more in .errors", str(error))
        self.assertEqual(str(pickle.loads(pickle.dumps(error))), str(error))

    def test_401_403_and_answers_of_others_are_refusals_too(self):
        for status in [401, 403, 404, 500, 302]:
            with Scripted((status, {"Location": "/"}, b"<html>go away</html>")) as service, self.assertRaises(EdgefitError) as raised:
                Edgefit(service.origin).about()
            self.assertEqual((raised.exception.status, len(service.requests)), (status, 1))

    def test_no_answer_is_an_error_of_its_own(self):
        with Scripted() as service:
            pass
        with self.assertRaises(Unreachable) as raised:
            Edgefit(service.origin, retries=1).about()
        self.assertIsInstance(raised.exception, ConnectionError)
        self.assertEqual(len(self.pauses), 1)

    def test_a_service_that_says_nothing_is_given_up(self):
        held = threading.Event()
        with Scripted((200, {}, {})) as service:
            service.requests = mock.Mock(append=lambda _: held.wait(10))
            with self.assertRaises(Unreachable):
                Edgefit(service.origin, timeout=0.2, retries=0).about()
            held.set()

    def test_the_token_is_sent_and_told_to_nobody(self):
        with Scripted((200, {}, {})) as service, tempfile.TemporaryDirectory() as home:
            # What requests would take in place of a header.
            with open(os.path.join(home, ".netrc"), "w") as netrc:
                netrc.write("machine 127.0.0.1 login someone password else\n")
            with mock.patch.dict(os.environ, {"HOME": home, "NETRC": os.path.join(home, ".netrc")}):
                client = Edgefit(service.origin, "secret-token")
                client.about()
        self.assertEqual(service.requests[0][2]["Authorization"], "Bearer secret-token")
        self.assertNotIn(b"secret", pickle.dumps(client))
        self.assertNotIn(b"secret", pickle.dumps(client.norm("a")))
        self.assertNotIn("secret", repr(client) + repr(vars(client)))

    def test_lists_are_read_page_after_page(self):
        first = {"norms": [{"norm": "a"}], "next": "a"}
        with Scripted((200, {}, first), (200, {}, {"norms": [{"norm": "b"}], "next": None})) as service:
            self.assertEqual([found["norm"] for found in Edgefit(service.origin).norms(limit=1)], ["a", "b"])
        self.assertEqual([path for _, path, *_ in service.requests], ["/norms?limit=1", "/norms?limit=1&after=a"])
        link = {"Link": '</api/ml_models?limit=1&after=4>; rel="next"'}
        with Scripted((200, link, [[], [{"id": 4}]]), (200, {}, [[], [{"id": 9}]])) as service:
            self.assertEqual([model.id for model in Edgefit(service.origin).models(limit=1)], [4, 9])

    def test_a_task_is_waited_for(self):
        running = (202, {"Retry-After": "1"}, {"status": "running"})
        started = (202, {}, {"id": 4, "task_id": "t"})
        with Scripted(started, running, running, (200, {}, {"id": 4, "version": 1})) as service:
            model = Edgefit(service.origin).train_model([[1]], [1], problem="regression", name="Ridge")
        self.assertEqual((model.info["version"], self.pauses), (1, [1, 1]))
        self.assertEqual(service.requests[1][1], "/results/t?wait=10")
        with Scripted(running) as service, self.assertRaises(TimeoutError):
            Edgefit(service.origin).task("t").wait(timeout=0)


class Address(unittest.TestCase):
    def test_comes_from_the_environment_or_is_asked_for(self):
        with mock.patch.dict(os.environ, {"EDGEFIT_URL": "http://localhost:1/"}):
            self.assertEqual(Edgefit().url, "http://localhost:1")
        with mock.patch.dict(os.environ, clear=True), self.assertRaisesRegex(ValueError, "EDGEFIT_URL"):
            Edgefit()
        with self.assertRaisesRegex(ValueError, "begins with http"):
            Edgefit("localhost:8787")


if __name__ == "__main__":
    unittest.main()
