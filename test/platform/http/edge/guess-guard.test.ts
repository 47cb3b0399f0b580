import { expect, it } from "vitest";
import { AppError } from "../../../../src/error.ts";
import { ADMINISTRATOR } from "../../../../src/platform/context/caller.ts";
import { createGuessGuard } from "../../../../src/platform/http/edge/guess-guard.ts";
import { createLimiter } from "../../../../src/platform/http/edge/limiter.ts";

/** Two guesses a minute; "right" is right as long as it is not withdrawn. */
function guardAt() {
  const world = { ms: 0, isWithdrawn: false, looks: 0 };
  const guard = createGuessGuard(
    createLimiter(2, () => world.ms),
    () => world.ms,
  );
  const ask = (token: string | undefined, network = "a") =>
    guard
      .watch({ network, token }, async () => {
        world.looks++;
        if (token !== "right" || world.isWithdrawn) throw new AppError("unauthorized", "no");
        return ADMINISTRATOR;
      })
      .then(() => "in")
      .catch((error: AppError) => error.code);
  return { world, ask };
}

it("looks at no token of a network that has guessed too often, until it may again", async () => {
  const { world, ask } = guardAt();
  expect([await ask("1"), await ask("2"), await ask("3"), await ask("4")]).toEqual([
    "unauthorized",
    "unauthorized",
    "unauthorized",
    "rate_limited",
  ]);
  expect(world.looks).toBe(3);
  // Not even at the right one, which nobody has sent before; elsewhere it is.
  expect([await ask("right"), await ask("right", "b")]).toEqual(["rate_limited", "in"]);
  world.ms = 30_000;
  expect(await ask("5")).toBe("unauthorized");
});

it("serves who was right before, beside who guesses, and not when that token is withdrawn", async () => {
  const { world, ask } = guardAt();
  expect(await ask("right")).toBe("in");
  for (let n = 0; n < 5; n++) await ask(`${n}`);
  expect(await ask("right")).toBe("in");
  world.isWithdrawn = true;
  expect([await ask("right"), await ask("right")]).toEqual(["unauthorized", "rate_limited"]);
});

it("counts nobody who sends no token", async () => {
  const { ask } = guardAt();
  for (let n = 0; n < 5; n++) expect(await ask(undefined)).toBe("unauthorized");
  expect(await ask("right")).toBe("in");
});
