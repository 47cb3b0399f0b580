// Parquet into columns, beside what JSON of the same numbers takes to parse.
import { uniform } from "../src/engine/math/random.ts";
import { readParquet } from "../src/platform/form/parquet/read-parquet.ts";
import { dataPage, parquetFile } from "../test/support/parquet-file.ts";
import { type Bench, type Row, timeInTurns } from "./measure.ts";

const [ROWS, COLUMNS, ROUNDS, DOUBLE] = [100_000, 10, 9, 5];

export const parquetBenches: Bench[] = [{ name: "parquet numbers", run: rates }];

/** Plain doubles, uncompressed: what is asked of the reader alone. */
async function rates(): Promise<Row[]> {
  const random = uniform(1);
  const columns = Array.from({ length: COLUMNS }, () => Float64Array.from({ length: ROWS }, () => random()));
  const file = parquetFile(
    ROWS,
    columns.map((values, j) => ({
      name: `x${j}`,
      type: DOUBLE,
      pages: [dataPage({ count: ROWS, body: new Uint8Array(values.buffer) })],
    })),
  );
  const json = JSON.stringify(columns.map((values) => [...values]));
  const ours: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const before = performance.now();
    await readParquet(file, () => true);
    ours.push(performance.now() - before);
  }
  const [theirs = 0] = timeInTurns(ROUNDS, () => JSON.parse(json));
  const median = ours.sort((a, b) => a - b)[ROUNDS >> 1] as number;
  return [
    {
      what: `Parquet of ${ROWS} rows × ${COLUMNS} doubles, ${(file.length / 1e6).toFixed(0)} MB`,
      ours: `${median.toFixed(1)} ms, ${(file.length / median / 1e3).toFixed(0)} MB/s`,
      peer: `JSON.parse of the same numbers, ${theirs.toFixed(1)} ms`,
      ratio: theirs / median,
    },
  ];
}
