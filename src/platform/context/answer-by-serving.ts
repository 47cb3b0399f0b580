// A retraining takes no model down: KV shows the new version elsewhere up to a minute late, or two where it was looked for too early.
import { NotYet } from "../../error.ts";
import { type Kind, lookUp, remember } from "../store/cache.ts";
import type { Context } from "./context.ts";

/** Asks the newest version or, where it cannot be read here yet, the one that answered last. `key`: no other model ever had it. */
export async function answerByServing<T, Answer>(
  { cache }: Context,
  serving: Kind<string, T>,
  key: string,
  newest: T,
  ask: (model: T) => Promise<Answer>,
): Promise<Answer> {
  try {
    const answer = await ask(newest);
    remember(cache, serving, key, newest);
    return answer;
  } catch (error) {
    const before = lookUp(cache, serving, key);
    if (!(error instanceof NotYet) || before === undefined) throw error;
    return ask(before);
  }
}
