// Writes the table of docs/broken-tables.md as a service answers: `node --js-base-64 test/support/broken/tell.ts`. Its rows are read before
// they are committed; the test asks each runtime for the same.
import { readFileSync, writeFileSync } from "node:fs";
import { clientOf } from "../client.ts";
import { startDeno } from "../server.ts";
import { brokenTables, docs, prepare, rowOf, sendBroken } from "./broken-tables.ts";

const server = await startDeno();
try {
  const call = clientOf(server.origin);
  await prepare(call);
  const rows: string[] = [];
  for (const file of brokenTables) rows.push(rowOf(file, ...(await sendBroken(call, file))));
  const [head] = readFileSync(docs, "utf8").split("| --- |", 1);
  writeFileSync(docs, `${head}| --- | --- | --- |\n${rows.join("\n")}\n`);
} finally {
  await server.stop();
}
