// No refusal sends back what was sent: whatever stands in whatever place, it is told in forty characters, and all of an answer stays under
// 100 kB.
import { expect, it } from "vitest";
import type { Answer } from "../support/client.ts";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";

const ANSWER_BYTES_MAX = 100_000;
const MESSAGE_LENGTH_MAX = 1_000;
const PATH_LENGTH_MAX = 400;

// More than an answer may have, and less than a specification may.
const LONG = 110_000;
const TEXTS = { plain: "x".repeat(LONG), quotes: '"'.repeat(LONG / 2 - 1_000), wide: "宽".repeat(LONG / 3 - 1_000) };

const rows = { t: ["2026-01-01T00:00Z"], x: { a: [1] }, y: [1] };
const X = { X: [[1], [2]], y: [1, 2] };
const training = {
  problem: "regression",
  name: "Ridge",
  h_tune: false,
  params: { lambda: 1, class_weight: { a: 1 } },
  ...X,
};
const visit = {
  session_id: "1",
  start: "2026-01-01 10:00",
  end: "2026-01-01 10:10",
  views: ["a"],
  gender: null,
  visitor: "v",
};

/** Every call with a body, with all that it may hold. */
const BODIES: [method: string, path: string, body: Record<string, unknown>][] = [
  ["POST", "/norms/n/train", { ...rows, batch: "b", continues: true }],
  ["POST", "/norms/n/predict", { t: rows.t, x: rows.x, version: 1, level: 0.9 }],
  ["POST", "/norms/n/savings", { ...rows, version: 1, level: 0.9 }],
  ["POST", "/norms/n/what-if", { features: ["a"], lambda: "auto", batches: ["b"], until: "2026-01-01" }],
  ["POST", "/norms/n/selection", { lags: "together" }],
  [
    "PUT",
    "/norms/m",
    {
      columns: ["a", "b"],
      lags: { a: [0, "1h"] },
      timezone: "UTC",
      step: "1h",
      calendar: ["weekend", { daily: 1 }],
      rolling: [{ column: "a", window: "6h", statistic: "mean", min_coverage: 0.5 }],
      difference: { a: ["1h"] },
      piecewise: { a: { knots: [1, 2] } },
      degree_days: [{ column: "a", heating: 15 }],
      interactions: [["a", "b"]],
      candidates: ["a", ["b"]],
      lambda: "auto",
      continues: true,
      forget: { half_life: "90d" },
    },
  ],
  ["POST", "/api/ml_models", { ...training, groups: ["a", "b"], t: rows.t }],
  ["POST", "/api/ml_models", { ...training, problem: "classification", y: ["a", "b"] }],
  ["PUT", "/api/ml_models/1", training],
  ["POST", "/api/ml_models/1/predict", { X: [[1]] }],
  [
    "POST",
    "/api/ml_models/upload",
    {
      format: 1,
      problem: "classification",
      name: "Ridge",
      params: { lambda: 1, class_weight: { a: 1 } },
      columns: ["a"],
      columns_with_missing: ["a"],
      classes: ["a", "b"],
      calibration: [{ slope: -1, offset: 0 }],
      unit_count: 1,
      units: [
        {
          lambda: 1,
          alike: [1, 2],
          intercepts: { dtype: "<f8", data: "AAAAAAAA8D8=" },
          coefficients: {},
          strength: {},
        },
      ],
    },
  ],
  ["POST", "/sessions", { sessions: [visit] }],
  ["POST", "/sessions/model", { name: "Ridge", h_tune: false, params: { lambda: 1 } }],
  ["POST", "/sessions/prediction", visit],
];

/** The body again and again, each time with the text in the place of another value, or as a name beside others. */
function* spoilt(value: unknown, text: string): Generator<unknown> {
  yield text;
  if (Array.isArray(value)) {
    for (const [i, each] of value.entries()) for (const other of spoilt(each, text)) yield value.with(i, other);
  } else if (typeof value === "object" && value !== null) {
    yield { ...value, [text]: [1] };
    for (const [name, each] of Object.entries(value)) {
      for (const other of spoilt(each, text)) yield { ...value, [name]: other };
    }
  }
}

