/** A mistake that somebody could make, and who should notice. */
export interface Mutation {
  /** What is so then. */
  what: string;
  file: string;
  /** Text that stands in the file once, and what stands there instead. */
  from: string;
  to: string;
  /** Test files, one of which has to fail. */
  noticedBy: string[];
}

/** Mistakes in one file, each by itself. */
export function mistakes(
  file: string,
  noticedBy: string[],
  all: readonly (readonly [what: string, from: string, to: string])[],
): Mutation[] {
  return all.map(([what, from, to]) => ({ what, file, from, to, noticedBy }));
}
