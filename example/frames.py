"""A data frame, sent in every way that pandas writes one. Needs requests and pandas.

    python3 example/frames.py http://localhost:8787 [token]

Each way is the same batch of a norm to the last bit, so that all but the first are told `replayed`; a model learns the same from each.
It leaves nothing behind.
"""
import gzip
import sys

import pandas
import requests

origin = sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8787"
session = requests.Session()
if len(sys.argv) > 2:
    session.headers["Authorization"] = f"Bearer {sys.argv[2]}"

house = pandas.read_csv("example/house.csv")
timed = pandas.read_csv("example/house.csv", parse_dates=["day"])
indexed = timed.set_index("day")
lists = {"t": house["day"].tolist(), "x": {"T_out": house["T_out"].tolist()}, "y": house["kWh"].tolist()}
file = {"file": ("house.csv", house.to_csv())}

# What is sent, and what the query says of it.
ways = {
    "lists": ({"json": lists}, {}),
    "to_csv()": ({"data": house.to_csv()}, {"target": "kWh"}),
    "to_csv(index=False)": ({"data": house.to_csv(index=False)}, {"target": "kWh"}),
    "to_csv(sep, decimal)": ({"data": house.to_csv(index=False, sep=";", decimal=",")}, {"target": "kWh"}),
    "a DatetimeIndex, to_csv()": ({"data": indexed.to_csv()}, {"target": "kWh"}),
    "records": ({"data": house.to_json(orient="records")}, {"target": "kWh"}),
    "split": ({"data": house.to_json(orient="split")}, {"target": "kWh"}),
    "columns": ({"data": house.to_json(orient="columns")}, {"target": "kWh"}),
    "table": ({"data": house.to_json(orient="table")}, {"target": "kWh"}),
    "lines": ({"data": house.to_json(orient="records", lines=True)}, {"target": "kWh"}),
    "to_dict": ({"json": house.to_dict("records")}, {"target": "kWh"}),
    "dates, records": ({"data": timed.to_json(orient="records", date_format="iso")}, {"target": "kWh"}),
    "a DatetimeIndex, split": ({"data": indexed.to_json(orient="split", date_format="iso")}, {"target": "kWh"}),
    "a DatetimeIndex, columns": ({"data": indexed.to_json(date_format="iso")}, {"target": "kWh"}),
    "a DatetimeIndex, table": ({"data": indexed.to_json(orient="table")}, {"target": "kWh"}),
    "a form": ({"files": file}, {"target": "kWh"}),
    "a form with fields": ({"files": file, "data": {"target": "kWh"}}, {}),
    "gzip": (
        {"data": gzip.compress(house.to_csv().encode()), "headers": {"Content-Encoding": "gzip"}},
        {"target": "kWh"},
    ),
}


def answer(method, path, **sent):
    """One call; ends the program where it is refused."""
    response = session.request(method, origin + path, **sent)
    if not response.ok:
        sys.exit(f"{method} {path}: {response.status_code} {response.text[:500]}")
    return response.json() if response.content else None


norm = "/norms/frames"
for what, (sent, query) in ways.items():
    headers = {"Idempotency-Key": "january", **sent.pop("headers", {})}
    trained = answer("POST", f"{norm}/train", headers=headers, params=query, **sent)
    assert trained["version"] == 1 and (what == "lists" or trained["replayed"]), what
    print(f"{what:26} version {trained['version']}, {trained['rows']['used']} rows")

values = house.to_json(orient="values")
named = {"time": "x1", "target": "x3"}
assert answer("POST", f"{norm}-values/train", data=values, params=named)["rows"]["used"] == 28

# Times as whole numbers: what pandas writes unless it is told date_format="iso".
epochs = timed.to_json(orient="records", date_format="epoch")
told = {"time": "day", "time_format": "epoch_ms", "target": "kWh"}
assert answer("POST", f"{norm}-epochs/train", data=epochs, params=told)["rows"]["used"] == 28

asked = answer("POST", f"{norm}/predict", data=house.drop(columns="kWh").to_csv(index=False))
saved = answer("POST", f"{norm}/savings", data=house.to_csv(index=False), params={"target": "kWh"})
assert asked["y"] == saved["expected"]

order = {"problem": "regression", "name": "Ridge", "target": "kWh"}
scores = set()
for orient in ["records", "split", "columns", "table"]:
    model = answer("POST", "/api/ml_models", data=house.to_json(orient=orient), params=order)
    scores.add(model["metric_value"])
    answer("PUT", f"/api/ml_models/{model['id']}", data=house.to_csv(), params=order)
    predicted = answer("POST", f"/api/ml_models/{model['id']}/predict", files=file)
    assert len(predicted["y"]) == len(house)
    answer("DELETE", f"/api/ml_models/{model['id']}")
assert len(scores) == 1

for name in ["frames", "frames-values", "frames-epochs"]:
    answer("DELETE", f"/norms/{name}")
print("Nothing is left.")
