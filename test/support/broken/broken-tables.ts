// All broken files, how they are sent, and what docs/broken-tables.md says is answered.
import { readFileSync } from "node:fs";
import type { Client } from "../client.ts";
import { type BrokenFile, csv } from "./broken-file.ts";
import { brokenForms } from "./broken-forms.ts";
import { brokenTexts } from "./broken-texts.ts";
import { brokenTimes } from "./broken-times.ts";

export const brokenTables: BrokenFile[] = [...brokenTexts, ...brokenTimes, ...brokenForms];

export const docs = new URL("../../../docs/broken-tables.md", import.meta.url);

/** What the questions are put to. */
export async function prepare(call: Client): Promise<void> {
  await call("POST", "/norms/known/train", csv(), { "content-type": "text/csv" });
}

const SENT_TO = {
  train: "/norms/broken/train",
  predict: "/norms/known/predict",
  model: "/api/ml_models",
  sessions: "/sessions",
};

/** The status, and the words: the detail of a refusal, or what an answer warns of. What was made of it is deleted. */
export async function sendBroken(call: Client, file: BrokenFile): Promise<[status: number, words: string]> {
  const { to = "train", query = "", type = "text/csv", headers } = file;
  const order = to === "model" ? "problem=regression&name=Ridge&" : "";
  const path = `${SENT_TO[to]}?${order}${query}`;
  const { status, body } = await call("POST", path, await file.body(), { "content-type": type, ...headers });
  if (status >= 400) return [status, body.detail];
  if (to === "train") await call("DELETE", "/norms/broken");
  return [status, body.warnings.join(" ") || "Accepted, and nothing to warn of."];
}

/** A row of the table of the docs. */
export function rowOf({ what }: BrokenFile, status: number, words: string): string {
  return `| ${[what, status, words].join("\0").replaceAll("|", "\\|").replaceAll("\0", " | ")} |`;
}

/** By what is broken the rows of the docs. */
export function rowsOfDocs(): Map<string, string> {
  const rows = readFileSync(docs, "utf8")
    .split("\n")
    .filter((line) => line.startsWith("| ") && /\| \d{3} \|/.test(line));
  return new Map(rows.map((row) => [row.slice(2, row.indexOf(" | ")), row]));
}
