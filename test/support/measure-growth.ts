// A process of its own: what each call costs at some size and at eight times as much, in CPU time and in bytes that are allocated. With
// room for all of it in the nursery nothing is collected meanwhile, so that what was allocated can be read off the heap.
import { serve } from "../../src/app.ts";
import { openContext } from "./context.ts";
import { type GrowingCall, growingCalls, prepared, type Sent } from "./growing-calls.ts";
import { type Cost, GROWTH, type Growth, isTooMuch } from "./growth.ts";

const TURNS = 2;
// What is too dear each time is so by its kind; once, a collection may have fallen between, or another process taken the core.
const TRIES = 4;
// A third of the nursery, which a collection empties; to collect each time would take longer than the calls.
const COLLECTED_FROM = 170e6;
const context = openContext(1e9);
// No batch and no session comes twice, for what is known already costs less.
let turn = 0;
const collect = globalThis.gc as () => void;

for (const sent of prepared) {
  const { status } = await call(sent);
  if (status >= 300) throw new Error(`${sent.method} ${sent.path}: ${status}`);
}
const only = process.argv[2] ?? "";
for (const each of growingCalls.filter(({ name }) => name.includes(only))) {
  await call(each.send(each.size, turn++));
  let growth = await compare(each);
  for (let again = 1; again < TRIES && isTooMuch(growth); again++) growth = await compare(each);
  console.log(JSON.stringify(growth));
}
context.close();

async function compare(each: GrowingCall): Promise<Growth> {
  const small = await measure(each, each.size);
  const large = await measure(each, GROWTH * each.size);
  return { name: each.name, status: [small.status, large.status], small, large };
}

/** The least time of some turns, for whatever else the machine does comes on top, and what they allocate on average. */
async function measure({ send }: GrowingCall, size: number): Promise<Cost & { status: number }> {
  const sent = Array.from({ length: TURNS }, () => send(size, turn++));
  if (held() > COLLECTED_FROM) collect();
  const memory = held();
  const times: number[] = [];
  let status = 0;
  for (const each of sent) {
    const before = process.cpuUsage();
    ({ status } = await call(each));
    // Without the system's share, which is to find fresh pages for a heap that is never collected.
    times.push(process.cpuUsage(before).user / 1_000);
  }
  return { status, ms: Math.min(...times), megabytes: (held() - memory) / 1e6 / TURNS };
}

function held(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

async function call({ method, path, body, type = "application/json" }: Sent): Promise<Response> {
  const init = body === undefined ? { method } : { method, body, headers: { "content-type": type } };
  const response = await serve(new Request(`http://localhost${path}`, init), context, {
    token: undefined,
    isPublic: true,
  });
  await response.text();
  return response;
}
