// The one owner of WASM memory. Whoever calls a kernel has a memory laid out, copies plain arrays in and out, and keeps no view:
// the next layout takes the same room.

const PAGE_BYTES = 65_536;
const ALIGNMENT = 16;

export interface Wasm {
  exports: WebAssembly.Exports;
  /**
   * Lays out pieces of so many bytes one after the other, in the order of their names; answers where each begins. What stands there is
   * undefined.
   */
  layOut<Name extends string>(bytes: Readonly<Record<Name, number>>): Record<Name, number>;
  /** How many layouts there were: whoever left something in memory sees whether it is still there. */
  layouts(): number;
  /** The memory, until the next layout. */
  buffer(): ArrayBuffer;
}

/** The kernels of math/kernel/, from the compiled module that the runtime imported. */
export function openWasm(module: WebAssembly.Module): Wasm {
  const { exports } = new WebAssembly.Instance(module, {});
  const memory = exports.memory as WebAssembly.Memory;
  const start = aligned(Number((exports.memoryStart as WebAssembly.Global).value));
  let layouts = 0;
  return {
    exports,
    layOut<Name extends string>(bytes: Readonly<Record<Name, number>>) {
      layouts++;
      let end = start;
      const places: Record<Name, number> = { ...bytes };
      for (const name in bytes) {
        places[name] = end;
        end = aligned(end + bytes[name]);
      }
      const missing = end - memory.buffer.byteLength;
      if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
      return places;
    },
    layouts: () => layouts,
    buffer: () => memory.buffer as ArrayBuffer,
  };
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}
