// Numbers in bulk as text: base64 of little-endian Float64, exact to the last bit.

export function encodeFloats(values: Float64Array): string {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength).toBase64();
}

export function decodeFloats(encoded: string): Float64Array {
  return new Float64Array(Uint8Array.fromBase64(encoded).buffer);
}
