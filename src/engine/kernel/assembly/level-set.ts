// AssemblyScript: sets of levels. While a tree grows a set is a bit a level; in a tree it is a list of u32, ascending: 16 levels that lie
// together by their number (upper half), and which of those are in it (lower half). So a few of ten thousand take a few words, and sixteen
// levels one.

/** Of a bit a level, in whole u16. */
@inline
export function bytesOfBits(levels: i32): usize {
  return <usize>((levels + 15) >> 4) << 1;
}

@inline
export function setBit(bits: usize, level: i32): void {
  const at = bits + (<usize>level >> 3);
  store<u8>(at, load<u8>(at) | <u8>(<u32>1 << (<u32>level & 7)));
}

@inline
export function hasBit(bits: usize, level: i32): bool {
  return ((load<u8>(bits + (<usize>level >> 3)) >> (<u8>level & 7)) & 1) != 0;
}

/** Writes the bits of so many levels as a list; answers its length. */
export function listBits(bits: usize, levels: i32, list: usize): i32 {
  let length = 0;
  for (let group = 0; group << 4 < levels; group++) {
    const word = <u32>load<u16>(bits + (<usize>group << 1));
    if (word == 0) continue;
    store<u32>(list + (<usize>length << 2), (<u32>group << 16) | word);
    length++;
  }
  return length;
}

/** Whether a value is a level of the list. Whatever the list holds, nothing outside it is read. */
@inline
export function isListed(list: usize, length: u32, value: f64): bool {
  if (!(value >= 0 && value < 65536)) return false;
  const level = <u32>value;
  let from: u32 = 0;
  let to = length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (load<u32>(list + (<usize>middle << 2)) >> 16 < level >> 4) from = middle + 1;
    else to = middle;
  }
  if (from == length) return false;
  const word = load<u32>(list + (<usize>from << 2));
  return word >> 16 == level >> 4 && ((word >> (level & 15)) & 1) != 0;
}
