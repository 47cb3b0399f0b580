// Refusals that no request of a collection can bring about: what it takes is a caller who stops, another service, a full disk, a bug.
import { serve } from "../src/app.ts";
import { openContext } from "../test/support/context.ts";
import { sendRaw } from "../test/support/send-raw.ts";
import { startDeno } from "../test/support/server.ts";

type Refusal = [status: number, body: string];

/** What the service answers, by status. The first takes half a minute. */
export async function provokeRefusals(origin: string): Promise<Refusal[]> {
  const refusals = [stopSending(), askTooLong(origin), askUnconfigured(), askInPublic(), failInside(), fillDisk()];
  return (await Promise.all(refusals)).flat();
}

/** A body of which nothing comes. */
function stopSending(): Promise<Refusal[]> {
  return askHere({ method: "POST", path: "/train", body: new ReadableStream(), headers: { "content-length": "100" } });
}

async function askTooLong(origin: string): Promise<Refusal[]> {
  return told(await fetch(`${origin}/norms?after=${"a".repeat(5_000)}`));
}

async function askUnconfigured(): Promise<Refusal[]> {
  const server = await startDeno({});
  return fetch(`${server.origin}/norms`)
    .then(told)
    .finally(() => server.stop());
}

/** A service that asks nobody for a token: by another name than this machine's, and once too often. */
async function askInPublic(): Promise<Refusal[]> {
  const server = await startDeno({ PUBLIC: "true", PUBLIC_RATE_LIMIT: "1" });
  try {
    const misdirected = await sendRaw(server.origin, ["GET /norms HTTP/1.1", "Host: example.com"]);
    for (;;) {
      const response = await fetch(`${server.origin}/norms`);
      const body = await response.text();
      if (!response.ok)
        return [
          [421, misdirected.slice(misdirected.indexOf("{"))],
          [response.status, body],
        ];
    }
  } finally {
    await server.stop();
  }
}

/** A table that is gone is what nobody has thought of. */
function failInside(): Promise<Refusal[]> {
  return askHere({ method: "GET", path: "/norms" }, "drop table norms");
}

/** Factors that take more than what is free of the file's pages. */
function fillDisk(): Promise<Refusal[]> {
  const columns = Array.from({ length: 60 }, (_, j) => [
    `c${j}`,
    Array.from({ length: 80 }, (_, i) => (i * i * j) % 7),
  ]);
  const body = JSON.stringify({ x: Object.fromEntries(columns), y: Array.from({ length: 80 }, (_, i) => i % 5) });
  return askHere({ method: "POST", path: "/train", body }, "pragma max_page_count = 1");
}

/** The service in this process, after something was done to its database. */
async function askHere(
  asked: { method: string; path: string; body?: BodyInit; headers?: object },
  sql = "",
): Promise<Refusal[]> {
  const { method, path, body } = asked;
  const context = openContext(1);
  try {
    context.sqlite.exec(sql);
    const headers = { "content-type": "application/json", ...asked.headers };
    const request = new Request(`http://localhost${path}`, { method, headers, ...(body && { body, duplex: "half" }) });
    return await told(await serve(request, context, { token: undefined, isPublic: true }));
  } finally {
    context.close();
  }
}

async function told(response: Response): Promise<Refusal[]> {
  return [[response.status, await response.text()]];
}
