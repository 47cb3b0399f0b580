// Who asks: that a wrong token takes as long whatever is wrong with it, and that a token with a scope costs no more than the administrator's.
import { randomBytes } from "node:crypto";
import { clientOf } from "../test/support/client.ts";
import type { Server } from "../test/support/server.ts";
import { ADDRESS_HEADER, type Call, latenciesInTurns, onConnection, onEachRuntime, showLatency } from "./load.ts";
import { type Bench, median, type Row } from "./measure.ts";

// Of one token fewer than its calls of a minute (600): with norms and models one each.
const ROUNDS = 500;
// As long as those that are given out.
const SECRET = `edgefit_${randomBytes(32).toString("base64url")}`;
const X = { c0: [0.5], c1: [0.5] };

const access = { API_TOKEN: SECRET, CLIENT_ADDRESS_HEADER: ADDRESS_HEADER };
export const accessBenches: Bench[] = [
  { name: "wrong tokens", run: () => onEachRuntime(benchWrong, access) },
  { name: "predict with a token of a scope", run: () => onEachRuntime(benchScoped, access) },
];

/** Each from an address of its own, for wrong tokens of one are not looked at after some. */
const lookOf =
  (token: string) =>
  (i: number): Call => ({
    method: "GET",
    path: "/norms/none",
    token,
    address: `10.${token.length % 250}.${i >> 8}.${i & 255}`,
  });
const other = (letter: string | undefined) => (letter === "A" ? "B" : "A");

/** Each kind beside a token that is wrong in all its letters. */
async function benchWrong(name: string, { origin }: Server): Promise<Row[]> {
  const given = await give(origin, { name: "given", scope: "read" });
  const kinds = {
    "API_TOKEN but for its first byte": other(SECRET[0]) + SECRET.slice(1),
    "API_TOKEN but for its last byte": SECRET.slice(0, -1) + other(SECRET.at(-1)),
    "API_TOKEN without its last half": SECRET.slice(0, SECRET.length / 2),
    "API_TOKEN twice": SECRET + SECRET,
    "a given token but for its first byte": other(given[0]) + given.slice(1),
    "a given token but for its last byte": given.slice(0, -1) + other(given.at(-1)),
    "another one of random bytes": `edgefit_${randomBytes(32).toString("base64url")}`,
  };
  const calls = ["x".repeat(SECRET.length), ...Object.values(kinds)].map(lookOf);
  const [peer = [], ...ours] = await onConnection(origin, (send) => latenciesInTurns(send, ROUNDS, ...calls));
  const noise = spread(peer);
  return Object.keys(kinds).map((kind, i) => ({
    what: `${name}: ${kind}`,
    ours: showLatency(ours[i] as number[]),
    peer: `wrong in all letters ${showLatency(peer)}, halves of it differ by ${noise.toFixed(3)}×`,
    ratio: median(ours[i] as number[]) / median(peer),
    bar: { atMost: 1.1 },
  }));
}

/** How much the medians of two halves of the same differ: those of even and of odd rounds. */
function spread(times: number[]): number {
  const [even, odd] = [0, 1].map((rest) => median(times.filter((_, i) => i % 2 === rest))) as [number, number];
  return Math.max(even / odd, odd / even);
}

async function benchScoped(name: string, { origin }: Server): Promise<Row[]> {
  const admin = authorised(origin);
  await admin("POST", "/norms/plant-a-1/train", { x: { c0: [1, 2, 3, 5], c1: [3, 1, 2, 9] }, y: [3, 5, 7, 8] });
  const table = { X: { c0: [1, 2, 3, 4, 5, 6], c1: [2, 1, 4, 3, 6, 5] }, y: [3, 5, 7, 9, 11, 13] };
  const ridge = { problem: "regression", name: "Ridge", h_tune: false, title: "shop a", ...table };
  const { id } = (await admin("POST", "/api/ml_models", ridge)).body;
  const rows: Row[] = [];
  for (const [kind, path, body] of [
    ["norm", "/norms/plant-a-1/predict", { x: X }],
    ["model", `/api/ml_models/${id}/predict`, { X }],
  ] as const) {
    const tokens = [
      SECRET,
      await give(origin, { name: `scoped-${kind}`, scope: "predict" }),
      await give(origin, { name: `prefixed-${kind}`, scope: "predict", norms: "plant-a-", models: "shop " }),
    ];
    const calls = tokens.map((token): Call => ({ method: "POST", path, body: JSON.stringify(body), token }));
    const [admins = [], ...others] = await onConnection(origin, (send) =>
      latenciesInTurns(send, ROUNDS, ...calls.map((call) => () => call)),
    );
    for (const [i, which] of ["with a scope", "with prefixes"].entries())
      rows.push({
        what: `${name}: predict of a ${kind}, a token ${which}`,
        ours: showLatency(others[i] as number[]),
        peer: `API_TOKEN ${showLatency(admins)}`,
        ratio: median(others[i] as number[]) / median(admins),
        bar: { atMost: 1.1 },
      });
  }
  return rows;
}

async function give(origin: string, asked: object): Promise<string> {
  return (await authorised(origin)("POST", "/tokens", asked)).body.token;
}

function authorised(origin: string) {
  const call = clientOf(origin);
  return async (method: string, path: string, body: unknown) => {
    const answer = await call(method, path, body, { authorization: `Bearer ${SECRET}` });
    if (answer.status >= 300) throw new Error(answer.text);
    return answer;
  };
}
