// Titles, descriptions, tags, targets and units of norms and models: they say nothing to any number.
import { describe, expect, it } from "vitest";
import {
  COLUMN_NAME_LENGTH_MAX,
  DESCRIPTION_LENGTH_MAX,
  TAG_COUNT_MAX,
  TAG_LENGTH_MAX,
  TITLE_LENGTH_MAX,
  UNIT_LENGTH_MAX,
} from "../../src/platform/schema/limit.ts";
import type { Answer } from "../support/client.ts";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";

const NONE = { title: null, description: null, tags: [], target: null, unit: null };
const aboutOf = ({ body: { title, description, tags, target, unit } }: Answer) => ({
  ...{ title, description, tags, target, unit },
});
const rows = { x: { T_out: [0, 1, 2] }, y: [1, 3, 5] };
const order = { problem: "regression", name: "Ridge", h_tune: false, X: [[1], [2], [3], [4]], y: [3, 5, 7, 9] };
const full = {
  title: "Boiler house: gas, m³/h",
  description: "Meter 17.\n\tReplaced in 2024.",
  tags: ["gas", "Main Street", "ÉTÉ 😀"],
  target: "gas",
  unit: "m³",
};

describeOnEachRuntime("what a norm is called", (call) => {
  const put = (body: object) => call("PUT", "/norms/boiler", { columns: ["T_out"], ...body });
  const history = async () => (await call("GET", "/norms/boiler/history")).body.history.length;

  it("stays until it is changed, at any time, and makes no version", async () => {
    const made = await put(full);
    expect([made.status, aboutOf(made)]).toEqual([201, full]);
    expect(made.body.spec).not.toHaveProperty("title");
    await call("POST", "/norms/boiler/train", rows);
    expect(aboutOf(await call("GET", "/norms/boiler"))).toEqual(full);
    const before = await history();
    expect(aboutOf(await put({}))).toEqual(full);
    expect(aboutOf(await put({ title: "Boiler" }))).toEqual({ ...full, title: "Boiler" });
    expect(await history()).toBe(before);
    expect(aboutOf(await put({ title: null, tags: [], target: null, unit: null }))).toEqual({
      ...NONE,
      description: full.description,
    });
    // With another λ it is a version as well.
    expect(aboutOf(await put({ tags: ["gas"], lambda: 1 }))).toEqual({
      ...NONE,
      description: full.description,
      tags: ["gas"],
    });
    expect(await history()).toBe(before + 1);
  });

  it("is left as it is where the specification is refused", async () => {
    const refused = await put({ columns: ["other"], title: "Other" });
    expect([refused.status, aboutOf(await call("GET", "/norms/boiler")).title]).toEqual([409, null]);
  });

  it("is nothing where its first train made it", async () => {
    await call("POST", "/norms/made/train", rows);
    expect(aboutOf(await call("GET", "/norms/made"))).toEqual(NONE);
  });

  it("finds it by its tag, page by page", async () => {
    for (const name of ["a", "b", "c", "d"])
      await call("PUT", `/norms/tagged-${name}`, {
        columns: ["x"],
        tags: name === "c" ? ["other"] : ["some & more", "x"],
      });
    const list = async (query: string) => (await call("GET", `/norms?tag=some%20%26%20more${query}`)).body;
    const namesOf = ({ norms }: { norms: { norm: string }[] }) => norms.map(({ norm }) => norm);
    const first = await list("&limit=2");
    expect([namesOf(first), first.next]).toEqual([["tagged-a", "tagged-b"], "tagged-b"]);
    expect(first.norms[0].tags).toEqual(["some & more", "x"]);
    const second = await list(`&limit=2&after=${first.next}`);
    expect([namesOf(second), second.next]).toEqual([["tagged-d"], null]);
    expect((await call("GET", "/norms?tag=Other")).body.norms).toEqual([]);
    const csv = await call("GET", "/norms?tag=x&limit=1", undefined, { accept: "text/csv" });
    expect(csv.headers.get("link")).toBe('<?after=tagged-a&tag=x&limit=1>; rel="next"');
    expect(csv.text.split("\r\n")[1]).toMatch(/^tagged-a,0,0,[^,]+,,,"some & more; x",,,*$/);
  });

  it("holds as much as is said, and no more", async () => {
    const most = {
      title: "t".repeat(TITLE_LENGTH_MAX),
      description: "d".repeat(DESCRIPTION_LENGTH_MAX),
      tags: Array.from({ length: TAG_COUNT_MAX }, (_, i) => String.fromCharCode(97 + i).repeat(TAG_LENGTH_MAX)),
      target: "y".repeat(COLUMN_NAME_LENGTH_MAX),
      unit: "u".repeat(UNIT_LENGTH_MAX),
    };
    expect(aboutOf(await put(most))).toEqual(most);
    expect((await put({ title: `${most.title}t` })).body.errors[0].message).toContain("201 characters; at most 200");
    expect((await put({ description: `${most.description}d` })).body.errors[0].message).toContain("at most 2000");
    expect((await put({ tags: [...most.tags, "z"] })).body.errors[0].message).toContain("21 tags are more than the 20");
    expect((await put({ tags: [`${most.tags[0]}a`] })).body.errors[0]).toMatchObject({ path: "tags[0]" });
    expect((await put({ target: `${most.target}y` })).body.errors[0].message).toContain("129 characters; at most 128");
    expect((await put({ unit: `${most.unit}u` })).body.errors[0].message).toContain("33 characters; at most 32");
    expect(aboutOf(await call("GET", "/norms/boiler"))).toEqual(most);
  });

  describe("is refused", () => {
    it.each<[string, object, string, string]>([
      ["of a number", { title: 7 }, "title", "7 is no text"],
      ["without characters", { title: "" }, "title", "no characters but blanks"],
      ["of blanks", { description: " \n" }, "description", "no characters but blanks"],
      ["with a blank at its end", { tags: ["gas "] }, "tags[0]", "begins or ends with a blank"],
      ["with two lines", { title: "a\nb" }, "title", "a control character at place 2"],
      ["with a bell", { description: "a\u0007" }, "description", "a control character at place 2"],
      ["with half a character", { title: "a\ud800" }, "title", "halves of characters"],
      ["with a tag twice", { tags: ["a", "a"] }, "tags", "a tag twice"],
      ["with no list of tags", { tags: "a" }, "tags", "is not an array of tags"],
      ["with a tag that is none", { tags: [null] }, "tags[0]", "null is no text"],
    ])("%s", async (_, body, path, message) => {
      const { status, body: told } = await put(body);
      expect([status, told.errors[0].path]).toEqual([422, path]);
      expect(told.errors[0].message).toContain(message);
    });
  });
});

