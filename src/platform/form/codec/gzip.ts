// gzip, by the runtime: what was folded is unfolded up to a length.
import { AppError } from "../../../error.ts";

export async function foldGzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const folded = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(folded).arrayBuffer());
}

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

/** A file that was folded, unfolded. AppError "malformed_body" or "too_large": no more than so many bytes were held. */
export async function unfold(folded: Uint8Array, bytesMax: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for await (const chunk of gzipChunks(folded)) {
    if (chunk === null) throw new AppError("malformed_body", "Cannot unfold the file: it is no gzip, or not all of it");
    length += chunk.length;
    if (length > bytesMax)
      throw new AppError(
        "too_large",
        `Cannot read a file of more than ${bytesMax} bytes, unfolded: so many are accepted here`,
      );
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
