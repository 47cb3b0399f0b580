// Values with typed arrays as JSON and back, exact to the last bit: an array becomes {"dtype": "<f8", "data": base64} of its bytes,
// the lowest first, dtype being NumPy's name of it.

const DTYPES = { "<f8": Float64Array, "<i4": Int32Array, "<u4": Uint32Array, "|u1": Uint8Array } as const;
type Dtype = keyof typeof DTYPES;

export function toPlain(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) {
    const [dtype] = Object.entries(DTYPES).find(([, type]) => value instanceof type) ?? [];
    if (dtype === undefined) throw new TypeError(`No dtype for ${value.constructor.name}`);
    return { dtype, data: new Uint8Array(value.buffer, value.byteOffset, value.byteLength).toBase64() };
  }
  if (Array.isArray(value)) return value.map(toPlain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, toPlain(each)]));
}

/** The way back; an array whose bytes are no base64 or no whole numbers of its dtype stays the object that it was. */
export function fromPlain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromPlain);
  if (typeof value !== "object" || value === null) return value;
  return toArray(value) ?? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, fromPlain(each)]));
}

function toArray(value: object): ArrayBufferView | null {
  const { dtype, data } = value as { dtype?: unknown; data?: unknown };
  if (typeof dtype !== "string" || typeof data !== "string" || !Object.hasOwn(DTYPES, dtype)) return null;
  const type = DTYPES[dtype as Dtype];
  try {
    const bytes = Uint8Array.fromBase64(data);
    return bytes.length % type.BYTES_PER_ELEMENT === 0 ? new type(bytes.buffer) : null;
  } catch {
    return null;
  }
}
