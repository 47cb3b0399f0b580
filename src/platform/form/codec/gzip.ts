// What was folded by gzip, unfolded by the runtime up to a length.

/** Fills `into`; false where `folded` is not exactly so much. */
export async function unfoldGzip(folded: Uint8Array, into: Uint8Array): Promise<boolean> {
  let to = 0;
  for await (const chunk of gzipChunks(folded)) {
    if (chunk === null || to + chunk.length > into.length) return false;
    into.set(chunk, to);
    to += chunk.length;
  }
  return to === into.length;
}

/** All that was folded; null where it is no gzip, or more than so many bytes. */
export async function unfoldWhole(
  folded: Uint8Array,
  bytesMax: number,
): Promise<Uint8Array<ArrayBuffer> | "damaged" | "too large"> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for await (const chunk of gzipChunks(folded)) {
    if (chunk === null) return "damaged";
    length += chunk.length;
    if (length > bytesMax) return "too large";
    chunks.push(chunk);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

/** null where it ends, or is none. */
async function* gzipChunks(folded: Uint8Array): AsyncGenerator<Uint8Array<ArrayBuffer> | null> {
  const { readable, writable } = new DecompressionStream("gzip");
  const writer = writable.getWriter();
  // They wait for the reader, and fail when it does.
  const written = Promise.allSettled([writer.write(folded as Uint8Array<ArrayBuffer>), writer.close()]);
  const reader = (readable as ReadableStream<Uint8Array<ArrayBuffer>>).getReader();
  try {
    for (;;) {
      // Both runtimes throw a TypeError of what is no gzip, or not all of it.
      const { done, value } = await reader.read().catch(() => ({ done: false, value: null }));
      if (done || value === undefined) return;
      yield value;
      if (value === null) return;
    }
  } finally {
    // Whoever stops early wants no more of it.
    await reader.cancel().catch(() => undefined);
    await written;
  }
}
