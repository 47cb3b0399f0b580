// A program for Deno: threads of which one ends where it should not. It prints what became of the requests.

import { EVERYBODY } from "../../src/platform/context/caller.ts";
import type { Context } from "../../src/platform/context/context.ts";
import { createCache } from "../../src/platform/store/cache.ts";
import { startThreads } from "../../src/runtime/deno/threads.ts";

const logged: unknown[] = [];
const context = { cache: createCache(), newId: () => "id", log: (entry: unknown) => logged.push(entry) };
const threads = startThreads(new URL("mortal-thread.ts", import.meta.url), context as unknown as Context);
const ask = async (path: string) => (await threads.answer(new Request(`http://here/${path}`), EVERYBODY)).status;
const waiting = ask("waits");
void ask("waits");
const dying = await ask("dies");
const after = [await ask("answers"), await ask("answers"), await ask("answers")];
await threads.end();
console.log(JSON.stringify({ waiting: await waiting, dying, after, logged: logged.length, hasEnded: true }));
