import { expect, it } from "vitest";
import { createTurn } from "../../src/runtime/deno/turn.ts";

const round = () => new Promise<void>((resolve) => setImmediate(resolve));

it("lets what needs some rounds of the event loop through between two that keep the thread", async () => {
  const turn = createTurn();
  const done: string[] = [];
  const large = async (name: string) => {
    await turn();
    const until = performance.now() + 50;
    while (performance.now() < until);
    done.push(name);
  };
  const small = async () => {
    // Accepted, read, worked on, answered.
    for (let i = 0; i < 4; i++) await round();
    done.push("small");
  };
  await Promise.all([large("first"), large("second"), small()]);
  expect(done).toEqual(["first", "small", "second"]);
  // After a pause nobody waits.
  await large("third");
  expect(done.at(-1)).toBe("third");
});