describeOnEachRuntime("what a model is called", (call) => {
  it("stays through trainings, and is changed without one", async () => {
    const made = await call("POST", "/api/ml_models", { ...order, ...full });
    expect([made.status, aboutOf(made)]).toEqual([201, full]);
    const at = `/api/ml_models/${made.body.id}`;
    expect(aboutOf(await call("PUT", at, { problem: "regression", name: "Ridge", h_tune: false }))).toEqual(full);
    const again = { problem: "regression", name: "Ridge", h_tune: false, title: "Other" };
    expect(aboutOf(await call("PUT", at, again))).toEqual({ ...full, title: "Other" });
    const changed = await call("PATCH", at, { description: null, tags: ["new"] });
    expect([changed.status, changed.body.version, aboutOf(changed)]).toEqual([200, 3, { ...full, title: "Other", description: null, tags: ["new"] }]); // biome-ignore format: one line
    const merged = await call("PATCH", at, JSON.stringify({ title: null, target: null, unit: null }), {
      "content-type": "application/merge-patch+json",
    });
    expect(aboutOf(merged)).toEqual({ ...NONE, tags: ["new"] });
    expect(aboutOf(await call("GET", `${at}/card`))).toEqual({ ...NONE, tags: ["new"] });
    expect((await call("PATCH", at, { title: "" })).status).toBe(422);
    expect((await call("PATCH", at, { name: "x" })).status).toBe(422);
    expect((await call("PATCH", "/api/ml_models/999999", {})).status).toBe(404);
    expect(aboutOf(await call("POST", "/api/ml_models", order))).toEqual(NONE);
  });

  it("finds it by its tag, page by page", async () => {
    const ids: number[] = [];
    for (const tags of [["a", "b"], ["b"], ["a"]])
      ids.push((await call("POST", "/api/ml_models", { ...order, tags })).body.id);
    const first = await call("GET", "/api/ml_models?tag=a&limit=1");
    expect(first.body[1].map(({ id }: { id: number }) => id)).toEqual([ids[0]]);
    expect(first.headers.get("link")).toBe(`<?after=${ids[0]}&tag=a&limit=1>; rel="next"`);
    const second = await call("GET", `/api/ml_models?after=${ids[0]}&tag=a&limit=1`);
    expect(second.body[1].map(({ id, tags }: { id: number; tags: string[] }) => [id, tags])).toEqual([[ids[2], ["a"]]]);
    expect(second.headers.get("link")).toBeNull();
  });
});

