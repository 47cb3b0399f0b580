// The page on a telephone: nothing is beyond the edge of the screen, and what is to be touched can be hit.
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openChromium } from "../support/chromium.ts";
import { type Server, startDeno } from "../support/server.ts";
import { fill } from "./fill.ts";
import { type Visitor, visit } from "./story/visitor.ts";

const FILL_MS = 180_000;
const WIDTHS = [360, 768];

let browser: Browser | null;
let server: Server;
let seen: Visitor;
beforeAll(async () => {
  browser = await openChromium();
  if (browser === null) return;
  server = await startDeno();
  await fill(server.origin);
  seen = await visit(browser, server.origin);
}, FILL_MS);
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

describe.each([
  ["the start", "#/"],
  ["a file", "#/?file=sample&zone=America/Chicago"],
  ["norms", "#/norms"],
  ["a norm", "#/norms/office"],
  ["batches", "#/norms/office/batches"],
  ["features", "#/norms/office/features"],
  ["savings", "#/norms/office/savings?from=2017-01-01&to=2018-01-01&unit=kWh"],
  ["models", "#/models"],
  ["a model", "#/models/1"],
  ["a comparison", "#/models/comparisons/1"],
  ["visitors", "#/visitors"],
  ["a visit", "#/visitors/visit/u1"],
  ["the gender report", "#/visitors/report"],
  ["settings", "#/settings"],
  ["what is not there", "#/norms/nowhere"],
])("%s", (_, address) => {
  it.each(WIDTHS)("fits %i pixels", { timeout: FILL_MS }, async (width) => {
    if (browser === null) return;
    await seen.page.setViewportSize({ width, height: 740 });
    await seen.open(address);
    await seen.page.locator("h1").first().waitFor();
    expect(await seen.page.evaluate(BEYOND)).toEqual([]);
    expect(await seen.page.evaluate(TOO_SMALL)).toEqual([]);
    expect(await seen.barriers()).toEqual([]);
  });
});

it("shows the act of a row as long as the row is seen", { timeout: FILL_MS }, async () => {
  if (browser === null) return;
  await seen.page.setViewportSize({ width: 360, height: 740 });
  await seen.open("#/norms/office/batches");
  const box = await seen.page.getByRole("button", { name: "Forget 2017" }).boundingBox();
  expect((box?.x ?? 0) + (box?.width ?? 360)).toBeLessThan(360);
  // A card is a row still, to who hears it.
  expect(await seen.page.getByRole("row", { name: /^2017/ }).getByRole("cell").count()).toBeGreaterThan(5);
});

it("holds what was found in a file that is added", { timeout: FILL_MS }, async () => {
  if (browser === null) return;
  await seen.page.setViewportSize({ width: 360, height: 740 });
  await seen.open("#/norms/office/batches?add=open");
  await seen.page
    .locator('input[type="file"]')
    .first()
    .setInputFiles(fileURLToPath(new URL("../../page/sample.csv", import.meta.url)));
  await seen.page.getByRole("row", { name: /T_out/ }).waitFor();
  await seen.settle();
  expect(await seen.page.evaluate(BEYOND)).toEqual([]);
});

/** What reaches beyond the right edge of the screen or its card, or moves sideways in its place: in words, so that a failure tells it. */
const BEYOND = `[...document.querySelectorAll("body *")].filter((seen) => {
  if (seen.closest(".unseen, svg, .uplot")) return false;
  const { right, width } = seen.getBoundingClientRect();
  const moves = getComputedStyle(seen).overflowX === "auto" && seen.scrollWidth > seen.clientWidth;
  const edge = (seen.parentElement.closest(".card") ?? document.documentElement).getBoundingClientRect().right;
  return moves || (width > 0 && right > edge + 1);
}).map((seen) => seen.outerHTML.slice(0, 120))`;

/** WCAG 2.5.8: 24 pixels each way; links in a sentence may be less. */
const TOO_SMALL = `[...document.querySelectorAll("a, button, summary, select, input")].filter((seen) => {
  const target = seen.closest("label") ?? seen;
  const { width, height } = target.getBoundingClientRect();
  if (width === 0 || seen.closest(".unseen, p") || seen.matches(".skip")) return false;
  return width < 24 || height < 24;
}).map((seen) => seen.outerHTML.slice(0, 120))`;
