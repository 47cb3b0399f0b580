// From a file to a norm: specify, train, choose by cross-validation.
import { answerOf, asIs, edgefit } from "../../api.ts";
import { typeOf } from "../../part/description.ts";
import type { Specification } from "./learnable.ts";

export async function learnNorm({
  norm,
  file,
  query,
  specification,
  isChosen,
}: {
  norm: string;
  file: File;
  /** What the file's columns are: the query of `train`. */
  query: Record<string, unknown>;
  specification: Specification;
  /** Whether what does not help is to be left out. */
  isChosen: boolean;
}): Promise<void> {
  const path = { norm };
  const client = edgefit();
  await answerOf(client.PUT("/norms/{norm}", { params: { path }, body: specification as never }));
  await answerOf(
    client.POST("/norms/{norm}/train", {
      params: { path, query: query as never },
      body: file as never,
      ...asIs,
      headers: {
        "content-type": typeOf(file),
        "idempotency-key": file.name.replace(/[^\x21-\x7e]/g, "-").slice(0, 200),
      },
    }),
  );
  if (isChosen && specification.candidates.length > 0)
    await answerOf(client.POST("/norms/{norm}/selection", { params: { path }, body: {} as never }));
}
