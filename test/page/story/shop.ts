// A shop: sends a log, sees what visitors look at, one visit and its prediction, and how sure that is.
import { expect } from "vitest";
import type { Visitor } from "./visitor.ts";

/** Women look at A1, men at A2, and both at A3. */
export function log(visits: number): string {
  const lines = Array.from({ length: visits }, (_, i) => {
    const isMan = i % 3 === 0;
    const at = new Date(Date.UTC(2026, 0, 1 + Math.floor(i / 10), 8 + (i % 10)))
      .toISOString()
      .slice(0, 19)
      .replace("T", " ");
    const views = [
      i % 5 === 0 ? "A3/B1" : isMan ? "A2/B1" : "A1/B1",
      i % 4 === 0 ? "A3/B2" : isMan ? "A2/B2" : "A1/B2",
    ];
    return `u${i},v${Math.floor(i / 2)},${at},${at},${views.join(";")},${isMan ? "male" : "female"}`;
  });
  return `session_id,visitor,start,end,views,gender\n${lines.join("\n")}\n`;
}

export async function shop({ page, open, settle, barriers, wrong }: Visitor): Promise<void> {
  await open("#/visitors");
  expect(await barriers()).toEqual([]);
  await page.getByRole("link", { name: "Send a log" }).first().click();
  await settle();
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name: "visits.csv", mimeType: "text/csv", buffer: Buffer.from(`${log(240)}bad\n`) });
  await page.getByText("240 visits are stored").waitFor();
  expect(await barriers()).toEqual([]);

  await page.getByRole("link", { name: "What visitors look at" }).click();
  await page.getByRole("link", { name: "u239" }).waitFor();
  await settle();
  expect(await barriers()).toEqual([]);

  await page.getByRole("link", { name: "How sure is the gender?" }).click();
  await settle();
  expect(await barriers()).toEqual([]);
  // Chromium tells of each answer that is a refusal: there is no model yet.
  expect(wrong().filter((told) => !/^Failed to load resource: .* 40[49] /.test(told))).toEqual([]);
  await page.getByRole("button", { name: "Train the gender model" }).click();
  await page.getByRole("heading", { name: "Families on the same folds" }).waitFor();
  await settle();
  expect(await barriers()).toEqual([]);

  await open("#/visitors/visit/u1?level=2&mode=relative");
  await page.getByText("a woman").first().waitFor();
  expect(await barriers()).toEqual([]);
  expect(wrong()).toEqual([]);
}
