// Work that gives way: a generator that stops after each slice, so that whoever runs it can let others go on, or leave it at that. Work is
// counted by what is done, not by a clock: on Workers that stands still during computation, and the same work is to count the same.

/** Yields after each slice the seconds that it takes on one core of a server of the 2020s; returns what came of it. */
export type Work<Result> = Generator<number, Result, void>;

/** What a slice should take where the work can be divided so finely: a request that comes meanwhile waits as long. */
export const SLICE_SECONDS = 0.02;

/** All of it at once. */
export function finish<Result>(work: Work<Result>): Result {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}
