// The rows of a batch, kept beside what is learned of them, as `keep_rows` has it: in parts, which are put away as they come.
import type { Context } from "../../platform/context/context.ts";
import { orWithout } from "../../platform/context/or-without.ts";
import { joinRows, sliceRows, toArchive } from "../rows/archive-rows.ts";
import { keepsRows } from "../schema/keep-rows.ts";
import type { TrainRequest } from "../schema/norm-request.ts";
import { deleteKeys, partKey, type StoredPart } from "../store/archive.ts";
import { type ArchivedRows, encodeRows } from "../store/archive-codec.ts";
import type { NormRow } from "../store/norms.ts";

/** 4 MB of numbers, which take 5.4 MB as text at most; KV holds 25 MiB. Whoever asks for a day reads the whole part. */
export const PART_VALUES_MAX = 500_000;

/** Shorter texts stand in D1: a norm that is trained every hour has thousands of them, and KV is asked for one by one. */
export const SHORT_TEXT_MAX = 64 * 1024;

export interface Archive {
  /** Keeps rows after those that it has. `instants`: null without times. */
  add(request: TrainRequest, instants: Float64Array | null): Promise<void>;
  /** What is to be committed with the batch; nothing where rows are not to be kept, or could not be put away. */
  close(): Promise<StoredPart[]>;
  /** Whether rows should have been kept and KV did not take them. */
  isLost(): boolean;
  /** To be called before they are committed: where the answer to that is lost nobody knows whether they are, and none is taken back. */
  commit(): void;
  /** To be called where they were not. */
  rollBack(): void;
  /** To be called at the end: what was put away and is not committed is taken back. */
  release(): Promise<void>;
}

export function openArchive(context: Context, { id, specification }: NormRow): Archive {
  const { columns } = specification;
  const isWanted = keepsRows(specification);
  const rowsMax = Math.max(1, Math.floor(PART_VALUES_MAX / (columns.length + 3)));
  const key = partKey(context, id);
  const parts: StoredPart[] = [];
  let waiting: ArchivedRows[] = [];
  let [isLost, isCommitted, isClosed] = [false, false, false];

  async function put(rows: ArchivedRows, isOnly: boolean): Promise<void> {
    if (isLost) return;
    const data = (await encodeRows(rows)).toBase64();
    const instants = rows.times?.instants;
    const [fromMs = context.nowMs(), toMs = context.nowMs()] = [instants?.[0], instants?.at(-1)];
    const told = { fromMs, toMs, rows: rows.rowCount, bytes: data.length };
    if (isOnly && data.length <= SHORT_TEXT_MAX) {
      parts.push({ ...told, key: null, data });
      return;
    }
    const own = `${key}/${parts.length}`;
    parts.push({ ...told, key: own, data: null });
    // Models are learned all the same.
    const isPut = await orWithout(
      context,
      context.models.put(own, data).then(() => true),
    );
    isLost = isPut !== true;
  }

  return {
    async add(request, instants) {
      if (!isWanted) return;
      waiting.push(toArchive(columns, request, instants));
      let count = waiting.reduce((sum, { rowCount }) => sum + rowCount, 0);
      // The last of them waits: where it is all there is, it may be short.
      while (count > rowsMax) {
        const all = joinRows(waiting);
        await put(sliceRows(all, 0, rowsMax), false);
        waiting = [sliceRows(all, rowsMax, count)];
        count -= rowsMax;
      }
    },
    async close() {
      if (!isClosed && waiting.length > 0) await put(joinRows(waiting), parts.length === 0);
      isClosed = true;
      waiting = [];
      return isLost ? [] : parts;
    },
    isLost: () => isLost,
    commit() {
      isCommitted = !isLost;
    },
    rollBack() {
      isCommitted = false;
    },
    async release() {
      if (!isCommitted && parts.some(({ key }) => key !== null)) await deleteKeys(context, parts);
    },
  };
}
