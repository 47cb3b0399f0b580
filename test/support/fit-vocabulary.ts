import type { Session } from "../../src/shop/feature/session.ts";
import { countSupports, VOCABULARY_OPTIONS, vocabularyOf } from "../../src/shop/feature/session-vocabulary.ts";

/** The vocabulary of sessions that are all at hand. */
export function fitVocabulary(sessions: readonly Session[], options = VOCABULARY_OPTIONS) {
  return vocabularyOf(countSupports([], sessions, options), options);
}
