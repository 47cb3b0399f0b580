import { expect, it } from "vitest";
import { families, PROBLEMS } from "../../src/engine/model/families.ts";
import { routes } from "../../src/routes.ts";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";
import { resolve } from "../support/resolve.ts";

describeOnEachRuntime("the open calls", (call) => {
  it("say where to look, and every link leads somewhere", async () => {
    const { body } = await call("GET", "/");
    expect(body).toMatchObject({ name: "Edgefit" });
    for (const path of Object.values(body.links as Record<string, string>)) {
      const { status } = await call("GET", path);
      expect([200, 405], path).toContain(status);
    }
  });

  it("describe every route of the table, and none besides", async () => {
    const { body } = await call("GET", "/openapi.json");
    expect(body.openapi).toBe("3.1.0");
    const described = Object.entries(body.paths as Record<string, object>).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ":$1")}`),
    );
    expect(described.sort()).toEqual(routes.map(({ method, path }) => `${method} ${path}`).sort());
  });

  it("describe what a request may be: limits, null, both forms of x", async () => {
    const { body } = await call("GET", "/openapi.json");
    const { post } = body.paths["/norms/{norm}/train"];
    const schema = resolve(body, post.requestBody.content["application/json"].schema);
    const [norm] = post.parameters;
    expect(resolve(body, norm)).toMatchObject({ name: "norm", in: "path", required: true, schema: { maxLength: 63 } });
    expect(schema.required).toEqual(["x", "y"]);
    expect(schema.additionalProperties).toBe(false);
    const { x, y } = schema.properties;
    expect(resolve(body, x).anyOf.map(({ type }: { type: string }) => type)).toEqual(["object", "array"]);
    expect(resolve(body, y)).toMatchObject({ maxItems: 100_000, items: { type: ["number", "null"] } });
    const { put } = body.paths["/norms/{norm}"];
    const specification = resolve(body, put.requestBody.content["application/json"].schema);
    expect(specification.properties.lags.description).toContain("continues: false");
  });

  it("describe a training of each family for each problem, with its hyperparameters", async () => {
    const { body } = await call("GET", "/openapi.json");
    const { schema } = body.paths["/api/ml_models"].post.requestBody.content["application/json"];
    const options = resolve(body, schema)
      .oneOf.flatMap(({ oneOf }: { oneOf: object[] }) => oneOf)
      .map((option: object) => resolve(body, option));
    const told = options.map(({ properties }: (typeof options)[number]) => ({
      problem: properties.problem.const,
      name: properties.name.const,
      params: Object.keys(resolve(body, properties.params).properties),
    }));
    const known = PROBLEMS.flatMap((problem) =>
      families.map(({ name, params }) => ({ problem, name, params: Object.keys(params[problem].entries) })),
    );
    expect(told).toEqual(known);
    expect(options[0].required).toEqual(["name", "problem", "X", "y"]);
  });

  it("describe the header that leads to more models", async () => {
    const { body } = await call("GET", "/openapi.json");
    const { headers } = body.paths["/api/ml_models"].get.responses[200];
    expect(resolve(body, headers["Edgefit-Answer"]).description).toContain("no row");
    expect(resolve(body, headers.Link).description).toContain('rel="next"');
    expect(body.paths["/api/ml_models"].post.responses[201].headers).toBeUndefined();
  });

  it("answer HEAD as GET without a body", async () => {
    const { status, body, headers } = await call("HEAD", "/health");
    expect([status, body, headers.get("content-type")]).toEqual([200, "", "application/json"]);
  });
});
