// Newman, which runs Postman's collections and has no types: what is used of it.
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

/** A request that was sent, its variables filled in, and what was answered. */
export interface Execution {
  item: { name: string; parent(): { name: string } | undefined };
  request: { method: string; url: { getPath(): string; toString(): string }; body?: { raw?: string } };
  response?: { code: number; status: string; text(): string; headers: Headers };
}

interface Headers {
  get(name: string): string | undefined;
  members: { key: string; value: string }[];
}

export interface Run {
  executions: Execution[];
  stats: Record<"items" | "assertions", { total: number }>;
  failures: {
    cursor: { iteration: number };
    parent: { name: string };
    source: { name: string };
    error: { test?: string; message: string };
  }[];
}

interface Newman {
  run(options: object, done: (error: Error | null, summary: { run: Run }) => void): void;
}
const newman: Newman = createRequire(import.meta.url)("newman");

/** Asked for, so that the refusals of credentials are shown too. */
export const API_TOKEN = "a-token-of-the-postman-run";

/** Small pieces: workerd does one or two at each call, and some of the long trainings must be under way for six. */
export const PIECE_SECONDS = "0.25";

/** Runs a collection of this folder so many times over, and tells what failed. */
export async function runCollection(name: string, origin: string, token: string, iterationCount = 1): Promise<Run> {
  const options = {
    collection: fileURLToPath(new URL(name, import.meta.url)),
    environment: fileURLToPath(new URL("environment.json", import.meta.url)),
    envVar: Object.entries({ baseUrl: origin, token }).map(([key, value]) => ({ key, value })),
    iterationCount,
  };
  const run = await new Promise<Run>((resolve, reject) => {
    newman.run(options, (error, summary) => (error ? reject(error) : resolve(summary.run)));
  });
  for (const { cursor, parent, source, error } of run.failures) {
    const where = `${name}, run ${cursor.iteration + 1}: ${parent.name} / ${source.name}`;
    console.error(`${where}: ${error.test ? `${error.test}: ` : ""}${error.message}`);
  }
  return run;
}

/** Folder / name: what a request is called in its collection. */
export function nameOf({ item }: Execution): string {
  return `${item.parent()?.name} / ${item.name}`;
}
