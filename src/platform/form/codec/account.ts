// What the values of one file may take unfolded: some bytes of it can stand for very many.
import { FORM_UNFOLDED_BYTES_MAX } from "../../schema/limit.ts";
import { unusable } from "../records.ts";

// What the runtime adds to a text's characters.
export const TEXT_BYTES = 24;

export interface Account {
  /** AppError once it is too much, before it is made. */
  take(bytes: number): void;
}

export function openAccount(): Account {
  let taken = 0;
  return {
    take(bytes) {
      taken += bytes;
      if (taken <= FORM_UNFOLDED_BYTES_MAX) return;
      const told = `more than the ${FORM_UNFOLDED_BYTES_MAX} bytes that a file's columns may take unfolded; columns= leaves out what is not needed`;
      throw unusable("", told);
    },
  };
}
