// `npm run bench:page`: how long from a click to the picture of a norm, and how smoothly a year of quarter hours moves.
import type { Page } from "playwright-core";
import { visit } from "../test/page/story/visitor.ts";
import { openChromium } from "../test/support/chromium.ts";
import { startDeno } from "../test/support/server.ts";
import { quantile } from "./measure.ts";

const TIMES = 10;
const HOURS = 8760;
const QUARTERS = 4 * HOURS;
const PAN_MS = 4000;
// What is closer is asked anew, and drawn.
const SETTLE_MS = 2000;

const server = await startDeno();
const browser = await openChromium();
try {
  if (browser !== null) {
    await learn("hours", HOURS, 3600);
    await learn("quarters", QUARTERS, 900);
    const { page, open, settle } = await visit(browser, server.origin);
    const times: number[] = [];
    for (let i = 0; i < TIMES; i++) {
      await open("#/norms");
      times.push(await clickToPicture(page, "hours"));
    }
    console.log(
      `a year of hours, from the click to the picture: median ${quantile(times, 0.5).toFixed(0)} ms of ${TIMES}`,
    );
    await open("#/norms/quarters");
    await page.getByRole("button", { name: "Closer" }).first().click();
    await settle();
    // What was used is thinned by the service, and asked again where it is looked at closer; savings are added up of every row.
    for (const [title, what] of [
      ["What it used", "what was used, thinned"],
      ["added up", `savings added up, ${QUARTERS} points`],
    ] as const) {
      const frames = await framesWhilePanning(page, title);
      console.log(`a year of quarter hours, ${what}: ${frames.toFixed(0)} frames a second`);
    }
  }
} finally {
  await browser?.close();
  await server.stop();
}

/** Hours of a week and a temperature in pieces, as most would have it. */
async function learn(norm: string, rows: number, seconds: number): Promise<void> {
  const send = async (method: string, path: string, body: object) => {
    const headers = { "content-type": "application/json" };
    const answer = await fetch(server.origin + path, { method, headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error((await answer.text()).slice(0, 500));
  };
  const warm = (i: number) => 10 - 12 * Math.cos((2 * Math.PI * i * seconds) / 31_536_000) + 4 * Math.sin(i * 0.7);
  await send("PUT", `/norms/${norm}`, {
    columns: ["T_out"],
    calendar: ["hour_of_week"],
    piecewise: { T_out: { knots: 6 } },
  });
  for (let from = 0; from < rows; from += HOURS) {
    const at = Array.from({ length: HOURS }, (_, i) => from + i);
    await send("POST", `/norms/${norm}/train`, {
      batch: `from-${from}`,
      t: at.map((i) => new Date(Date.UTC(2025, 0, 1) + i * seconds * 1000).toISOString()),
      x: { T_out: at.map(warm) },
      y: at.map((i) => 50 + Math.max(0, 15 - warm(i)) * 3 + 10 * Math.sin(i / 3.8) + 5 * Math.sin(i * 12.9)),
    });
  }
}

/** From the click on a norm in the list until its first canvas has ink. */
async function clickToPicture(page: Page, norm: string): Promise<number> {
  return Number(
    await page.evaluate(`(async () => {
      const start = performance.now();
      document.querySelector('a[href="#/norms/${norm}"]').click();
      for (;;) {
        await new Promise(requestAnimationFrame);
        const canvas = document.querySelector(".uplot canvas");
        if (canvas === null) continue;
        const { width, height } = canvas;
        const ink = canvas.getContext("2d").getImageData(width / 4, 0, width / 2, height).data;
        if (ink.some((value, i) => i % 4 === 3 && value > 0)) return performance.now() - start;
      }
    })()`),
  );
}

/** Frames drawn in a second while the chart of a card is held and moved, the pointer being elsewhere at each frame. */
async function framesWhilePanning(page: Page, title: string): Promise<number> {
  const card = page.locator(".card", { has: page.getByRole("heading", { name: title }) });
  const chart = card.locator(".uplot .u-over").first();
  await chart.scrollIntoViewIfNeeded();
  await page.waitForTimeout(SETTLE_MS);
  // A chart wipes its canvas once a frame that it draws.
  return chart.evaluate(async (chart, panMs) => {
    let drawn = 0;
    const { prototype } = CanvasRenderingContext2D;
    const wipe = prototype.clearRect;
    prototype.clearRect = function (...of) {
      drawn++;
      wipe.apply(this, of);
    };
    const { left, width, top } = chart.getBoundingClientRect();
    const point = (name: string, share: number) =>
      chart.dispatchEvent(
        new MouseEvent(name, {
          bubbles: true,
          shiftKey: true,
          clientX: left + width * (0.5 + 0.15 * share),
          clientY: top + 20,
        }),
      );
    point("mousedown", 0);
    const start = performance.now();
    for (let i = 0; performance.now() - start < panMs; i++) {
      point("mousemove", Math.sin(i / 20));
      await new Promise(requestAnimationFrame);
    }
    const seconds = (performance.now() - start) / 1000;
    point("mouseup", 0);
    prototype.clearRect = wipe;
    return drawn / seconds;
  }, PAN_MS);
}
