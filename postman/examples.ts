// src/examples.json: what the OpenAPI document shows of each call, made of what is saved in edgefit.json.
import { readFileSync } from "node:fs";
import { fileOf, type Item } from "./collection.ts";
import { routeOf } from "./route-of.ts";

export interface Examples {
  /** By operationId: a body, and an answer for each status; both JSON. */
  calls: Record<string, Call>;
  /** By status a problem. */
  refusals: Record<string, unknown>;
}

interface Call {
  request?: unknown;
  answers: Record<string, unknown>;
}

export function readExamples(): Examples {
  return JSON.parse(readFileSync(fileOf("../src/examples.json"), "utf8"));
}

/** The first request of each call that has a body of JSON, and the first answer of JSON of each status; `sent`: an item's body, filled in. */
export function examplesOf(items: Iterable<Item>, sent: (item: Item) => string): Examples["calls"] {
  const calls: Examples["calls"] = {};
  for (const item of items) {
    const id = routeOf(item.request)?.endpoint.id;
    const [saved] = item.response ?? [];
    if (id === undefined || saved === undefined || saved.code >= 400) continue;
    const { request, answers } = calls[id] ?? { answers: {} };
    const asked = request ?? (isJson(item.request.header) ? JSON.parse(sent(item)) : undefined);
    const told = isJson(saved.header) ? { [saved.code]: JSON.parse(saved.body, withFewCurves), ...answers } : answers;
    calls[id] = { ...(asked !== undefined && { request: asked }), answers: told };
  }
  return calls;
}

const CURVES_SHOWN = 2;

/** Of the curves of single rows, of which a card has a hundred, some tell what they look like. */
function withFewCurves(key: string, value: unknown): unknown {
  const isCurves = key === "rows" && Array.isArray(value) && Array.isArray(value[0]);
  return isCurves ? value.slice(0, CURVES_SHOWN) : value;
}

function isJson(header: Item["request"]["header"]): boolean {
  return header.some(({ key, value }) => key === "Content-Type" && value === "application/json");
}
