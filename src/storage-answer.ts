// What is stored, of all jobs: counts and sums that the database has of it. The key-value store is not gone through.
import * as v from "valibot";
import { countStoredNorms } from "./norm/store/count-stored.ts";
import type { Endpoint } from "./platform/http/endpoint.ts";
import { answer } from "./platform/http/respond.ts";
import { described } from "./platform/schema/described.ts";
import { countStoredModels } from "./registry/store/count-stored.ts";
import { countStoredSessions } from "./shop/store/count-stored.ts";

export const Storage = v.object({
  norms: v.object({
    count: v.number(),
    batches: v.number(),
    bytes: described(
      v.number(),
      "Of the factors and last rows of batches; models and merges, which can be made anew, are not counted",
    ),
  }),
  rows_kept: v.object({
    rows: v.number(),
    bytes: described(v.number(), "What the rows that norms keep take as they are stored"),
  }),
  models: v.object({
    count: v.number(),
    versions: v.number(),
    bytes: described(v.number(), "Of the versions that are trained"),
  }),
  datasets: v.object({
    count: described(v.number(), "Tables that models were trained on"),
    rows: v.number(),
    values: described(v.number(), "Rows × columns, y among them: some 11 bytes each"),
  }),
  sessions: v.object({ count: v.number(), views: v.number() }),
});
type Storage = v.InferOutput<typeof Storage>;

export const getStorage: Endpoint = {
  id: "getStorage",
  summary: "What is stored, and what it takes",
  description:
    "Of all jobs, as the database has it: norms and batches, rows that are kept, models and their tables, sessions.",
  answers: { 200: Storage },
  isTagged: true,
  // All batches are counted.
  isLong: true,
  async handle(_, { database }) {
    const [norms, models, sessions] = [
      await countStoredNorms(database),
      await countStoredModels(database),
      await countStoredSessions(database),
    ];
    return answer({ ...norms, ...models, ...sessions } satisfies Storage);
  },
};