const CSV = { "content-type": "text/csv" };

describeOnEachRuntime("what a table's column says of the target", (call) => {
  const targetOf = async (at: string) => (await call("GET", at)).body.target;
  const csvOf = (name: string, rows = 4) =>
    `T_out,${name}\n${Array.from({ length: rows }, (_, i) => `${i},${3 * i + (i % 2)}`).join("\n")}`;

  it("is the target of a norm that has none, and of no other", async () => {
    const train = async (norm: string, column: string, query = `?target=${column}`) => {
      expect((await call("POST", `/norms/${norm}/train${query}`, csvOf(column), CSV)).status).toBe(200);
      return targetOf(`/norms/${norm}`);
    };
    expect(await train("new", "kWh")).toBe("kWh");
    expect(await train("new", "MWh")).toBe("kWh");
    expect(await train("unnamed", "y", "")).toBeNull();
    expect(await train("unnamed", "kWh")).toBe("kWh");
    await call("PUT", "/norms/said", { columns: ["T_out"], target: "electricity", title: "Office" });
    expect(await train("said", "kWh")).toBe("electricity");
    await call("PUT", "/norms/titled", { columns: ["T_out"], title: "Office" });
    expect(await train("titled", "kWh")).toBe("kWh");
    expect((await call("GET", "/norms/titled")).body).toMatchObject({ title: "Office", unit: null });
    const wide = "a".repeat(COLUMN_NAME_LENGTH_MAX);
    expect(await train("wide", wide)).toBe(wide);
  });

  it("is the target of a norm that learns a file chunk by chunk", async () => {
    const rows = Array.from({ length: 120_000 }, (_, i) => `${i % 40},${3 * (i % 40) + (i % 2)}`).join("\n");
    expect((await call("POST", "/norms/long/train?target=kWh", `T_out,kWh\n${rows}`, CSV)).status).toBe(200);
    expect(await targetOf("/norms/long")).toBe("kWh");
  });

  it("is the target of a model, until another is given", async () => {
    const query = (column: string) => `?problem=regression&name=Ridge&target=${column}&unit=EUR`;
    const made = await call("POST", `/api/ml_models${query("price")}`, csvOf("price"), CSV);
    expect([made.status, made.body.target, made.body.unit]).toEqual([201, "price", "EUR"]);
    const at = `/api/ml_models/${made.body.id}`;
    expect((await call("PUT", `${at}${query("cost")}`, csvOf("cost"), CSV)).body.target).toBe("price");
    await call("PATCH", at, { target: null });
    expect((await call("PUT", `${at}${query("cost")}`, csvOf("cost"), CSV)).body.target).toBe("cost");
  });

  it("is the target of a comparison and of the model that comes of it", async () => {
    const query = "?problem=regression&target=price&train_best=true&candidates=%5B%7B%22name%22:%22Ridge%22%7D%5D";
    const compared = await call("POST", `/api/comparisons${query}`, csvOf("price", 12), CSV);
    expect([compared.status, compared.body.target]).toEqual([201, "price"]);
    expect(await targetOf(`/api/ml_models/${compared.body.model.id}/card`)).toBe("price");
  });
});
