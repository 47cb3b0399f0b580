import { NotYet } from "../error.ts";
import { readPartText, type StoredHead } from "../store/artifacts.ts";
import { lookUp } from "../store/cache.ts";
import type { Context } from "./context.ts";
import { requireHead } from "./open-model.ts";
import { requireReady } from "./predict-model.ts";
import { requireModel } from "./read-model.ts";

/** The text of the version that serves, piece by piece: larger models than memory holds. */
export async function downloadModel(
  context: Context,
  id: number,
): Promise<{ name: string; text: AsyncGenerator<string> }> {
  const { model } = await requireModel(context, id, "download");
  const version = requireReady(model, "download");
  const head = await requireHead(context, model.key, version);
  const isKnown = lookUp(context.cache.held, `${model.key}/v${version}`) !== undefined;
  // Whoever has had the first byte cannot be told that the last ones are not there yet: all is read beforehand.
  if (!isKnown) for (const part of head.parts) await readPart(part);
  return { name: `model-${id}-v${version}.json`, text: textOf(head) };

  async function* textOf({ parts, bytes: _, ...rest }: StoredHead): AsyncGenerator<string> {
    yield `${JSON.stringify(rest).slice(0, -1)},"units":[`;
    for (const [i, part] of parts.entries()) yield (i === 0 ? "" : ",") + (await readPart(part)).slice(1, -1);
    yield "]}";
  }

  async function readPart(part: StoredHead["parts"][number]): Promise<string> {
    const text = await readPartText(context.models, model.key, version, part);
    if (text === undefined) throw new NotYet(`Units ${part.from} of ${model.key} v${version}`);
    return text;
  }
}