function expectShort({ status, body, text }: Answer, of: string): void {
  expect(status, of).toBeLessThan(500);
  expect(Buffer.byteLength(text), of).toBeLessThan(ANSWER_BYTES_MAX);
  if (status < 400) return;
  const messages = [body.detail, ...body.errors.map(({ message }: { message: string }) => message)];
  expect(Math.max(...messages.map(({ length }) => length)), `${of}: ${messages[0]}`).toBeLessThan(MESSAGE_LENGTH_MAX);
  const paths = body.errors.map(({ path }: { path: string }) => path.length);
  expect(Math.max(0, ...paths), of).toBeLessThan(PATH_LENGTH_MAX);
}

describeOnEachRuntime("a refusal", (call) => {
  it("tells the beginning of whatever was sent", async () => {
    await call("POST", "/norms/n/train", { ...rows, batch: "first" });
    await call("POST", "/api/ml_models", { problem: "regression", name: "Ridge", X: [[1], [2], [3]], y: [1, 2, 4] });
    for (const [method, path, body] of BODIES) {
      for (const [kind, text] of Object.entries(TEXTS)) {
        let place = 0;
        for (const spoiltBody of spoilt(body, text)) {
          expectShort(await call(method, path, spoiltBody), `${method} ${path}, ${kind} in place ${place++}`);
        }
      }
    }
  });

  it("tells the first of many names, each of them wide", async () => {
    const names = Array.from({ length: 200 }, (_, i) => `${"宽".repeat(120)}${i}`);
    const unknown = Array.from({ length: 60 }, (_, i) => `${"高".repeat(100)}${i}`);
    const answers = [
      await call("PUT", "/norms/m", { columns: names.slice(0, 250), candidates: unknown }),
      await call("POST", "/norms/n/predict", { x: Object.fromEntries(unknown.map((name) => [name, [1]])) }),
      await call("POST", "/api/ml_models", { ...training, X: Object.fromEntries(names.map((name) => [name, ["a"]])) }),
      await call("POST", "/norms/n/train", `{${unknown.map((name) => `"${name}":1,"${name}":1`)}}`),
    ];
    for (const [i, answer] of answers.entries()) {
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expectShort(answer, `${i}`);
    }
  });

  it("tells the beginning of a log, of text that is no JSON, and of headers", async () => {
    const wide = TEXTS.wide;
    const csv = { "content-type": "text/csv" };
    const log = (line: string) => call("POST", "/sessions", line, csv);
    for (const line of [
      wide,
      `session_id,start,end,views,${wide}`,
      `1,${wide},${wide},a`,
      `${wide},2026-01-01 10:00,2026-01-01 10:10,${wide}`,
    ])
      expectShort(await log(line), `CSV ${line.slice(0, 40)}`);
    for (const text of [
      TEXTS.plain,
      `{"a":${TEXTS.plain}}`,
      `{"${TEXTS.plain}":NaN}`,
      `{"${TEXTS.plain}":1,"${TEXTS.plain}":2}`,
    ])
      expectShort(await call("POST", "/norms/n/predict", text), `text ${text.slice(0, 40)}`);
    const long = "y".repeat(8_000);
    for (const headers of [
      { "content-type": long },
      { "content-encoding": long },
      { "idempotency-key": long },
    ] as Record<string, string>[])
      expectShort(await call("POST", "/norms/n/train", rows, headers), Object.keys(headers)[0] as string);
  });

  it("is one of the caller's, however deep what was sent", async () => {
    const deep = (levels: number) => `${"[".repeat(levels)}0${"]".repeat(levels)}`;
    const refused = async (method: string, path: string, body: string, at: string) => {
      const answer = await call(method, path, body);
      expect(
        { status: answer.status, paths: answer.body.errors.map((fault: { path: string }) => fault.path) },
        path,
      ).toEqual({
        status: 422,
        paths: [at],
      });
    };
    for (const [method, path, body] of BODIES) {
      for (const name of Object.keys(body)) {
        const others = Object.entries(body).filter(([other]) => other !== name);
        const text = JSON.stringify(Object.fromEntries(others)).replace(
          /^\{/,
          `{"${name}":${deep(50_000)}${others.length ? "," : ""}`,
        );
        await refused(method, path, text, `${name}${"[0]".repeat(7)}`);
      }
    }
    // 32 levels with the body itself; what is wrong with fewer is told by the schema.
    await refused("POST", "/norms/n/train", `{"x":${deep(32)},"y":[1]}`, `x${"[0]".repeat(7)}`);
    await refused("POST", "/norms/n/train", `{"x":${deep(31)},"y":[1]}`, "x[0][0]");
  });
});
