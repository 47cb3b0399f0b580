import { AppError, NotYet } from "../error.ts";
import { readHead, readPartText } from "../store/artifacts.ts";
import type { Context } from "./context.ts";
import { requireReady } from "./predict-model.ts";
import { requireModel } from "./read-model.ts";

/** The text of the version that serves, piece by piece: larger models than memory holds. */
export async function downloadModel(
  context: Context,
  id: number,
): Promise<{ name: string; text: AsyncGenerator<string> }> {
  const { model } = await requireModel(context, id, "download");
  const version = requireReady(model, "download");
  const head = await readHead(context.models, model.key, version);
  if (head === undefined)
    throw new AppError(
      "conflict",
      `Cannot download: model ${id} is stored in a format that this service does not read; retrain it`,
    );
  return { name: `model-${id}-v${version}.json`, text: textOf() };

  async function* textOf(): AsyncGenerator<string> {
    const { parts, bytes: _, ...rest } = head as NonNullable<typeof head>;
    yield `${JSON.stringify(rest).slice(0, -1)},"units":[`;
    for (const [i, part] of parts.entries()) {
      const text = await readPartText(context.models, model.key, version, part);
      if (text === undefined) throw new NotYet(`Units ${part.from} of ${model.key} v${version}`);
      yield (i === 0 ? "" : ",") + text.slice(1, -1);
    }
    yield "]}";
  }
}
