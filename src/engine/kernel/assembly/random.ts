// AssemblyScript: the one generator of chance, SplitMix64 (Steele, Lea & Flood 2014). Its state is a seed that the caller has kept, so
// that whatever is drawn can be drawn again.

let state: u64 = 0;

export function seedRandom(seed: u64): void {
  state = seed;
}

@inline
function random(): u64 {
  state += 0x9e3779b97f4a7c15;
  let z = state;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

/** A whole number from 0 to n − 1. */
@inline
export function below(n: i32): i32 {
  return <i32>(((random() >> 32) * <u64>n) >> 32);
}

/** Brings a random choice of `count` out of `size` u32 to the front, in random order (Fisher & Yates; Durstenfeld 1964). */
export function shuffle(at: usize, size: i32, count: i32): void {
  for (let i = 0; i < count; i++) {
    const from = at + (<usize>i << 2);
    const other = at + (<usize>(i + below(size - i)) << 2);
    const value = load<u32>(from);
    store<u32>(from, load<u32>(other));
    store<u32>(other, value);
  }
}
