import * as v from "valibot";
import type { Warning } from "../../../warning.ts";
import { described } from "../described.ts";

/** To whoever makes an answer, texts of the closed set; to whoever reads what is stored, texts: those of before 0.11.0 begin otherwise. */
export const Warnings = described(
  v.array(v.string() as unknown as v.GenericSchema<string, Warning>),
  "What to know before trusting the figures: each begins with its kind and a colon",
);
