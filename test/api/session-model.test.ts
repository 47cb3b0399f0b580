// The gender model from outside: the story of a shop. Each test goes on where the one before it ended.
import { beforeAll, expect, it } from "vitest";
import { makeSessions, SHARES } from "../../example/make-sessions.ts";
import type { Answer } from "../support/client.ts";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";

const VISITORS = 300;
const lines = makeSessions(VISITORS, 11);
const CSV = { "content-type": "text/csv" };

const DAY_MS = 86_400_000;

// Means of five, and a model asked with sines that another machine may round otherwise.
const ROUNDING = 1e-12;

// Of every level, whole and not.
const unseen = ["X9", "X9/Y9/Z9/W9", "A1/never/seen", "☃/é"];

interface Visit {
  session_id: string;
  start: string;
  end: string;
  views: string[];
  gender: "female" | "male";
}

function visitOf(line: string): Visit {
  const [session_id = "", start = "", end = "", views = "", gender] = line.split(",");
  return { session_id, start, end, views: views.split(";"), gender: gender as Visit["gender"] };
}

/** The log counted by hand. A visitor's visits follow each other in time, so that going back is the next visitor. */
function count(visits: Visit[]) {
  const males = visits.filter(({ gender }) => gender === "male").length;
  const jumps = visits.filter(({ start }, i) => i > 0 && start < (visits[i - 1] as Visit).start).length;
  return { sessions: visits.length, classes: { female: visits.length - males, male: males }, blocks: jumps + 1 };
}

/** A column of the model's table, by its name. */
function measure({ start, views }: Visit, column: string): number {
  const [, name = "", level = "0", category = ""] = /^([\w]+)(?:\((\w+)(?:, (.*))?\))?$/.exec(column) ?? [];
  const counted = views.filter((view) => view.split("/")[Number(level) - 1] === category).length;
  const at = new Date(`${start.replace(" ", "T")}Z`);
  const turn = (2 * Math.PI * (at.getTime() % DAY_MS)) / DAY_MS;
  const measures: Record<string, number> = {
    ...{ log_count: Math.log1p(counted), share: counted / views.length },
    ...{ sin: Math.sin(turn), cos: Math.cos(turn), weekend: Number([0, 6].includes(at.getUTCDay())) },
  };
  return measures[name] as number;
}

const sum = (counts: number[]) => counts.reduce((total, each) => total + each, 0);

