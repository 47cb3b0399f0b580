import type { Session } from "../../src/feature/session.ts";
import { countSupports, VOCABULARY_OPTIONS, vocabularyOf } from "../../src/feature/session-vocabulary.ts";

/** The vocabulary of sessions that are all at hand. */
export function fitVocabulary(sessions: readonly Session[], options = VOCABULARY_OPTIONS) {
  return vocabularyOf(countSupports([], sessions, options), options);
}
