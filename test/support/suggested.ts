// A body, described; and learned from with the queries that are suggested for it.
import { expect } from "vitest";
import type { Client } from "./client.ts";

export type Sent = [body: string | Uint8Array, headers: Record<string, string>, query?: string];

/** A list is a name that is given again and again. */
export function queryOf(suggestion: Record<string, string | string[]>): string {
  const pairs = Object.entries(suggestion).flatMap(([name, value]) => [value].flat().map((each) => [name, each]));
  return new URLSearchParams(pairs).toString();
}

/** The answer to a description, of which each suggestion is tried: it trains, or there is none and a warning says why. */
export async function describeAndTrain(call: Client, [body, headers, query = ""]: Sent) {
  const ask = () => call("POST", `/tables?${query}`, body, headers);
  // Where the body before was refused before all of it was read, its connection is closed, be the next request on its way or not.
  const described = await ask().catch((error) => (error instanceof TypeError ? ask() : Promise.reject(error)));
  if (described.status !== 200) return described;
  const { suggestions, warnings, target } = described.body;
  const isToldOf = (kind: string) => target === null || warnings.some((warning: string) => warning.startsWith(kind));
  expect(isToldOf("Not for a norm"), described.text).toBe(suggestions.norm === null || target === null);
  expect(isToldOf("Not for a model"), described.text).toBe(suggestions.model === null || target === null);
  if (suggestions.norm !== null) {
    const trained = await call("POST", `/norms/suggested/train?${queryOf(suggestions.norm)}`, body, headers);
    expect(trained.status, trained.text).toBe(200);
    await call("DELETE", "/norms/suggested");
  }
  if (suggestions.model !== null) {
    const asked = `/api/ml_models?${queryOf({ ...suggestions.model, name: "Ridge" })}`;
    const trained = await call("POST", asked, body, headers);
    expect(trained.status, trained.text).toBeLessThan(300);
    const id = trained.body.id ?? trained.body.model_id;
    await call("DELETE", `/api/ml_models/${id}`);
  }
  return described;
}
