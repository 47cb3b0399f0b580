import type { Context } from "../../platform/context/context.ts";
import { pageOf } from "../../platform/context/page.ts";
import { PAGE_LENGTH_MAX } from "../../platform/schema/limit.ts";
import type { NormList } from "../schema/norm-answer.ts";
import type { NormPageQuery } from "../schema/norm-request.ts";
import { pageOfNorms } from "../store/norms.ts";
import { summariseAll } from "./read-norm.ts";

/** One page of the norms whose names begin so, by name. */
export async function listNorms(
  context: Context,
  { after = "", limit = PAGE_LENGTH_MAX, tag }: NormPageQuery,
  prefix: string,
): Promise<NormList> {
  const read = await pageOfNorms(context.database, { after, limit: limit + 1, tag, prefix });
  const { rows, next } = pageOf(read, limit, ({ name }) => name);
  return { norms: await summariseAll(context, rows), next };
}
