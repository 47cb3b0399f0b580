// Rows to train, as the norm that they are for reads them: its categories as places among their levels, and what all of it says, as a hash.
import { codeLevels } from "../rows/code-levels.ts";
import { hashContent } from "../rows/hash-content.ts";
import type { TrainRequest } from "../schema/norm-request.ts";
import type { NormSpecification } from "../schema/norm-specification.ts";

export interface Coded {
  /** By which columns of categories. */
  categories: string;
  /** With its categories as places among their levels. */
  request: TrainRequest;
  contentHash: string;
}

/** What was sent, as the norm reads it; once, unless another turn finds another norm. */
export async function codeRequest(
  { columns, categories = [] }: NormSpecification,
  sent: TrainRequest,
  before: Coded | undefined,
): Promise<Coded> {
  const by = JSON.stringify([columns, categories]);
  if (before?.categories === by) return before;
  const request = { ...sent, x: codeLevels({ categories }, sent.x, columns) };
  return { categories: by, request, contentHash: await hashContent(request) };
}
