// What a training of boosting holds in workerd's own isolate, told by the inspector that debuggers ask: heap and buffers, garbage that is not collected yet
// among them, for workerd collects none when it is asked to. It answers between slices. What WebAssembly holds it does not count; that is
// what the same training has laid out here, byte for byte.
import { uncheckedClientOf } from "../test/support/client.ts";
import { openContext } from "../test/support/context.ts";
import { openWorkerd } from "../test/support/workerd.ts";
import type { Bench, Row } from "./measure.ts";
import { boostingOf, COLUMNS, drawTable, ISOLATE_MB, ROWS, start, type Trained, work } from "./memory.ts";

const INSPECTOR_PORT = 9_771;
const DECIMALS = 3;

export const isolateBenches: Bench[] = [
  { name: "memory of boosting in workerd", run: async () => [await rowOf(boostingOf("regression"))] },
];

async function rowOf(trained: Trained): Promise<Row> {
  const kernels = await kernelMegabytes(trained);
  const server = await openWorkerd({ PUBLIC: "true" }, { inspectorPort: INSPECTOR_PORT });
  const watch = await watchIsolate();
  const bare = await watch.peak();
  const taskId = await send(server.origin, trained);
  const sending = await watch.peak();
  for (let status = 202; status === 202; )
    ({ status } = await uncheckedClientOf(server.origin)("GET", `/results/${taskId}`));
  const training = await watch.peak();
  watch.close();
  await server.stop();
  const told = (megabytes: number) => `${megabytes.toFixed(0)} MB`;
  return {
    what: `${trained.called} on ${ROWS} × ${COLUMNS}, ${trained.problem}, in workerd: heap and buffers, and kernels`,
    ours: `${told(training)} and ${told(kernels)}; before ${told(bare)}, while the table was sent ${told(sending)}`,
    peer: `an isolate's ${ISOLATE_MB} MB`,
    ratio: (training + kernels) / ISOLATE_MB,
    bar: { atMost: 1 },
  };
}

/** Answers the task. */
async function send(origin: string, { name, params, problem }: Trained): Promise<string> {
  const { columns, values, y } = drawTable();
  const numbers = (column: Float64Array) => Array.from(column, (value) => Number(value.toFixed(DECIMALS)));
  const X = Object.fromEntries(columns.map((column, j) => [column, numbers(values[j] as Float64Array)]));
  const body = JSON.stringify({ problem, name, h_tune: false, params, X, y: numbers(y) });
  const headers = { "content-type": "application/json", prefer: "respond-async" };
  const answer = await fetch(`${origin}/api/ml_models`, { method: "POST", headers, body });
  const { task_id } = (await answer.json()) as { task_id?: string };
  if (task_id === undefined) throw new Error(`${answer.status} in place of 202`);
  return task_id;
}

/** What all memories of kernels have grown to once such a model is trained in this process. */
async function kernelMegabytes(trained: Trained): Promise<number> {
  const { Instance } = WebAssembly;
  const memories: WebAssembly.Memory[] = [];
  WebAssembly.Instance = new Proxy(Instance, {
    construct(made, given: [WebAssembly.Module]) {
      const instance = new made(...given);
      memories.push(instance.exports.memory as WebAssembly.Memory);
      return instance;
    },
  });
  try {
    const context = openContext(1);
    await start(context, trained);
    await work(context, () => undefined);
    context.close();
  } finally {
    WebAssembly.Instance = Instance;
  }
  return memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0) / 2 ** 20;
}

interface HeapUsage {
  usedSize: number;
  embedderHeapUsedSize: number;
  backingStorageSize: number;
}

/** Chrome's protocol: https://chromedevtools.github.io/devtools-protocol/v8/Runtime/#method-getHeapUsage. `peak`: in MB, since it was last asked. */
async function watchIsolate(): Promise<{ peak(): Promise<number>; close(): void }> {
  const socket = new WebSocket(`ws://127.0.0.1:${INSPECTOR_PORT}/core:user:edgefit`);
  await new Promise((resolve) => socket.addEventListener("open", resolve));
  const waiting = new Map<number, (result: unknown) => void>();
  socket.addEventListener("message", ({ data }) => {
    const { id, result } = JSON.parse(String(data));
    waiting.get(id)?.(result);
    waiting.delete(id);
  });
  let asked = 0;
  const ask = (method: string) =>
    new Promise<unknown>((resolve) => {
      waiting.set(++asked, resolve);
      socket.send(JSON.stringify({ id: asked, method }));
    });
  let most = 0;
  let isOver = false;
  const look = async () => {
    const usage = (await ask("Runtime.getHeapUsage")) as HeapUsage;
    most = Math.max(most, usage.usedSize + usage.embedderHeapUsedSize + usage.backingStorageSize);
  };
  const looking = (async () => {
    while (!isOver) await look();
  })();
  return {
    async peak() {
      await look();
      const told = most / 2 ** 20;
      most = 0;
      return told;
    },
    close() {
      isOver = true;
      void looking.then(() => socket.close());
    },
  };
}
