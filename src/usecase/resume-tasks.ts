// Takes up what was left lying: tasks whose messages were lost with a process, and what nothing needs any more.
import { DAY_MS } from "../feature/duration.ts";
import { RESULT_DAYS } from "../schema/limit.ts";
import { ALL_MODELS } from "../store/artifacts.ts";
import type { KeyPage } from "../store/key-value.ts";
import { ALL_NORMS, normOf, spareModels } from "../store/norm-models.ts";
import { findCounts } from "../store/norms.ts";
import { findOwners, type Owner, ownerOf } from "../store/owners.ts";
import type { TaskRow } from "../store/registry.ts";
import { deleteOldTasks, listStalled, touchTask } from "../store/tasks.ts";
import { deleteAll } from "../store/text.ts";
import type { Context } from "./context.ts";
import { sendMissing } from "./run-task.ts";

// A piece that takes so many times its estimate is taken for lost. One that is done twice does no harm.
const STALLED_PIECES = 300;
// However small pieces are: their messages may wait for those of others, or for their next try.
const STALLED_LEAST_MS = 20_000;
// Each takes two statements of those that a call of the clock may have. A process that has just started has no such limit.
const TASKS_AT_ONCE = 15;

/** `isStart`: the process has just started, and no other works on these tasks: none is under way. */
export async function resumeTasks(context: Context, isStart = false): Promise<void> {
  const sinceMs = context.nowMs() - (isStart ? -1 : stalledMs(context));
  const limit = isStart ? Number.MAX_SAFE_INTEGER : TASKS_AT_ONCE;
  for (const task of await listStalled(context.database, sinceMs, limit)) await resume(context, task);
}

/** The same for one task that somebody asks for. */
export async function resumeIfStalled(context: Context, task: TaskRow): Promise<void> {
  if (context.nowMs() - task.updatedAtMs > stalledMs(context)) await resume(context, task);
}

// What is younger may belong to a training whose commit is still to come.
const ORPHAN_AGE_MS = DAY_MS;
const KEYS_AT_ONCE = 1_000;
// So many are asked about in one exchange with the database, and their names held: some 2 MB.
const KEYS_TOGETHER = 20_000;
type Key = KeyPage["keys"][number];

/** Forgets tasks that ended long ago, and deletes what KV holds of models, versions, data, tasks and norms that D1 does not know. */
export async function cleanUp(context: Context): Promise<void> {
  await deleteOldTasks(context.database, context.nowMs() - RESULT_DAYS * DAY_MS);
  await passOver(context, ALL_MODELS, (keys) => deleteOrphans(context, keys));
  await passOver(context, ALL_NORMS, (keys) => deleteSpare(context, keys));
}

async function passOver(context: Context, prefix: string, clean: (keys: Key[]) => Promise<void>): Promise<void> {
  let cursor: string | null = null;
  let keys: Key[] = [];
  do {
    const page: KeyPage = await context.models.list({ prefix, cursor, limit: KEYS_AT_ONCE });
    keys.push(...page.keys);
    cursor = page.list_complete ? null : page.cursor;
    if (cursor !== null && keys.length < KEYS_TOGETHER) continue;
    await clean(keys);
    keys = [];
  } while (cursor !== null);
}

/** Models of norms that are gone, that have forgotten since, or that have many newer ones. */
async function deleteSpare(context: Context, keys: Key[]): Promise<void> {
  const names = keys.map(({ name }) => name);
  const norms = await findCounts(context.database, [...new Set(names.map(normOf))]);
  await Promise.all(spareModels(names, norms).map((name) => context.models.delete(name)));
}

async function deleteOrphans(context: Context, keys: Key[]): Promise<void> {
  const owners = new Map<string, Owner>();
  for (const { name } of keys) {
    const owner = ownerOf(name);
    if (context.nowMs() - owner.createdAtMs > ORPHAN_AGE_MS) owners.set(owner.prefix, owner);
  }
  const modelKeys = new Set(Array.from(owners.values(), ({ modelKey }) => modelKey));
  const known = await findOwners(context.database, [...modelKeys]);
  for (const prefix of owners.keys()) if (!known.has(prefix)) await deleteAll(context.models, prefix);
}

async function resume(context: Context, task: TaskRow): Promise<void> {
  if (await touchTask(context.database, task, context.nowMs())) await sendMissing(context, task);
}

function stalledMs({ pieceSeconds }: Context): number {
  return Math.max(STALLED_LEAST_MS, 1000 * STALLED_PIECES * pieceSeconds);
}
