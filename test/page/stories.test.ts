// The page in Chromium, on every runtime: what an engineer, a developer and a shop do with it; nothing wrong in the console, no foreign host, no barrier.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, it } from "vitest";
import { openChromium } from "../support/chromium.ts";
import { runtimes } from "../support/runtimes.ts";
import type { Server } from "../support/server.ts";
import { developer } from "./story/developer.ts";
import { engineer } from "./story/engineer.ts";
import { hostile } from "./story/hostile.ts";
import { shop } from "./story/shop.ts";
import { enterToken } from "./story/token.ts";
import { visit } from "./story/visitor.ts";

const STORY_MS = 600_000;
const TOKEN = "open-sesame-open-sesame";

let browser: Browser | null;
beforeAll(async () => {
  browser = await openChromium();
});
afterAll(() => browser?.close());

// Both runtimes side by side; on each one story after the other, for they share a service.
describe.concurrent.each(runtimes)("the page on $name", ({ start }) => {
  let server: Server;
  beforeAll(async () => {
    server = await start();
  });
  afterAll(() => server.stop());

  it.each([
    ["an engineer", engineer],
    ["a developer", developer],
    ["a shop", shop],
    ["names that would be markup", hostile],
  ])("serves %s", { timeout: STORY_MS, concurrent: false }, async (_, story) => {
    if (browser === null) return;
    await story(await visit(browser, server.origin));
  });

  it("asks for a token", { timeout: STORY_MS, concurrent: false }, async () => {
    if (browser === null) return;
    const closed = await start({ API_TOKEN: TOKEN });
    try {
      await enterToken(await visit(browser, closed.origin), TOKEN);
    } finally {
      await closed.stop();
    }
  });
});
