// A model's developer: trains from a file, looks at the card, cancels a training, compares families, predicts, downloads.
import { readFileSync } from "node:fs";
import { expect } from "vitest";
import type { Visitor } from "./visitor.ts";

/** Two flowers that a line parts, of which some are on the wrong side. */
export function flowers(rows: number): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const isRose = i % 2 === 0;
    const [a, b] = [((i * 37) % 100) / 100, ((i * 61) % 100) / 100];
    return `${(a + (isRose ? 0.8 : 0)).toFixed(2)},${b.toFixed(2)},${i % 3 === 0 ? "north" : "south"},${isRose ? "rose" : "tulip"}`;
  });
  return `height,width,side,label\n${lines.join("\n")}\n`;
}

export async function developer({ page, origin, open, settle, barriers, wrong }: Visitor): Promise<void> {
  const ask = async (path: string) => (await fetch(origin + path)).json();
  const drop = (text: string) =>
    page
      .locator('input[type="file"]')
      .setInputFiles({ name: "flowers.csv", mimeType: "text/csv", buffer: Buffer.from(text) });

  await open("#/models");
  expect(await barriers()).toEqual([]);
  await page.getByRole("link", { name: "Train a model" }).first().click();
  await settle();
  await drop(flowers(120));
  await page.getByRole("row", { name: /height/ }).waitFor();
  await settle();
  expect(await barriers()).toEqual([]);
  await page.getByLabel("Family").selectOption("Ridge");
  await page.getByRole("button", { name: "Train", exact: true }).click();
  await page.waitForURL(/#\/models\/\d+/);
  await page.getByRole("heading", { name: "Confusion matrix" }).waitFor();
  await settle();
  expect(await barriers()).toEqual([]);
  const [, [{ id }]] = await ask("/api/ml_models");

  // A prediction by the form, with its reasons.
  await page
    .getByRole("link", { name: "Predict" })
    .or(page.getByRole("button", { name: "Predict" }))
    .first()
    .click();
  await settle();
  expect(await barriers()).toEqual([]);

  await open(`#/models/${id}`);
  const downloaded = page.waitForEvent("download");
  await page
    .getByRole("button", { name: "Download" })
    .or(page.getByRole("link", { name: "Download" }))
    .first()
    .click();
  const file = JSON.parse(readFileSync(await (await downloaded).path(), "utf8"));
  expect(file.name ?? file.model?.name).toBe("Ridge");

  // A long training is cancelled on the way.
  await open("#/models/new");
  await drop(flowers(20_000));
  await page.getByRole("row", { name: /height/ }).waitFor();
  await page.getByLabel("Family").selectOption("SVM");
  await page.getByLabel("Search its hyperparameters").check();
  await page.getByRole("button", { name: "Train", exact: true }).click();
  await page.getByRole("progressbar").waitFor();
  expect(await barriers()).toEqual([]);
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Stop it" }).click();
  await expect
    .poll(async () => (await ask("/api/ml_models"))[1].map(({ status }: { status: string }) => status))
    .toContain("cancelled");

  await open("#/models/new?compare=yes");
  await drop(flowers(60));
  await page.getByRole("row", { name: /height/ }).waitFor();
  await settle();
  await page.getByRole("button", { name: "Compare", exact: true }).click();
  await page.waitForURL(/#\/models\/comparisons\/\d+/);
  await page.getByRole("heading", { name: "Families on the same folds" }).waitFor();
  await settle();
  expect(await barriers()).toEqual([]);
  // What was stopped is a conflict to who asks for it once more, and Chromium tells of that.
  expect(wrong().filter((told) => !/^Failed to load resource: .* 409 /.test(told))).toEqual([]);
}
