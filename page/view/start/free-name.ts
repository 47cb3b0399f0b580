// A name for a norm that no other has: asked before anything is learned, so that a file does not end in a norm that is there already.
import { answerOf, edgefit, useAnswer } from "../../api.ts";

const NAMES_MAX = 1000;
const NAME_LENGTH_MAX = 63;
const NAME = /^[a-z0-9][a-z0-9_-]{0,62}$/;

/** The name itself, where it is free; or the first with a number that is. */
export async function findFreeName(norm: string, signal?: AbortSignal): Promise<string> {
  // What is no name the service says itself.
  if (!NAME.test(norm)) return norm;
  // Those that begin as it does, but for its last sign: the list begins behind a name.
  const after = norm.length > 1 && { after: norm.slice(0, -1) };
  const params = { query: { ...after, limit: NAMES_MAX } };
  const { norms } = await answerOf(edgefit().GET("/norms", { params, ...(signal && { signal }) }));
  return freeName(norm, new Set(norms.map(({ norm }) => norm)));
}

export function useFreeName(norm: string) {
  return useAnswer((signal) => findFreeName(norm, signal), [norm]);
}

export function freeName(norm: string, taken: ReadonlySet<string>): string {
  const numbered = (count: number) => `${norm.slice(0, NAME_LENGTH_MAX - 1 - `${count}`.length)}-${count}`;
  let name = norm;
  for (let count = 2; taken.has(name); count++) name = numbered(count);
  return name;
}
