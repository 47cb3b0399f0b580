// The page of /docs in Chromium, on every runtime: it shows every call and tries them, under its own policy and without a foreign host.
import type { Locator, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { groups } from "../../src/routes.ts";
import { openChromium } from "../support/chromium.ts";
import { runtimes } from "../support/runtimes.ts";
import { watch } from "./watch.ts";

const STEP_MS = 120_000; // of a machine that is at other things too
const TOKEN = "open-sesame";
const LIGHT = "rgba(0, 0, 0, 0)"; // The browser's own.
const DARK = "rgb(28, 32, 34)";
const TELEPHONE = { width: 390, height: 844 };
// At the mean of x a line is at the mean of y, whatever λ is.
const ROWS = { x: { T_out: [0, 1, 2, 3] }, y: [1, 3, 5, 7] };
const AT_MEAN = { x: { T_out: [1.5] } };

describe.each(runtimes)("the page on $name", ({ start }) => {
  it("shows every call, and tries them with the token that is entered", { timeout: 5 * STEP_MS }, async ({ skip }) => {
    const browser = await openChromium();
    if (browser === null) return skip();
    const server = await start({ API_TOKEN: TOKEN });
    try {
      const page = await browser.newPage({ locale: "en-GB" });
      page.setDefaultTimeout(STEP_MS);
      const wrong = watch(page, server.origin);

      await page.goto(`${server.origin}/docs`);
      await page.locator(".opblock").first().waitFor();
      expect(await page.locator(".opblock-tag").count()).toBe(groups.length);
      expect(await shownCalls(page)).toEqual(servedCalls());

      const refused = await tryCall(page, "/norms/{norm}/train", ROWS);
      expect([refused.status, refused.answer.code]).toEqual(["401", "unauthorized"]);
      // Chromium tells of each answer that is a refusal.
      expect(wrong.splice(0)).toEqual([expect.stringMatching(/^Failed to load resource: .* 401 /)]);

      await enter(page, TOKEN);
      const trained = await tryCall(page, "/norms/{norm}/train", ROWS);
      expect([trained.status, trained.answer.norm, trained.answer.version]).toEqual(["200", "page", 1]);
      const predicted = await tryCall(page, "/norms/{norm}/predict", AT_MEAN);
      expect([predicted.status, predicted.answer.y[0]]).toEqual(["200", expect.closeTo(4)]);
      const kept = "JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href])";
      expect(await page.evaluate(kept)).not.toContain(TOKEN);

      expect(await background(page)).toBe(LIGHT);
      await page.emulateMedia({ colorScheme: "dark" });
      // It follows with the next frame.
      await expect.poll(() => background(page)).toBe(DARK);
      await page.setViewportSize(TELEPHONE);
      const width = () => page.evaluate("document.documentElement.scrollWidth");
      await expect.poll(width).toBe(TELEPHONE.width);
      expect(wrong).toEqual([]);
    } finally {
      await browser.close();
      await server.stop();
    }
  });
});

async function shownCalls(page: Page): Promise<string[]> {
  const texts = (part: string) => page.locator(`.opblock-summary-${part}`).allInnerTexts();
  const [methods, paths] = [await texts("method"), await texts("path")];
  // Characters without width, where a path may be broken.
  return methods.map((method, i) => `${method} ${paths[i]?.replaceAll("\u200b", "")}`).sort();
}

function servedCalls(): string[] {
  const routes = groups.flatMap(({ routes }) => routes);
  return routes.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, "{$1}")}`).sort();
}

async function enter(page: Page, token: string): Promise<void> {
  await page.locator(".btn.authorize").click();
  await page.locator(".modal-ux input").fill(token);
  await page.locator(".modal-ux .authorize").click();
  await page.locator(".modal-ux .btn-done").click();
}

const background = (page: Page) => page.evaluate("getComputedStyle(document.documentElement).backgroundColor");

/** What a POST on the norm "page" answers, with its status. */
async function tryCall(page: Page, path: string, body: object) {
  const call = await open(page, path);
  await call.locator('input[placeholder="norm"]').fill("page");
  await call.locator("textarea").first().fill(JSON.stringify(body));
  const answered = page.waitForResponse((response) => response.request().method() === "POST");
  await call.locator(".execute").click();
  const response = await answered;
  const live = call.locator(".live-responses-table tbody .response", { hasText: String(response.status()) });
  const text = await live.locator("pre code").first().innerText();
  return { status: (await live.locator(".response-col_status").innerText()).trim(), answer: JSON.parse(text) };
}

async function open(page: Page, path: string): Promise<Locator> {
  const call = page.locator(".opblock", { has: page.locator(`[data-path="${path}"]`) });
  const summary = call.locator(".opblock-summary-control");
  if ((await summary.getAttribute("aria-expanded")) === "false") await summary.click();
  await call.locator("textarea").first().waitFor();
  return call;
}
