import { afterAll, expect, it } from "vitest";
import { readNorm } from "../../src/norm/answer/read-norm.ts";
import { trainChunks } from "../../src/norm/learn/train-chunks.ts";
import { trainNorm } from "../../src/norm/learn/train-norm.ts";
import { streamRows } from "../../src/norm/route/stream-rows.ts";
import { TrainRequest } from "../../src/norm/schema/norm-request.ts";
import { openCsv } from "../../src/platform/http/open-csv.ts";
import { parse } from "../../src/platform/schema/parse.ts";
import { openContext } from "../support/context.ts";

const context = openContext(10);
afterAll(() => context.close());

function opened(text: string, limits = { bytes: 100, rows: 10, cells: 100, fileBytes: 1e8 }) {
  const account = context.budget.open();
  const request = new Request("http://a/", { method: "POST", headers: { "content-type": "text/csv" }, body: text });
  return openCsv(Object.assign(request, { account, cpu: context.cpu }) as never, context, { limits });
}

it("smoke", async () => {
  const rows = Array.from({ length: 100 }, (_, i) => [new Date(i * 36e5 + 1.7e12 - (1.7e12 % 36e5)).toISOString(), (i * 7) % 11, (i * 5) % 13, ((i * 7) % 11) * 2 + (i % 3)] as const);
  const csv = "t,a,b,y\n" + rows.map((r) => r.join(",")).join("\n") + "\n";
  const answer = await trainChunks(context, "s", streamRows(await opened(csv), {}, { batch: "one", rowsMax: 7 }));
  console.log(JSON.stringify(answer));
  console.log(await trainNorm(context, "w", parse(TrainRequest, { t: rows.map((r) => r[0]), x: { a: rows.map((r) => r[1]), b: rows.map((r) => r[2]) }, y: rows.map((r) => r[3]) })));
  console.log(JSON.stringify(await readNorm(context, "s")));
  console.log(JSON.stringify(await readNorm(context, "w")));
  console.log(JSON.stringify(await trainChunks(context, "s", streamRows(await opened(csv), {}, { batch: "one", rowsMax: 7 }))));
});