describeOnEachRuntime("a shop", (call) => {
  const visits = lines.map(visitOf);
  const [first, second, third] = visits as [Visit, Visit, Visit];
  const report = async () => (await call("GET", "/sessions/report")).body;
  const predict = async (id: string, query = "") => (await call("GET", `/sessions/${id}/prediction${query}`)).body;
  const ask = async (visit: object, query = "") => (await call("POST", `/sessions/prediction${query}`, visit)).body;
  const train = async (body: object, headers = {}) => finished(await call("POST", "/sessions/model", body, headers));
  let path: string;

  /** The model that a training came to, whether it was waited for or not. */
  async function finished({ status, headers, body }: Answer) {
    expect([200, 201, 202], JSON.stringify(body)).toContain(status);
    if (status !== 202) return body;
    expect(headers.get("location")).toBe(`/results/${body.task_id}`);
    for (;;) {
      const result = await call("GET", `/results/${body.task_id}`);
      expect([200, 202], JSON.stringify(result.body)).toContain(result.status);
      if (result.status === 200) return result.body;
    }
  }

  const expectNothingTrained = async () => {
    for (const answer of [
      await call("GET", "/sessions/report"),
      await call("GET", `/sessions/${first.session_id}/prediction`),
      await call("GET", "/sessions/nobody/prediction"),
      await call("POST", "/sessions/prediction", first),
    ]) {
      expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 409, body: { code: "not_trained" } });
      expect(answer.body.detail).toMatch(/^Cannot (report|predict): .*POST \/sessions\/model/);
    }
  };

  beforeAll(async () => {
    const { body } = await call("POST", "/sessions", lines.join("\n"), CSV);
    expect(body).toEqual({ received: lines.length, stored: lines.length, replaced: 0, rejected: [] });
  });

  it("is told 409 before it has trained", expectNothingTrained);

  it("has a model of the registry once it has trained", async () => {
    const model = await train({ name: "Ridge" });
    path = `/api/ml_models/${model.id}`;
    const ridge = { problem: "classification", name: "Ridge", h_tune: false, version: 1, status: "ready" };
    expect(model).toMatchObject({ ...ridge, params: { class_weight: "balanced" }, rows: lines.length });
    const [, listed] = (await call("GET", "/api/ml_models")).body;
    expect(listed).toEqual([model]);
    const metric = { model_id: model.id, model_name: "Ridge", metric: "Accuracy", metric_value: model.metric_value };
    expect(await call("POST", `/metrics/${model.id}`)).toMatchObject({ status: 201, body: metric });
    expect((await call("GET", `/metrics/${model.id}`)).body).toMatchObject(metric);
    // The registry says the same of the table's row as the shop is told of the visit.
    const { columns } = (await call("GET", `${path}/card`)).body.data;
    const asked = visits.filter((_, row) => row % 100 === 0);
    const X = asked.map((visit) => columns.map((column: string) => measure(visit, column)));
    const { probability } = (await call("POST", `${path}/predict`, { X })).body;
    for (const [row, { session_id }] of asked.entries()) {
      const told = (await predict(session_id)).probability;
      expect(Math.abs(probability[row][1] - told), session_id).toBeLessThan(ROUNDING);
    }
    const { body: started } = await call("GET", path);
    const { body: genders } = await call("GET", `/results/${started.split(" ").at(-1)}`);
    expect(genders.length).toBe(lines.length);
    expect(new Set(genders)).toEqual(new Set(["female", "male"]));
  });

  it("reads a report whose figures are those of its log", async () => {
    const { body, status, text } = await call("GET", "/sessions/report");
    expect(status).toBe(200);
    expect(text).not.toMatch(/NaN|Infinity/);
    const { data, method, confusion_matrix: confusion, roc, calibration, comparison, features } = body;
    expect(data).toEqual(count(visits));
    expect(confusion.map(sum)).toEqual([data.classes.female, data.classes.male]);
    expect(sum(calibration.map(({ sessions }: { sessions: number }) => sessions))).toBe(lines.length);
    expect(method).toMatchObject({ folds: 5, folds_by: "blocks of sessions", family: "Ridge" });
    expect([method.threshold > 0, method.threshold < 1]).toEqual([true, true]);
    for (const { mean, folds } of [body.balanced_accuracy, body.accuracy, body.roc_auc]) {
      expect(folds).toHaveLength(5);
      expect(Math.abs(mean - sum(folds) / 5)).toBeLessThan(ROUNDING);
    }
    const atLeast = (count: number) => visits.filter(({ views }) => views.length >= count).length;
    const after = body.after_views.map(({ views, sessions }: { views: number; sessions: number }) => [views, sessions]);
    expect(after).toEqual([1, 2, 4, 8].map((count) => [count, atLeast(count)]));
    const most = Math.max(data.classes.female, data.classes.male) / lines.length;
    expect(comparison.majority).toEqual({ balanced_accuracy: 0.5, accuracy: most });
    expect(comparison.families.map(({ name }: { name: string }) => name)).toEqual([
      "Random Forest",
      "SVM",
      "Gradient Boosting",
      "Voting",
    ]);
    expect(body.balanced_accuracy.mean).toBeGreaterThan(0.5);
    expect(roc[0]).toMatchObject({ false_positive_rate: 0, true_positive_rate: 0 });
    expect(roc.at(-1)).toMatchObject({ false_positive_rate: 1, true_positive_rate: 1 });
    // The widest categories are all that the genders differ in.
    expect(Object.keys(SHARES.male).some((name) => features[0].feature.includes(name))).toBe(true);
  });

  it("is told of a visit the same whether it is stored or sent", async () => {
    for (const query of ["", "?explain=false", "?explain=true"]) {
      for (const visit of [first, second, third]) {
        const stored = await predict(visit.session_id, query);
        expect(stored.session_id).toBe(visit.session_id);
        expect(stored.gender).toBe(stored.probability >= stored.threshold ? "male" : "female");
        expect([stored.probability_male, stored.probability_female]).toEqual([
          stored.probability,
          1 - stored.probability,
        ]);
        expect([stored.known_views, stored.warnings]).toEqual([visit.views.length, []]);
        expect(await ask(visit, query)).toEqual(stored);
        expect("explanation" in stored).toBe(query === "?explain=true");
        // Neither a gender nor a visitor that is sent changes what is told.
        expect(await ask({ ...visit, gender: null, visitor: "v" }, query)).toEqual(stored);
        const { session_id: _, gender: __, ...unnamed } = visit;
        expect(await ask(unnamed, query)).toEqual({ ...stored, session_id: null });
      }
    }
    expect((await call("GET", "/sessions/nobody/prediction")).status).toBe(404);
  });

  it("is told what spoke for it and against", async () => {
    const visit = { ...first, session_id: "sent", views: Array(6).fill("A2/A2-B1/C3/D9") };
    const { gender, explanation } = await ask(visit, "?explain=true");
    expect(gender).toBe("male");
    const contributions = (of: { contribution: number }[]) => of.map(({ contribution }) => contribution);
    const [most, least] = [contributions(explanation.for), contributions(explanation.against)];
    expect(most.length).toBeGreaterThan(0);
    expect(most).toEqual(most.filter((each) => each > 0).sort((a, b) => b - a));
    expect(least).toEqual(least.filter((each) => each < 0).sort((a, b) => a - b));
    const counted = [...explanation.for, ...explanation.against].find(({ feature }) => feature === "log_count(1, A2)");
    expect(counted.value).toBeCloseTo(Math.log(7), 12);
    expect((await call("GET", "/sessions/sent")).status).toBe(404);
  });

  it("is told something of categories that nobody ever looked at", async () => {
    const visit = { ...first, session_id: "unseen", views: unseen };
    const told = await ask(visit, "?explain=true");
    expect(told.probability).toBeGreaterThan(0);
    expect(told.probability).toBeLessThan(1);
    // "A1/never/seen" is of one that is known; without it there is none.
    expect([told.known_views, told.warnings]).toEqual([1, []]);
    const { known_views, warnings } = await ask({ ...visit, views: ["X9", "☃/é"] });
    expect([known_views, warnings]).toEqual([0, [expect.stringMatching(/^Nothing known: no view is of a category/)]]);
    const { views: _, ...rest } = visit;
    expect((await call("POST", "/sessions", { sessions: [{ ...rest, views: unseen, gender: null }] })).status).toBe(
      200,
    );
    expect(await predict("unseen", "?explain=true")).toEqual(told);
    // It has no gender, so that it is not learned from.
    await call("DELETE", "/sessions/unseen");
  });

  it("learns from what was replaced, and nothing from what was forgotten, and keeps no version but that", async () => {
    const other: Visit["gender"] = first.gender === "male" ? "female" : "male";
    const changed = { ...first, views: ["A4/A4-B1/C9", "A2"], gender: other } satisfies Visit;
    const before = await predict(first.session_id);
    expect((await call("POST", "/sessions", { sessions: [changed] })).body).toMatchObject({ stored: 1, replaced: 1 });
    const now = await predict(first.session_id);
    expect(now).toEqual(await ask(changed));
    expect(now.probability).not.toBe(before.probability);
    expect((await call("DELETE", `/sessions/${second.session_id}`)).status).toBe(204);
    expect((await call("GET", `/sessions/${second.session_id}/prediction`)).status).toBe(404);

    const model = await train({ name: "Ridge" });
    expect(model).toMatchObject({ version: 2, rows: lines.length - 1 });
    const left = [changed, ...visits.slice(2)];
    expect((await report()).data).toMatchObject(count(left));
    expect((await predict(first.session_id)).model).toEqual({ id: model.id, version: 2 });
    const { versions } = (await call("GET", `${path}/versions`)).body;
    expect(versions.map(({ version }: { version: number }) => version)).toEqual([2]);
    expect((await call("POST", `${path}/versions/1/activate`)).status).toBe(404);
    // The metrics are those that were put until they are refreshed.
    expect((await call("PUT", `/metrics/${model.id}`)).body.metric_value).toBe(model.metric_value);
  });

  it("goes on with another family, and back", async () => {
    const ridge = await predict(third.session_id);
    const body = { problem: "classification", name: "Random Forest", h_tune: false, params: { n_estimators: 25 } };
    const model = await finished(await call("PUT", path, body));
    expect(model).toMatchObject({ version: 3, name: "Random Forest", rows: lines.length - 1 });
    const { method, model: told, comparison } = await report();
    expect(told).toEqual({ id: model.id, version: 3 });
    expect(method).toMatchObject({ family: "Random Forest", params: { n_estimators: 25 } });
    expect(comparison.families.map(({ name }: { name: string }) => name)).toEqual([
      "SVM",
      "Ridge",
      "Gradient Boosting",
      "Voting",
    ]);
    const forest = await predict(third.session_id);
    expect(forest).toMatchObject({ model: told, threshold: method.threshold });
    expect(forest.probability).not.toBe(ridge.probability);
    // Retrained as it was, it says what it said.
    const params = { lambda: 60, standardize: false, class_weight: "balanced" };
    const again = { problem: "classification", name: "Ridge", params };
    const { id, version } = await finished(await call("PUT", path, again));
    expect(version).toBe(4);
    expect(await predict(third.session_id)).toEqual({ ...ridge, model: { id, version } });
    const { versions } = (await call("GET", `${path}/versions`)).body;
    expect(versions.map((each: { version: number }) => each.version)).toEqual([4]);
  });

  it("is told 409 again once its model is deleted", async () => {
    expect((await call("DELETE", path)).status).toBe(204);
    await expectNothingTrained();
    expect((await call("GET", "/api/ml_models")).body[1]).toEqual([]);
    expect((await call("GET", `/sessions/${third.session_id}`)).status).toBe(200);
  });
});
