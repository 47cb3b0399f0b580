/** SHA-256 of bytes, or of the bytes of numbers. */
export async function sha256(bytes: Float64Array | Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>));
}
