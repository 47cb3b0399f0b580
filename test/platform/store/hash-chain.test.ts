import { expect, it } from "vitest";
import { hashChain } from "../../../src/platform/store/hash-chain.ts";
import { uniform } from "../../support/numbers.ts";

async function hashOf(pieces: Uint8Array[], beside = ""): Promise<string> {
  const chain = hashChain();
  for (const piece of pieces) await chain.add(piece);
  return chain.end(beside);
}

it("is the same however bytes were cut, and another where one is another, or there is one more", async () => {
  const draw = uniform(1);
  // Past two blocks of a megabyte.
  const bytes = Uint8Array.from({ length: 2_200_000 }, () => 256 * draw());
  const whole = await hashOf([bytes]);
  expect(whole).toMatch(/^[0-9a-f]{64}$/);
  expect(await hashOf([bytes.subarray(0, 7), bytes.subarray(7, 1_048_576), bytes.subarray(1_048_576)])).toBe(whole);
  expect(await hashOf([bytes], "other")).not.toBe(whole);
  expect(await hashOf([bytes, Uint8Array.of(0)])).not.toBe(whole);
  expect(await hashOf([bytes.with(3, (bytes[3] as number) ^ 1)])).not.toBe(whole);
});
