// `npm run pictures`: every view in light and dark, wide and narrow, into docs/pictures, to be looked at one by one.
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { openChromium } from "../support/chromium.ts";
import { startDeno } from "../support/server.ts";
import { fill } from "./fill.ts";
import { visit } from "./story/visitor.ts";

const folder = fileURLToPath(new URL("../../docs/pictures/", import.meta.url));
const WIDTHS = { wide: 1280, narrow: 390 };
// Of a picture; what is longer goes on below.
const HEIGHT_MAX = 1700;
const QUALITY = 0.75;

const server = await startDeno();
const browser = await openChromium();
try {
  if (browser !== null) {
    const { classifier, regressor, comparison } = await fill(server.origin);
    const views: Record<string, string> = {
      start: "#/",
      file: "#/?file=sample&zone=America/Chicago",
      norms: "#/norms",
      norm: "#/norms/office?version=1",
      batches: "#/norms/office/batches",
      features: "#/norms/office/features",
      savings: "#/norms/office/savings?from=2017-01-01&to=2018-01-01&unit=kWh",
      models: "#/models",
      train: "#/models/new",
      classifier: `#/models/${classifier}`,
      regressor: `#/models/${regressor}`,
      comparison: `#/models/comparisons/${comparison}`,
      visitors: "#/visitors",
      visit: "#/visitors/visit/u1",
      report: "#/visitors/report",
      settings: "#/settings",
      nowhere: "#/norms/nowhere",
    };
    mkdirSync(folder, { recursive: true });
    const { page, open, settle } = await visit(browser, server.origin);
    const painter = await browser.newPage();
    for (const [name, address] of Object.entries(views))
      for (const [width, pixels] of Object.entries(WIDTHS)) {
        await page.setViewportSize({ width: pixels, height: 900 });
        await open(address);
        for (const colorScheme of ["light", "dark"] as const) {
          await page.emulateMedia({ colorScheme });
          await settle();
          const picture = await asWebp(painter, await takeFrom(page, pixels));
          writeFileSync(`${folder}${name}-${width}-${colorScheme}.webp`, picture);
          console.log(`${name}-${width}-${colorScheme}: ${picture.length} bytes`);
        }
      }
  }
} finally {
  await browser?.close();
  await server.stop();
}

async function takeFrom(page: Page, width: number): Promise<Buffer> {
  const height = Number(await page.evaluate("document.documentElement.scrollHeight"));
  return page.screenshot({ fullPage: true, clip: { x: 0, y: 0, width, height: Math.min(height, HEIGHT_MAX) } });
}

/** Playwright writes PNG and JPEG; Chromium knows WebP. */
async function asWebp(painter: Page, png: Buffer): Promise<Buffer> {
  const text = await painter.evaluate(`(async () => {
    const image = await createImageBitmap(await (await fetch("data:image/png;base64,${png.toString("base64")}")).blob());
    const canvas = new OffscreenCanvas(image.width, image.height);
    canvas.getContext("2d").drawImage(image, 0, 0);
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/webp", quality: ${QUALITY} })).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  })()`);
  return Buffer.from(String(text), "base64");
}
