// Before all tests: the Worker and its document made ready once, and workerds started for whoever asks, so that no test need load the simulator. Whoever
// watches files starts anew after a change of src: workerd has what was bundled at the start.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeDocument } from "./contract/open-document.ts";
import { openWorkerd, prepareWorker, type Workerd } from "./workerd.ts";

export default async function prepare(): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), "edgefit-"));
  const file = join(folder, "worker.json");
  writeFileSync(file, JSON.stringify(await prepareWorker()));
  process.env.PREPARED_WORKER = file;
  const document = join(folder, "openapi.json");
  writeFileSync(document, JSON.stringify(await makeDocument()));
  process.env.PREPARED_DOCUMENT = document;

  const open = new Map<string, Workerd>();
  const server = createServer(async (request, response) => {
    const text = (await request.toArray()).join("");
    try {
      if (request.url === "/start") {
        const workerd = await openWorkerd(JSON.parse(text));
        open.set(workerd.origin, workerd);
        response.end(workerd.origin);
      } else {
        await open.get(text)?.stop();
        open.delete(text);
        response.end();
      }
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  process.env.WORKERDS = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return async () => {
    await Promise.all([...open.values()].map((workerd) => workerd.stop()));
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true });
  };
}
