// One who uses the page: what the browser is told and asked beside, and whom it keeps out, is noted on the way.
import type { Browser, Page } from "playwright-core";
import { barriers } from "../check-access.ts";
import { watch } from "../watch.ts";

export interface Visitor {
  page: Page;
  origin: string;
  /** Opens a view by its address, and waits until nothing is awaited. */
  open(hash: string): Promise<void>;
  settle(): Promise<void>;
  /** axe's findings of what is seen, in the light and in the dark. */
  barriers(): Promise<string[]>;
  /** What the console told and foreign hosts were asked since the last time. */
  wrong(): string[];
}

const DRAWN = "new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))";
const STEP_MS = 60_000; // of a machine that is at other things too

export async function visit(browser: Browser, origin: string, token?: string): Promise<Visitor> {
  const context = await browser.newContext({
    locale: "en-GB",
    viewport: { width: 1400, height: 1000 },
    acceptDownloads: true,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(STEP_MS);
  const noted = watch(page, origin);
  if (token !== undefined)
    await page.addInitScript(`sessionStorage.setItem("edgefit-token", ${JSON.stringify(token)})`);
  let underWay = 0;
  page.on("request", () => void underWay++);
  page.on("requestfinished", () => void underWay--);
  page.on("requestfailed", () => void underWay--);
  const isStill = async () => {
    await page.evaluate(DRAWN);
    return underWay === 0 && (await page.locator(".loading, [aria-busy=true]").count()) === 0;
  };
  const settle = async () => {
    const until = Date.now() + STEP_MS;
    while (!(await isStill()) || !(await isStill()))
      if (Date.now() > until) throw new Error(`${page.url()} awaits something`);
  };
  return {
    page,
    origin,
    settle,
    async open(hash) {
      await page.goto(`${origin}/${hash}`);
      await settle();
    },
    async barriers() {
      const inLight = await barriers(page);
      await page.emulateMedia({ colorScheme: "dark" });
      const inDark = await barriers(page, ["color-contrast"]); // nothing else differs
      await page.emulateMedia({ colorScheme: "light" });
      return [...inLight, ...inDark.map((barrier) => `dark: ${barrier}`)];
    },
    wrong: () => noted.splice(0),
  };
}
