// An energy engineer: tries the sample, sees its norm, forgets a batch and takes that back, chooses features, and prints the report of savings.
import { expect } from "vitest";
import type { Visitor } from "./visitor.ts";

export async function engineer({ page, origin, open, settle, barriers, wrong }: Visitor): Promise<void> {
  const ask = async (path: string) => (await fetch(origin + path)).json();

  // From the sample to the first picture in three clicks.
  await open("");
  expect(await barriers()).toEqual([]);
  await page.getByRole("button", { name: "Try with sample data" }).click();
  await page.getByRole("row", { name: /T_out/ }).waitFor();
  await settle();
  expect(await barriers()).toEqual([]);
  await page.getByRole("button", { name: "Learn the norm" }).click();
  await page.waitForURL(/#\/norms\/office$/);
  await page.locator(".uplot canvas").first().waitFor();
  await settle();
  expect(await barriers()).toEqual([]);
  // OpenEEmeter's simulated meter: heating and cooling, and nothing of the weekday.
  expect((await ask("/norms/office/selection")).chosen).toEqual(["piecewise(T_out)"]);
  expect(await ask("/norms/office")).toMatchObject({ rows: 731, target: "kWh", unit: "kWh" });

  // The same file again needs another name; a training that is refused leaves nothing.
  await open("#/?file=sample&zone=America/Chicago");
  await page.getByText("There is a norm office already.").waitFor();
  await page.getByRole("button", { name: "Call it office-2" }).click();
  await page.route("**/norms/office-2/train*", (route) => route.fulfill({ status: 422, json: { detail: "Refused" } }));
  await page.getByRole("button", { name: "Learn the norm" }).click();
  await page.getByText("Refused", { exact: true }).waitFor();
  await expect.poll(async () => (await fetch(`${origin}/norms/office-2`)).status).toBe(404);
  await page.unroute("**/norms/office-2/train*");
  expect(wrong().filter((said) => !said.includes("422"))).toEqual([]);

  await open("#/norms/office");

  // Zooming is in the address; back takes it back.
  await page.getByRole("button", { name: "Closer" }).first().click();
  await page.waitForURL(/from=/);
  await settle();
  await page.reload();
  await settle();
  expect(page.url()).toMatch(/from=/);

  // What is out of band leads to its place on the chart, and to its reasons.
  await open("#/norms/office?version=1");
  await page.getByRole("table", { name: "Days out of band" }).getByRole("link").first().click();
  await page.waitForURL(/from=.*day=/);
  await page.locator("svg text", { hasText: "T_out = " }).first().waitFor();
  await settle();
  expect(await barriers()).toEqual([]);

  await open("#/norms");
  expect(await barriers()).toEqual([]);
  await page.getByRole("link", { name: "office" }).first().click();
  await settle();

  // 2017 is forgotten, and learned again.
  await page.getByRole("link", { name: "Add data" }).first().click();
  await settle();
  expect(await barriers()).toEqual([]);
  await page.getByRole("button", { name: "Forget 2017" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Forget", exact: true }).click();
  const undo = page.getByRole("button", { name: "Undo: train it again" });
  await undo.waitFor();
  expect((await ask("/norms/office")).rows).toBe(366);
  await undo.click();
  await page.getByText("2017 is learned again.").waitFor();
  // The report goes by the norm that had learned 2016 alone, as before.
  await open("#/norms/office/savings?from=2017-01-01&to=2018-01-01");
  await page.getByText("by version 1 of the norm").waitFor();
  expect(await page.getByLabel("Norm as of").locator("option:checked").innerText()).toContain("version 1, after 2016");
  // Of what it has learned from itself it says nothing.
  await open("#/norms/office/savings?from=2016-01-01&to=2017-01-01");
  await page
    .getByText(/What was saved cannot be said/)
    .first()
    .waitFor();
  expect(await page.getByText("How sure", { exact: true }).count()).toBe(0);
  expect(await barriers()).toEqual([]);
  expect((await ask("/norms/office")).rows).toBe(731);

  // A file with rows that are there already and later ones: only these are learned.
  await open("#/norms/office/batches?add=open");
  const rows = ["day,T_out,kWh", "2017-12-30,-9,70", "2017-12-31,-9,71", "2018-01-01,-8,66", "2018-01-02,-6,60"];
  const buffer = Buffer.from(rows.join("\n"));
  await page.locator("input[type=file]").setInputFiles({ name: "january.csv", mimeType: "text/csv", buffer });
  await page.getByText(/in 2017 \(30\sDec\s2017 – 31\sDec\s2017\)/).waitFor();
  expect(await barriers()).toEqual([]);
  await page.getByRole("button", { name: "Learn these rows" }).click();
  await page.getByText("Learned 2 rows as batch january").waitFor();
  expect((await ask("/norms/office")).rows).toBe(733);
  await fetch(`${origin}/norms/office/batches/january`, { method: "DELETE" });

  await open("#/norms/office/features");
  expect(await barriers()).toEqual([]);
  const before = (await ask("/norms/office")).version;
  await page.getByRole("button", { name: "Choose by cross-validation" }).click();
  await expect.poll(async () => (await ask("/norms/office")).version).toBe(before + 1);
  await settle();

  // The meter was made to use a tenth less from January 2017 on.
  await open("#/norms/office/savings?from=2017-01-01&to=2018-01-01&unit=kWh");
  expect(await barriers()).toEqual([]);
  const said = await page
    .getByText(/office used .* less than it should have/)
    .first()
    .innerText();
  const percent = Number(/\(([\d.]+) %\)/.exec(said)?.[1]);
  expect(percent).toBeGreaterThan(6);
  expect(percent).toBeLessThan(14);
  // The months come to the same.
  expect(await page.getByRole("row", { name: /^In all/ }).innerText()).toContain(/\(([\d.]+ %)\)/.exec(said)?.[1]);
  const pdf = await page.pdf({ format: "A4", printBackground: true });
  expect(pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)).toHaveLength(2);
  expect(await page.title()).toMatch(/^Savings of office, \d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d$/);
  expect(pdf.toString("latin1")).toContain(`/Title (${await page.title()})`);
  expect(wrong()).toEqual([]);
}
