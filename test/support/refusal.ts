// One row of a table of refusals, and what every refusal looks like.
import { isDeepStrictEqual } from "node:util";
import { beforeAll, expect, it } from "vitest";
import type { Client } from "./client.ts";

export interface Refusal {
  /** What is wrong. */
  of: string;
  send: [method: string, path: string, body?: unknown, headers?: Record<string, string>];
  status: number;
  code: string;
  /** The path of the fault, where there is one. */
  at?: string;
}

const CODES: Record<number, string> = {
  400: "malformed_json",
  404: "not_found",
  405: "method_not_allowed",
  409: "conflict",
  413: "too_large",
  415: "unsupported_media_type",
  422: "invalid",
};

/** A row of the table; the code follows from the status unless given. */
export function row(
  of: string,
  send: Refusal["send"],
  status: number,
  at?: string,
  code = CODES[status] as string,
): Refusal {
  return { of, send, status, code, ...(at === undefined ? {} : { at }) };
}

/** Sends what is wrong, and expects the answer of the table. */
export async function expectRefusal(call: Client, { send, status, code, at }: Refusal): Promise<void> {
  const answer = await call(...send);
  expect({ status: answer.status, code: answer.body.code }, JSON.stringify(answer.body)).toEqual({ status, code });
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(Object.keys(answer.body)).toEqual(["type", "title", "status", "detail", "code", "errors"]);
  expect(answer.body.detail).toMatch(/^Cannot /);
  if (at !== undefined) expect(answer.body.errors.map(({ path }: { path: string }) => path)).toContain(at);
  if (status === 405) expect(answer.headers.get("allow")).toMatch(/[A-Z]/);
}

/**
 * A test for each row of a table, several at a time, and one that nothing of what is stored has changed with all of them; where something
 * has, those are named that change something once more. `send`: what a row sends, unless that is as it stands.
 */
export function itRefuses(
  call: Client,
  refusals: readonly Refusal[],
  { everything, send = (refusal) => refusal.send }: { everything: () => Promise<unknown>; send?: (refusal: Refusal) => Refusal["send"] }, // biome-ignore format: one line
): void {
  let before: unknown;
  beforeAll(async () => {
    before = await everything();
  });

  it.concurrent.each(refusals)("$of: $status $code", async (refusal) => {
    await expectRefusal(call, { ...refusal, send: send(refusal) });
  });

  it("change nothing that is stored", { timeout: 600_000 }, async () => {
    let now = await everything();
    const isChanged = !isDeepStrictEqual(now, before);
    const culprits: string[] = [];
    for (const refusal of isChanged ? refusals : []) {
      await call(...send(refusal));
      const then = await everything();
      if (!isDeepStrictEqual(then, now)) culprits.push(refusal.of);
      now = then;
    }
    expect(culprits).toEqual([]);
    if (isChanged) expect(now).toEqual(before);
  });
}
