import { startDeno, startWorker } from "../server.ts";
import { clientOf } from "../client.ts";
import { brokenTexts } from "./broken-texts.ts";
import { brokenTimes } from "./broken-times.ts";
import { brokenForms } from "./broken-forms.ts";
import { csv } from "./broken-file.ts";
const server = await (process.argv[2] === "deno" ? startDeno : startWorker)();
const call = clientOf(server.origin);
await call("POST", "/norms/known/train", csv(), { "content-type": "text/csv" });
let i = 0;
for (const f of [...brokenTexts, ...brokenTimes, ...brokenForms]) {
  const path = { train: `/norms/b${i++}/train`, predict: "/norms/known/predict", model: "/api/ml_models", sessions: "/sessions" }[f.to ?? "train"];
  const q = (f.to === "model" ? "problem=regression&name=Ridge&" : "") + (f.query ?? "");
  const before = Date.now();
  try {
    const a = await call("POST", `${path}?${q}`, f.body(), { "content-type": f.type ?? "text/csv", ...f.headers });
    const told = a.status < 300 ? JSON.stringify(a.body.warnings ?? a.body).slice(0, 300) : a.body.detail;
    console.log(`${f.what} | ${a.status} | ${told.slice(0, 400)} ${Date.now() - before > 500 ? Date.now() - before + " ms" : ""}`);
  } catch (e) { console.log(`${f.what} | ERR | ${String((e as Error).cause ?? e)}`); }
}
await server.stop();
