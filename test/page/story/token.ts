// Who needs a token: a wrong one is told, the right one is kept for the tab, and forgotten when asked.
import { expect } from "vitest";
import type { Visitor } from "./visitor.ts";

export async function enterToken({ page, origin, barriers }: Visitor, token: string): Promise<void> {
  const enter = async (typed: string) => {
    await page.getByLabel("Token").fill(typed);
    await page.getByRole("button", { name: "Enter" }).click();
  };
  await page.goto(`${origin}/#/norms`);
  await page.getByLabel("Token").waitFor();
  expect(await barriers()).toEqual([]);
  await enter("no-such-token-here");
  await page.getByText("The service does not know this token.").waitFor();
  await enter(token);
  await page.getByRole("heading", { name: "Norms", exact: true }).waitFor();
  await page.goto(`${origin}/#/settings`);
  await page.getByRole("button", { name: "Forget it" }).click();
  await page.getByText("This service wants a token").waitFor();
  expect(
    await page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])"),
  ).not.toContain(token);
}
