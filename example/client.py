"""A client of the registry of models: what a program in Python does with `requests`. Needs requests, and scikit-learn for its data.

    python3 example/client.py http://localhost:8787 [token]

Lists, trains Random Forest, SVM and Ridge for both problems on iris and diabetes, predicts by task, keeps metrics, retrains with
tuning, predicts new rows, rolls back, downloads, uploads and deletes. It leaves nothing behind.
"""
import sys

import requests
from sklearn.datasets import load_diabetes, load_iris

origin = sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8787"
session = requests.Session()
if len(sys.argv) > 2:
    session.headers["Authorization"] = f"Bearer {sys.argv[2]}"


def call(method, path, expected, **arguments):
    """One call; ends the program where the answer is not the expected one."""
    response = session.request(method, origin + path, **arguments)
    if response.status_code not in expected:
        sys.exit(f"{method} {path}: {response.status_code} {response.text[:500]}")
    return response


def finished(response):
    """A model that was trained while waiting, or the one that comes of the task."""
    if response.status_code != 202:
        return response.json()
    return result(response.json()["task_id"])


def result(task_id):
    """Asks until the task is done: 202 says that it is under way."""
    while True:
        response = call("GET", f"/results/{task_id}", {200, 202})
        if response.status_code == 200:
            return response.json()


def life(problem, name, x, y):
    """One model from its training to its end."""
    body = {"problem": problem, "name": name, "h_tune": False, "X": x, "y": y}
    model = finished(call("POST", "/api/ml_models", {201, 202}, json=body))
    path, metrics = f"/api/ml_models/{model['id']}", f"/metrics/{model['id']}"
    assert any(each["id"] == model["id"] for each in call("GET", "/api/ml_models", {200}).json()[1])

    task_id = call("GET", path, {200}).json().split()[-1]
    predicted = result(task_id)
    assert len(predicted) == len(y) and type(predicted[0]) is type(y[0])
    assert call("POST", f"{path}/predict", {200}, json={"X": x}).json()["y"] == predicted

    call("GET", metrics, {404})
    before = call("POST", metrics, {201}).json()
    assert before == call("GET", metrics, {200}).json()
    call("POST", metrics, {409})

    # On the stored data: X and y need not be sent again.
    tuned = finished(call("PUT", path, {200, 202}, json={"problem": problem, "name": name, "h_tune": True}))
    after = call("PUT", metrics, {200}).json()
    grid = call("GET", f"{path}/card", {200}).json()["grid"]
    print(
        f"{problem:14} {name:13} {before['metric']} {before['metric_value']:.4f}, "
        f"tuned over {len(grid)} cells {after['metric_value']:.4f}: {tuned['params']}"
    )

    now = call("POST", f"{path}/predict", {200}, json={"X": x}).json()
    file = call("GET", f"{path}/download", {200}).json()
    copy = call("POST", "/api/ml_models/upload", {201}, json=file).json()
    of_copy = call("POST", f"/api/ml_models/{copy['id']}/predict", {200}, json={"X": x}).json()
    assert of_copy["y"] == now["y"] and of_copy.get("probability") == now.get("probability")
    call("DELETE", f"/api/ml_models/{copy['id']}", {204})

    call("POST", f"{path}/versions/1/activate", {200})
    assert call("POST", f"{path}/predict", {200}, json={"X": x}).json()["y"] == predicted
    call("DELETE", metrics, {204})
    call("DELETE", path, {204})
    call("GET", path, {404})


trainable = call("GET", "/api/ml_models", {200}).json()[0]
iris, diabetes = load_iris(), load_diabetes(scaled=False)
species = [str(iris.target_names[k]) for k in iris.target]
tables = {
    "classification": (iris.data.tolist(), species),
    "regression": (diabetes.data.tolist(), diabetes.target.tolist()),
}
for model in trainable:
    life(model["problem"], model["name"], *tables[model["problem"]])
print("Nothing is left.")
