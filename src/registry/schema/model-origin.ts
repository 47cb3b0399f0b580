// Where a model's file came from, as the file tells it and as a service tells it that took the file.
import * as v from "valibot";
import { AboutRequest } from "../../platform/schema/about.ts";
import { boundedCopy } from "./bounded-copy.ts";
import { ModelOrigin } from "./model-answer.ts";

// A table of 1,024 columns with long names has 400,000 in its card.
const CARD_LENGTH_MAX = 2_000_000;

const Card = v.pipe(
  boundedCopy(ModelOrigin),
  v.check(
    (card) => JSON.stringify(card).length <= CARD_LENGTH_MAX,
    `longer than any card: at most ${CARD_LENGTH_MAX} characters are accepted`,
  ),
  v.description(
    "Where the model was trained, on what, and how good it was there; nothing that a prediction relies on.",
  ),
);

/** Beside what a model is, in its file. Files of before 0.10.0 have neither. */
export const originEntries = { about: v.optional(AboutRequest), card: v.optional(Card) };

export interface FileOrigin {
  about?: AboutRequest | undefined;
  card?: ModelOrigin | undefined;
}
