// A small request needs some rounds of the event loop: to be accepted, read, worked on and answered. It gets them between two large ones.
const PAUSE_MS = 20;

/** Answers a function that resolves for one caller after the other, with a pause after what each does before it waits again. */
export function createTurn(): () => Promise<void> {
  const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  let last = Promise.resolve();
  return () => {
    const mine = last;
    // The first comes round when the caller is done; the pause begins then.
    last = mine.then(() => sleep(0)).then(() => sleep(PAUSE_MS));
    return mine;
  };
}
