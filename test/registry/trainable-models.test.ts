// The models that can be trained, as a form is made of them.
import { describe, expect, it } from "vitest";
import { trainableModels } from "../../src/registry/route/trainable-models.ts";
// What weights of classes are is written there by hand.
import "../../src/registry/schema/model-request.ts";

interface Field {
  type?: string;
  description?: string;
  default?: unknown;
  enum?: unknown[];
  const?: unknown;
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
  anyOf?: Field[];
}

describe.each(trainableModels())("$name of $problem", ({ hyperparameters }) => {
  it.each(Object.entries(hyperparameters as Record<string, Field>))("%s has all that a field needs", (_, field) => {
    expect(field.description?.trim()).toMatch(/\S/);
    expect(field).toHaveProperty("default");
    expect(JSON.stringify(field)).not.toContain("$ref");
    for (const kind of field.anyOf ?? [field]) {
      const isNumber = kind.type === "number" || kind.type === "integer";
      if (isNumber && kind.enum === undefined) {
        expect(Number.isFinite(kind.minimum ?? kind.exclusiveMinimum)).toBe(true);
        expect(Number.isFinite(kind.maximum)).toBe(true);
      } else expect(kind.type ?? kind.const ?? kind.anyOf).toBeDefined();
    }
  });
});

it("weights of classes are null, a word or numbers by class", () => {
  const forest = trainableModels().find(
    ({ name, problem }) => name === "Random Forest" && problem === "classification",
  );
  expect(forest?.hyperparameters.class_weight).toMatchObject({
    anyOf: [{ anyOf: [{ const: "balanced" }, { type: "object" }] }, { type: "null" }],
    default: null,
  });
});
