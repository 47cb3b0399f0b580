// A service with something to see: the office of the sample, two models and their comparison, a shop's visits.
import { readFileSync } from "node:fs";
import { flowers } from "./story/developer.ts";
import { log } from "./story/shop.ts";

const SAMPLE = new URL("../../page/sample.csv", import.meta.url);

/** Answers the addresses of what is there. */
export async function fill(origin: string): Promise<{ classifier: number; regressor: number; comparison: number }> {
  const send = async (method: string, path: string, body: string | object) => {
    const isText = typeof body === "string";
    const answer = await fetch(origin + path, {
      method,
      headers: { "content-type": isText ? "text/csv" : "application/json" },
      body: isText ? body : JSON.stringify(body),
    });
    const told = await answer.json();
    if (!answer.ok) throw new Error(`${path}: ${JSON.stringify(told).slice(0, 500)}`);
    return told;
  };
  const [heading = "", ...days] = readFileSync(SAMPLE, "utf8").trim().split("\n");
  await send("PUT", "/norms/office", {
    title: "Office, electricity",
    tags: ["sample"],
    target: "electricity",
    unit: "kWh",
    columns: ["T_out"],
    timezone: "America/Chicago",
    lags: { T_out: [] },
    piecewise: { T_out: { knots: 6 } },
    calendar: ["day_of_week"],
    candidates: ["piecewise(T_out)", "day_of_week"],
  });
  for (const year of ["2016", "2017"]) {
    const rows = days.filter((line) => line.startsWith(year));
    await send("POST", `/norms/office/train?target=kWh&batch=${year}`, [heading, ...rows].join("\n"));
  }
  await send("POST", "/norms/office/selection", {});
  const models = "/api/ml_models?name=Random%20Forest&h_tune=true";
  const classifier = await send("POST", `${models}&problem=classification&target=label`, flowers(240));
  const regressor = await send("POST", `${models}&problem=regression&target=kWh`, [heading, ...days].join("\n"));
  const table = flowers(120)
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(","));
  const comparison = await send("POST", "/api/comparisons", {
    problem: "classification",
    X: table.map(([a, b]) => [Number(a), Number(b)]),
    y: table.map(([, , , label]) => label),
  });
  await send("POST", "/sessions", log(240));
  await send("POST", "/sessions/model", {});
  for (;;) {
    const { status } = await (await fetch(`${origin}/api/comparisons/${comparison.id}`)).json();
    const states = (await (await fetch(`${origin}/api/ml_models`)).json())[1].map(
      (model: { status: string }) => model.status,
    );
    if (status !== "running" && !states.includes("training")) break;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return { classifier: classifier.id, regressor: regressor.id, comparison: comparison.id };
}
