// `npm run example:sessions [-- <folder>]`: a shop's log is stored, a model of the visitors' gender trained on it, its report printed, and a
// visit asked about. The log is made up (make-sessions.ts), or PAKDD 2015's where its folder is given.
import { readFileSync } from "node:fs";
import { uncheckedClientOf } from "../test/support/client.ts";
import { type Server, startDeno } from "../test/support/server.ts";
import { makeSessions } from "./make-sessions.ts";

type Spread = { mean: number | null; std: number | null };

const [folder, family] = process.argv.slice(2);
const lines = folder === undefined ? makeSessions(2_000, 1) : readPakdd(folder);
const server: Server = await startDeno();
const call = uncheckedClientOf(server.origin);
try {
  await store();
  await train();
  await report();
  await ask();
} finally {
  await server.stop();
}

async function store(): Promise<void> {
  const { body } = await call("POST", "/sessions", lines.join("\n"), { "content-type": "text/csv" });
  console.log(`stored ${body.stored} of ${body.received} sessions, ${body.rejected.length} rejected`);
  const id = (lines[0] as string).split(",")[0];
  const { categories } = (await call("GET", `/sessions/${id}/categories?mode=relative`)).body;
  console.log(`session ${id} looked at, in percent: ${JSON.stringify(categories)}`);
}

async function train(): Promise<void> {
  const start = performance.now();
  const { status, body } = await call("POST", "/sessions/model", family === undefined ? {} : { name: family });
  let result = { status, body };
  while (result.status === 202) result = await call("GET", `/results/${body.task_id}`);
  if (result.status >= 400) throw new Error(JSON.stringify(result.body));
  console.log(`trained ${result.body.name} in ${((performance.now() - start) / 1000).toFixed(1)} s, report included`);
}

async function report(): Promise<void> {
  const { body } = await call("GET", "/sessions/report");
  const { data, method, comparison, shuffled } = body;
  console.log(`
${data.sessions} sessions in ${data.blocks} blocks, ${data.classes.male} of them male; ${method.features} features, ${method.folds} folds of whole blocks
${JSON.stringify(method.params)}

                                        balanced accuracy      ROC AUC
${row(method.family, body)}
${comparison.families.map((each: { name: string }) => row(each.name, each as never)).join("\n")}
the more frequent gender                ${comparison.majority.balanced_accuracy.toFixed(3)}
the same on folds that cut blocks       ${spread(shuffled.balanced_accuracy)}          ${spread(shuffled.roc_auc)}

all folds together: balanced accuracy ${body.balanced_accuracy_of_all.toFixed(3)}
after ${body.after_views.map(({ views, balanced_accuracy }: { views: number; balanced_accuracy: Spread }) => `${views}: ${spread(balanced_accuracy)}`).join(", ")} views
accuracy ${spread(body.accuracy)}, confusion (true female, male × told): ${JSON.stringify(body.confusion_matrix)}
what matters most: ${body.features
    .slice(0, 5)
    .map(({ feature }: { feature: string }) => feature)
    .join(", ")}`);
}

async function ask(): Promise<void> {
  const visit = {
    session_id: "new",
    start: "2026-03-01 20:00:00",
    end: "2026-03-01 20:05:00",
    views: ["A2/A2-B1/C7/D40", "A2"],
  };
  const { body } = await call("POST", "/sessions/prediction?explain=true", visit);
  const [strongest] = body.explanation.for;
  console.log(
    `\na new visit: ${body.gender}, P(male) = ${body.probability.toFixed(3)}; most for it speaks ${strongest?.feature}`,
  );
}

function row(name: string, { balanced_accuracy, roc_auc }: { balanced_accuracy: Spread; roc_auc: Spread }): string {
  return `${name.padEnd(40)}${spread(balanced_accuracy)}          ${spread(roc_auc)}`;
}

function spread({ mean, std }: Spread): string {
  return mean === null || std === null ? "–" : `${mean.toFixed(3)} ± ${std.toFixed(3)}`;
}

/** The competition's sessions with their labels. */
function readPakdd(path: string): string[] {
  const read = (name: string) => readFileSync(`${path}/${name}`, "utf8").trimEnd().split(/\r?\n/);
  const labels = read("trainingLabels.csv");
  return read("trainingData.csv").map((line, i) => `${line},${labels[i]}`);
}
