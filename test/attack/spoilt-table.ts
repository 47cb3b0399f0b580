// Tables that were good once: CSV, JSON, Parquet, Arrow, forms and gzip, with some bytes of them cut, doubled, moved or put otherwise.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { bytesOf, csv } from "../support/broken/broken-file.ts";
import { type Chance, pick } from "./hostile.ts";
import type { Attack } from "./requests.ts";

const golden = (name: string) => new Uint8Array(readFileSync(new URL(`../golden/${name}`, import.meta.url)));
const numbered = Array.from({ length: 24 }, (_, i) => ({
  t: `2026-01-${i + 1 < 10 ? "0" : ""}${i + 1}`,
  temp: i % 5,
  y: (i * i) % 7,
}));
const cells = numbered.map((row) => Object.values(row));
const columns = ["t", "temp", "y"];
const form = `--XX\r\ncontent-disposition: form-data; name="target"\r\n\r\ny\r\n--XX\r\ncontent-disposition: form-data; name="file"; filename="rows.csv"\r\ncontent-type: text/csv\r\n\r\n${csv()}\r\n--XX--\r\n`;
const log =
  "s1,2026-01-01 10:00:00,2026-01-01 10:05:00,A/B/C;A/D,female\ns2,2026-01-01 10:00:00,2026-01-01 10:05:00,A,male\n";
const JSON_TYPE = "application/json";

interface Good {
  type: string;
  body: Uint8Array;
  query?: string;
}

const GOOD: Good[] = [
  { type: "text/csv", body: bytesOf(csv()) },
  { type: "text/csv", body: bytesOf(csv({}, ";").replaceAll(".", ",")) },
  {
    type: "text/csv",
    body: bytesOf(
      csv()
        .repeat(400)
        .replaceAll(/(?<=.)t,temp,y\n/gs, ""),
    ),
    query: "duplicates=mean",
  },
  {
    type: "text/csv",
    body: bytesOf(`"t","temp","y"\n${cells.map((row) => row.map((cell) => `"${cell}"`).join(",")).join("\n")}`),
  },
  { type: "text/csv", body: bytesOf(log) },
  { type: "application/x-ndjson", body: bytesOf(numbered.map((row) => JSON.stringify(row)).join("\n")) },
  { type: JSON_TYPE, body: bytesOf(JSON.stringify(numbered)) },
  { type: JSON_TYPE, body: bytesOf(JSON.stringify({ columns, index: [...numbered.keys()], data: cells })) },
  { type: JSON_TYPE, body: bytesOf(JSON.stringify({ temp: { 0: 1, 1: 2 }, y: { 0: 1, 1: 3 } })) },
  { type: JSON_TYPE, body: bytesOf(JSON.stringify({ schema: { fields: [] }, data: numbered })) },
  { type: "multipart/form-data; boundary=XX", body: bytesOf(form) },
  ...["snappy-v1", "zstd-v2", "gzip-v2", "lz4_raw-v1", "row-groups", "refused"].map((name) => ({
    type: "application/vnd.apache.parquet",
    body: golden(`parquet/${name}.parquet`),
    query: name === "row-groups" ? "target=i" : "target=double&columns=int32,uint8&time=date",
  })),
  ...["rows.arrows", "kinds.arrows", "zstd.arrows", "kinds.arrow"].map((name) => ({
    type: "application/vnd.apache.arrow.stream",
    body: golden(`arrow/${name}`),
    query: "target=double",
  })),
];

const PIECES = [
  '"',
  ",",
  ";",
  "\n",
  "\r",
  "\0",
  "\ufeff",
  "1e999",
  "-",
  "{",
  "[",
  "]",
  "NaN",
  "\ud83d\ude00",
  "--XX",
  "\r\n\r\n",
  "9".repeat(300),
  "__proto__",
  '"'.repeat(999),
];

/** `paths`: of calls that take tables. */
export function spoiltTable(chance: Chance, paths: readonly { method: string; path: string }[]): Attack {
  const good = pick(chance, GOOD);
  const isFolded = chance() < 0.15;
  // Some are spoilt before they are folded, some after.
  const inner = isFolded && chance() < 0.5 ? good.body : spoil(chance, good.body);
  const folded = isFolded ? new Uint8Array(gzipSync(inner)) : inner;
  const body = isFolded && inner === good.body ? spoil(chance, folded) : folded;
  const { method, path: of } = pick(chance, paths);
  // Each of these has columns of its own.
  const path = of.replace("/norms/table/", `/norms/table-${GOOD.indexOf(good)}/`);
  const type = chance() < 0.08 ? pick(chance, GOOD).type : chance() < 0.05 ? "" : good.type;
  const query = [
    path.includes("ml_models") && !path.endsWith("predict") ? "problem=regression&name=Ridge" : "",
    good.query,
  ];
  const headers = { "content-type": type, ...(isFolded && { "content-encoding": "gzip" }) };
  return { method, path: `${path}?${query.filter(Boolean).join("&")}`, headers, body };
}

function spoil(chance: Chance, file: Uint8Array): Uint8Array {
  let bytes: Uint8Array = file.slice();
  const whole = (below: number) => Math.floor(chance() * below);
  for (let count = whole(4); count > 0 && bytes.length > 0; count--) {
    const at = chance() < 0.3 ? bytes.length - 1 - whole(Math.min(bytes.length, 200)) : whole(bytes.length);
    const change = whole(6);
    if (change === 0) bytes[at] = (bytes[at] as number) ^ (1 << whole(8));
    else if (change === 1) bytes[at] = whole(256);
    else if (change === 2) bytes.copyWithin(whole(bytes.length), at, at + whole(60));
    else if (change === 3) bytes = joined(bytes.subarray(0, at), bytesOf(pick(chance, PIECES)), bytes.subarray(at));
    else if (change === 4) bytes = joined(bytes.subarray(0, at), bytes.subarray(at + whole(60)));
    else if (chance() < 0.3) bytes = bytes.slice(0, at);
    else bytes = joined(bytes.subarray(0, at), bytes.subarray(whole(at + 1)));
  }
  return bytes;
}

function joined(...parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
