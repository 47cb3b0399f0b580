// Makes test/golden/parquet/*.parquet as DuckDB 1.5.6 writes them: `npm install --no-save @duckdb/node-api@1.5.6-r.1`, then
// `node test/golden/parquet.mjs`. What they hold is told by formulas here, and once more in the test.
import { DuckDBInstance } from "@duckdb/node-api";

const database = await DuckDBInstance.create(":memory:");
const connection = await database.connect();
await connection.run(`create table rows as select
  i::bigint as "__index_level_0__",
  (case when i % 7 = 3 then null else i * 1.5 end)::double as double,
  (i / 8.0)::float as single,
  (i - 20)::integer as int32,
  (i * 1000000007)::bigint as int64,
  (i % 250)::utinyint as uint8,
  (4294967295 - i)::uinteger as uint32,
  (i * 3)::ubigint as uint64,
  (i % 3 = 0) as boolean,
  ['red', 'grün', '', null][1 + i % 4] as text,
  'name ' || i as name,
  ['a', 'b'][1 + i % 2]::enum('a', 'b', 'c') as level,
  (i / 100.0)::decimal(9, 2) as decimal4,
  (i * 12345678901 / 1000.0)::decimal(18, 3) as decimal8,
  (i * -3.25)::decimal(38, 10) as decimal16,
  date '2024-01-01' + i::integer as date,
  timestamp '2024-01-01' + i * interval 15 minute as micros,
  (timestamp '2024-01-01 00:00:00.123456' + i * interval 1 second)::timestamp_ns as nanos,
  (timestamp '1969-12-31 23:59:59.5' - i * interval 1 hour)::timestamp_ms as millis,
  timestamptz '2024-01-01 00:00:00+00' + i * interval 1 hour as instant,
  null::integer as missing
  from range(40) r(i)`);
for (const codec of ["uncompressed", "snappy", "gzip", "zstd", "lz4_raw", "brotli"])
  for (const version of codec === "brotli" ? ["v1"] : ["v1", "v2"]) {
    const file = `test/golden/parquet/${codec}-${version}.parquet`;
    await connection.run(`copy rows to '${file}' (format parquet, codec '${codec}', parquet_version ${version})`);
  }
await connection.run(`copy (select i::integer as i, 'row ' || i % 100 as text from range(5000) r(i))
  to 'test/golden/parquet/row-groups.parquet' (format parquet, codec 'zstd', row_group_size 2048)`);
await connection.run(`copy (select 1 as x, uuid() as uuid, [1, 2] as list, {'a': 1} as struct, time '10:00:00' as time,
  interval 1 day as interval, '\\xAA'::blob as blob, '{}'::json as json) to 'test/golden/parquet/refused.parquet' (format parquet)`);
