// The page in a browser whose language is none to Intl: a chart is drawn all the same.
import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openChromium } from "../support/chromium.ts";
import { type Server, startDeno } from "../support/server.ts";
import { watch } from "./watch.ts";

const ROWS = 60;

let browser: Browser | null;
let context: BrowserContext;
let server: Server;
beforeAll(async () => {
  browser = await openChromium();
  if (browser === null) return;
  context = await browser.newContext();
  server = await startDeno();
  const t = Array.from({ length: ROWS }, (_, i) => new Date(Date.UTC(2026, 0, 1 + i)).toISOString());
  const x = { T_out: t.map((_, i) => i % 9) };
  const response = await fetch(`${server.origin}/norms/office/train`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ t, x, y: t.map((_, i) => 20 + 3 * (i % 9) + (i % 2)) }),
  });
  if (!response.ok) throw new Error(await response.text());
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

it.each(["en-US@posix", "", "de-AT"])(
  "draws a chart where the language is %j",
  { timeout: 60_000 },
  async (language) => {
    if (browser === null) return;
    const page = await context.newPage();
    const wrong = watch(page, server.origin);
    await page.addInitScript(
      `Object.defineProperty(Navigator.prototype, "language", { get: () => ${JSON.stringify(language)} })`,
    );
    await page.goto(`${server.origin}/#/norms/office`);
    await page.locator(".uplot canvas").first().waitFor();
    expect(await page.evaluate("navigator.language")).toBe(language);
    expect(wrong).toEqual([]);
    await page.close();
  },
);
