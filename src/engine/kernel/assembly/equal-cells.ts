// AssemblyScript: which cells of a column of text are the same, so that each text of a block is made once.
import { DOUBLED, MISSING } from "./csv";

// More cells that land on one place are taken as new: a file that was made to collide takes no longer, it only takes more memory.
const PROBES_MAX = 8;
const FREE: u32 = 0xffffffff;

/**
 * `firsts` gets for each row (u32) the first one known with the same text, itself where there is none. `places` as scanCsv leaves them;
 * `table`: `tableSize` u32, a power of two of at least twice as many as rows. A cell's bytes may be read up to 7 past its end.
 */
export function equalCells(bytes: usize, places: usize, rowCount: i32, table: usize, tableSize: i32, firsts: usize): void {
  memory.fill(table, 0xff, <usize>tableSize << 2);
  for (let row = 0; row < rowCount; row++) {
    const place = load<u64>(places + (<usize>row << 3));
    let first = <u32>row;
    if (place != MISSING) {
      let at = <u32>(hash(bytes, place) >> 32);
      for (let probe = 0; probe < PROBES_MAX; probe++, at++) {
        const slot = table + (<usize>(at & <u32>(tableSize - 1)) << 2);
        const other = load<u32>(slot);
        if (other == FREE) {
          store<u32>(slot, <u32>row);
          break;
        }
        if (isEqual(bytes, place, load<u64>(places + (<usize>other << 3)))) {
          first = other;
          break;
        }
      }
    }
    store<u32>(firsts + (<usize>row << 2), first);
  }
}

@inline
function lengthOf(place: u64): usize {
  return <usize>((place >> 32) & ~(<u64>DOUBLED));
}

/** Eight bytes at `at`, of which `left` count. */
@inline
function word(at: usize, left: usize): u64 {
  const all = load<u64>(at);
  return left >= 8 ? all : all & (((<u64>1) << (<u64>left << 3)) - 1);
}

function hash(bytes: usize, place: u64): u64 {
  let h: u64 = place >> 32;
  const length = lengthOf(place);
  const at = bytes + <usize>(place & 0xffffffff);
  for (let i: usize = 0; i < length; i += 8) {
    h = (h ^ word(at + i, length - i)) * 0x9e3779b97f4a7c15;
    h ^= h >> 29;
  }
  return h * 0x9e3779b97f4a7c15;
}

/** The same bytes, of the same length, with quotes doubled in both or in neither. */
function isEqual(bytes: usize, a: u64, b: u64): bool {
  if (a >> 32 != b >> 32) return false;
  const length = lengthOf(a);
  const atA = bytes + <usize>(a & 0xffffffff);
  const atB = bytes + <usize>(b & 0xffffffff);
  for (let i: usize = 0; i < length; i += 8) if (word(atA + i, length - i) != word(atB + i, length - i)) return false;
  return true;
}
