// SHA-256 of bytes that are too many to be held: of each block together with the hash of what came before it. The same however they were cut.
import { sha256 } from "./sha-256.ts";

const HASH_BYTES = 32;
const BLOCK_BYTES = 1_048_576;

export interface HashChain {
  add(bytes: Uint8Array): Promise<void>;
  /** In hexadecimal; after all bytes. `beside`: what else it is of. */
  end(beside: string): Promise<string>;
}

export function hashChain(): HashChain {
  const block = new Uint8Array(HASH_BYTES + BLOCK_BYTES);
  let filled = HASH_BYTES;
  const close = async () => {
    block.set(await sha256(block.subarray(0, filled)));
    filled = HASH_BYTES;
  };
  return {
    async add(bytes) {
      for (let from = 0; from < bytes.length; ) {
        const count = Math.min(bytes.length - from, block.length - filled);
        block.set(bytes.subarray(from, from + count), filled);
        filled += count;
        from += count;
        if (filled === block.length) await close();
      }
    },
    async end(beside) {
      await close();
      const told = new TextEncoder().encode(beside);
      const all = new Uint8Array(HASH_BYTES + told.length);
      all.set(block.subarray(0, HASH_BYTES));
      all.set(told, HASH_BYTES);
      return (await sha256(all)).toHex();
    },
  };
}
