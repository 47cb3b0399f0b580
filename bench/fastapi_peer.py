"""The peer of `npm run bench`: scikit-learn's Ridge behind FastAPI, one uvicorn worker. Arguments: port, columns."""
import sys

import numpy
import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel
from sklearn.linear_model import Ridge

port, width = int(sys.argv[1]), int(sys.argv[2])
generator = numpy.random.default_rng(1)
x = generator.uniform(-1, 1, (1000, width))
model = Ridge(alpha=1.0).fit(x, x @ generator.uniform(-1, 1, width))
columns = [f"c{j}" for j in range(width)]
app = FastAPI()


class Rows(BaseModel):
    x: dict[str, list[float]]


@app.get("/health")
def health():
    return {"status": "ok"}


@app.post("/predict")
def predict(rows: Rows):
    table = numpy.array([rows.x[column] for column in columns]).T
    return {"y": model.predict(table).tolist()}


uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", access_log=False)
