// A model as a file: what it is, what it is called, where it came from.
import { NotYet } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { tellAbout } from "../../platform/schema/answer/about-answer.ts";
import { lookUp } from "../../platform/store/cache.ts";
import { PIECE_CHARACTERS_MAX } from "../../platform/store/text.ts";
import { readPartPieces, type StoredHead } from "../store/artifacts.ts";
import { HELD } from "../store/model-cache.ts";
import { requireHead } from "./open-model.ts";
import { requireReady } from "./predict-model.ts";
import { requireModel } from "./read-model.ts";
import { describeOrigin } from "./read-origin.ts";

/**
 * The text of the version that serves, piece by piece: larger models than memory holds. `source`: where it is downloaded; without it the
 * file tells what the model is, and not where it came from.
 */
export async function downloadModel(
  context: Context,
  id: number,
  source?: string,
): Promise<{ name: string; text: AsyncGenerator<string>; bytes: number }> {
  const found = await requireModel(context, id, "download");
  const { model } = found;
  const version = requireReady(model, "download");
  const head = await requireHead(context, model.key, version);
  const origin = source === undefined ? {} : await originOfFile(source);
  const isKnown = lookUp(context.cache, HELD, `${model.key}/v${version}`) !== undefined;
  // Whoever has had the first byte cannot be told that the last ones are not there yet: all is read beforehand.
  if (!isKnown) for (const part of head.parts) for await (const _ of piecesOf(part));
  return { name: `model-${id}-v${version}.json`, text: textOf(head), bytes: PIECE_CHARACTERS_MAX };

  async function originOfFile(source: string) {
    return { about: tellAbout(model.about), card: await describeOrigin(context, found, source) };
  }

  async function* textOf({ parts, bytes: _, has_origin: __, ...rest }: StoredHead): AsyncGenerator<string> {
    yield `${JSON.stringify({ ...rest, ...origin }).slice(0, -1)},"units":[`;
    for (const [i, part] of parts.entries()) {
      let piece = 0;
      for await (const text of piecesOf(part)) {
        // Each part is an array: without its brackets, with a comma between two.
        if (i > 0 && piece === 0) yield ",";
        yield text.slice(piece === 0 ? 1 : 0, ++piece === part.chunks ? -1 : undefined);
      }
    }
    yield "]}";
  }

  async function* piecesOf(part: StoredHead["parts"][number]): AsyncGenerator<string> {
    for await (const text of readPartPieces(context.models, model.key, version, part)) {
      if (text === undefined) throw new NotYet(`Units ${part.from} of ${model.key} v${version}`);
      yield text;
    }
  }
}
