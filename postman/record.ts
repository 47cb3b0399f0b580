// `npm run examples`: runs the collections against a fresh service, and keeps what was really answered: beside each request of edgefit.json,
// and in src/examples.json, which the OpenAPI document shows.
import { writeFileSync } from "node:fs";
import { startDeno } from "../test/support/server.ts";
import { assertedStatuses, fileOf, type Item, itemsOf, readCollection, type Saved } from "./collection.ts";
import { type Examples, examplesOf, readExamples } from "./examples.ts";
import { keepRecorded } from "./keep-recorded.ts";
import { API_TOKEN, type Execution, nameOf, PIECE_SECONDS, runCollection } from "./newman.ts";
import { provokeRefusals } from "./provoke-refusals.ts";
import { show } from "./show.ts";
import { shown, shownBody } from "./shown-body.ts";

/** Headers that say something of an answer; dates and lengths do not. */
const HEADERS = ["Content-Type", "Location", "Retry-After", "Link", "Allow", "Edgefit-Answer"];

/** Where an imported collection finds the service, unless told. */
const ORIGIN = "http://localhost:8787";

const { origin, told, refused } = await run();
const collection = readCollection("edgefit.json");
const items = itemsOf(collection);
const answered = told.flatMap((execution) => {
  const item = items.get(nameOf(execution));
  // Of a training under way only what it came to is kept.
  if (item === undefined || execution.response?.code !== assertedStatuses(item)[0]) return [];
  return [{ item, execution, before: item.response?.[0]?.body, now: atHome(shownBody(execution)) }];
});
const before = readExamples().refusals;
const refusals = refused.map(([status, body]) => ({
  status,
  before: status in before ? show(before[status]) : undefined,
  now: shown(body),
}));
const keep = keepRecorded([...answered, ...refusals]);

const sent = new Map<Item, string>();
for (const { item, execution, before, now } of answered) {
  item.response = [saved(item, execution, keep(now, before))];
  sent.set(item, keep(atHome(shown(execution.request.body?.raw ?? ""))));
}
const examples: Examples = {
  calls: examplesOf(items.values(), (item) => sent.get(item) ?? ""),
  refusals: Object.fromEntries(refusals.map(({ status, before, now }) => [status, JSON.parse(keep(now, before))])),
};
writeFileSync(fileOf("edgefit.json"), `${JSON.stringify(collection, null, 2)}\n`);
writeFileSync(fileOf("../src/examples.json"), `${show(examples)}\n`);

/** What a run told, and the first refusal of each status. */
async function run() {
  const { origin, stop } = await startDeno({ API_TOKEN, PIECE_SECONDS });
  try {
    const runs = [];
    for (const name of ["edgefit.json", "cases.json"]) runs.push(await runCollection(name, origin, API_TOKEN));
    if (runs.some(({ failures }) => failures.length > 0)) throw new Error("Nothing is recorded: a request failed");
    const [told = [], cases = []] = runs.map(({ executions }) => executions);
    const provoked = await provokeRefusals(origin);
    // Of each status the last is kept: what the collection shows before what was provoked, and what its folder of refusals shows before all.
    const shown = [...cases.filter(isOfRefusals), ...cases.filter((each) => !isOfRefusals(each))].reverse();
    const refused = new Map([
      ...provoked,
      ...shown.flatMap(({ response }) =>
        response && response.code >= 400 ? [[response.code, response.text()] as const] : [],
      ),
    ]);
    return { origin, told, refused: [...refused].sort(([a], [b]) => a - b) };
  } finally {
    await stop();
  }
}

function isOfRefusals(execution: Execution): boolean {
  return nameOf(execution).startsWith("Refusals / ");
}

function saved({ name, request }: Item, { response }: Execution, body: string): Saved {
  const { description: _, ...originalRequest } = request;
  const header = HEADERS.flatMap((key) => {
    const value = response?.headers.get(key);
    return value === undefined ? [] : [{ key, value }];
  });
  const { code = 0, status = "" } = response ?? {};
  const language = languageOf(response?.headers.get("Content-Type"));
  return { name, originalRequest, status, code, _postman_previewlanguage: language, header, cookie: [], body };
}

function languageOf(type = ""): Saved["_postman_previewlanguage"] {
  if (type.startsWith("text/html")) return "html";
  return type.endsWith("json") ? "json" : "text";
}

/** The service of a recording has another port each time. */
function atHome(text: string): string {
  return text.replaceAll(origin, ORIGIN);
}
