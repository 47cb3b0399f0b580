// What must never be told or asked while a page is used.
import type { Page } from "playwright-core";

/** What the console tells and what is asked of others, as it happens: the policy's refusals are told there. */
export function watch(page: Page, ours: string): string[] {
  const wrong: string[] = [];
  page.on("console", (message) => void (/error|warning/.test(message.type()) && wrong.push(message.text())));
  page.on("pageerror", (error) => void wrong.push(String(error)));
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== ours && !["data:", "blob:"].includes(protocol)) wrong.push(request.url());
  });
  return wrong;
}
