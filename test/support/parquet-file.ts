// Parquet files byte by byte: what no writer writes, to ask a reader about it.

export interface Page {
  header: number[];
  body: Uint8Array;
}

export interface FileColumn {
  name: string;
  type: number;
  pages: Page[];
  /** Where it says that its pages begin, unless where they do. */
  start?: number;
  codec?: number;
  /** 0 required, 1 optional, 2 repeated. */
  repetition?: number;
  width?: number;
  converted?: number;
  scale?: number;
  /** The number of LogicalType, and the fields of it. */
  logical?: [number, Field[]];
}

type Field = [id: number, type: number, body: number[]];

const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
const zigzag = (value: number): number[] => varint(value < 0 ? -2 * value - 1 : 2 * value);

export function struct(...fields: Field[]): number[] {
  return [...fields.flatMap(([id, type, body], i) => [(id - (fields[i - 1]?.[0] ?? 0)) * 16 + type, ...body]), 0];
}

export const int = (id: number, value: number): Field => [id, 6, zigzag(value)];
export const flag = (id: number, value: boolean): Field => [id, value ? 1 : 2, []];
export const inner = (id: number, ...fields: Field[]): Field => [id, 12, struct(...fields)];
const text = (id: number, value: string): Field => [id, 8, [...varint(value.length), ...Buffer.from(value)]];
const list = (id: number, items: number[][]): Field => [id, 9, [0xfc, ...varint(items.length), ...items.flat()]];

/** One row group; `told` is in place of what the file is to tell of itself. */
export function parquetFile(
  rowCount: number,
  columns: FileColumn[],
  told: { rowCount?: number; fields?: Field[] } = {},
): Uint8Array {
  const parts: Uint8Array[] = [Buffer.from("PAR1")];
  let at = 4;
  const chunks = columns.map(({ type, pages, codec = 0, start: told }) => {
    const start = told ?? at;
    for (const { header, body } of pages) {
      parts.push(Uint8Array.from(header), body);
      at += header.length + body.length;
    }
    return struct(inner(3, int(1, type), int(4, codec), int(5, rowCount), int(9, start)));
  });
  const schema = columns.map(({ name, type, repetition = 0, width = 0, converted, scale, logical }) =>
    struct(
      int(1, type),
      int(2, width),
      int(3, repetition),
      text(4, name),
      ...(converted === undefined ? [] : [int(6, converted)]),
      ...(scale === undefined ? [] : [int(7, scale)]),
      ...(logical === undefined ? [] : [inner(10, [logical[0], 12, struct(...logical[1])])]),
    ),
  );
  const footer = struct(
    list(2, [struct(text(4, "root"), int(5, columns.length)), ...schema]),
    int(3, told.rowCount ?? rowCount),
    list(4, [struct(list(1, chunks), int(3, rowCount))]),
    ...(told.fields ?? []),
  );
  return Uint8Array.from([...Buffer.concat(parts), ...footer, ...lengthOf(footer.length), ...Buffer.from("PAR1")]);
}

const lengthOf = (length: number): number[] => [0, 8, 16, 24].map((shift) => (length >>> shift) & 255);

export interface PageOf {
  count: number;
  encoding?: number;
  /** How long it says that it is, unfolded. */
  length?: number;
  body: ArrayLike<number>;
}

export function dataPage({ count, encoding = 0, length, body }: PageOf): Page {
  const fields = [int(1, count), int(2, encoding), int(3, 3), int(4, 3)];
  return {
    header: struct(int(1, 0), int(2, length ?? body.length), int(3, body.length), inner(5, ...fields)),
    body: Uint8Array.from(body),
  };
}

export function dictionaryPage({ count, length, body }: PageOf): Page {
  return {
    header: struct(int(1, 2), int(2, length ?? body.length), int(3, body.length), inner(7, int(1, count), int(2, 0))),
    body: Uint8Array.from(body),
  };
}

/** Whole numbers as differences of one width, 0 to 8 bits, in blocks of 128. */
export function deltas(values: number[], told = values.length): number[] {
  const [first = 0] = values;
  const steps = values.slice(1).map((value, i) => value - (values[i] as number));
  const blocks: number[] = [];
  for (let at = 0; at < steps.length; at += 128) {
    const least = Math.min(...steps.slice(at, at + 128));
    // Of parts of 32, those that have values.
    const length = 32 * Math.ceil(Math.min(128, steps.length - at) / 32);
    const block = Array.from({ length }, (_, i) => (steps[at + i] ?? least) - least);
    blocks.push(...zigzag(least), 8, 8, 8, 8, ...block);
  }
  return [...varint(128), 4, ...varint(told), ...zigzag(first), ...blocks];
}

export const runOf = (count: number, value: number): number[] => [...varint(2 * count), value];
export const bytesOf = (values: { buffer: ArrayBufferLike }): Uint8Array => new Uint8Array(values.buffer);
