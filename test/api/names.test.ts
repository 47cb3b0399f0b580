// Names that objects have of themselves are names like any other, or are refused: none is lost, and none means something else.
import { expect, it } from "vitest";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";

const NAMES = ["__proto__", "constructor", "toString", "hasOwnProperty"];

describeOnEachRuntime("a name that objects have", (call) => {
  it.each(["Ridge", "SVM", "Random Forest"])("is a class with its weight: %s", async (family) => {
    // Two classes that overlap: where one of them weighs a hundred times as much, it is told where the other was.
    const X = Array.from({ length: 60 }, (_, i) => [((i * 37) % 60) / 60]);
    const predicted = async (label: string, weight: number) => {
      const y = X.map(([x = 0], i) => (x + ((i * 31) % 10) / 10 > 1 ? label : "other"));
      const seed = family === "Random Forest" ? ',"seed":1,"min_samples_leaf":10' : "";
      const params = `{"class_weight":{"${label}":${weight}}${seed}}`;
      const body = `{"problem":"classification","name":"${family}","h_tune":false,"X":${JSON.stringify(X)},"y":${JSON.stringify(y)},"params":${params}}`;
      const { status, body: model, text } = await call("POST", "/api/ml_models", body);
      expect(status, text).toBe(201);
      expect(text).toContain(`"class_weight":{"${label}":${weight}}`);
      const answer = await call("POST", `/api/ml_models/${model.id}/predict`, {
        X: [[0.1], [0.3], [0.4], [0.5], [0.9]],
      });
      return answer.body.y.map((each: string) => each === label);
    };
    const [light, heavy] = [await predicted("plain", 1), await predicted("plain", 100)];
    expect(light).not.toEqual(heavy);
    for (const name of NAMES) expect(await predicted(name, 100), name).toEqual(heavy);
  });

  it("is a category, a group and a visitor", async () => {
    const views = NAMES.map((name) => `${name}/${name}`);
    const session = {
      session_id: "__proto__",
      start: "2026-01-01 10:00",
      end: "2026-01-01 10:10",
      visitor: "constructor",
      views,
    };
    expect((await call("POST", "/sessions", { sessions: [session] })).body.stored).toBe(1);
    for (const level of [1, 2]) {
      const { text } = await call("GET", `/sessions/__proto__/categories?level=${level}`);
      for (const name of NAMES) expect(text).toContain(`"${name}":1`);
    }
    const X = Array.from({ length: 8 }, (_, i) => [i]);
    const model = { problem: "regression", name: "Ridge", X, y: X.flat(), groups: [...NAMES, ...NAMES] };
    expect((await call("POST", "/api/ml_models", model)).status).toBe(201);
  });

  it.each(NAMES)("is refused where it names nothing: %s", async (name) => {
    const paths = async (method: string, path: string, body?: string) => {
      const { status, body: problem } = await call(method, path, body);
      expect(status, `${method} ${path}`).toBe(422);
      return problem.errors.map((fault: { path: string }) => fault.path);
    };
    const training = '"problem":"regression","name":"Ridge","X":[[1],[2]],"y":[1,2]';
    expect(await paths("POST", "/api/ml_models", `{${training},"params":{"${name}":1}}`)).toEqual([`params.${name}`]);
    expect(await paths("POST", "/api/ml_models", `{${training},"${name}":1}`)).toEqual([name]);
    expect(await paths("POST", "/norms/n/train", `{"x":{"${name}":[1]},"y":[1]}`)).toEqual([`x.${name}`]);
    for (const field of ["lags", "difference"])
      expect(await paths("PUT", "/norms/n", `{"columns":["a"],"${field}":{"${name}":[1]}}`)).toEqual([field]);
    expect(await paths("PUT", "/norms/n", `{"columns":["a"],"piecewise":{"${name}":{"knots":1}}}`)).toEqual([
      "piecewise",
    ]);
    expect(await paths("PUT", "/norms/n", `{"columns":["${name}"]}`)).toEqual(["columns[0]"]);
    expect(await paths("GET", `/norms?${name}=1`)).toEqual([name]);
  });
});
