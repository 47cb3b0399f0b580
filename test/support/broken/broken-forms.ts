// Files of other kinds than CSV, cut or spoilt, and forms.
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { gzip, gzipSync } from "node:zlib";
import { type BrokenFile, bytesOf, csv } from "./broken-file.ts";

const golden = (name: string) => new Uint8Array(readFileSync(new URL(`../../golden/${name}`, import.meta.url)));
const PARQUET = "application/vnd.apache.parquet";
const ARROW = "application/vnd.apache.arrow.stream";
const NDJSON = "application/x-ndjson";
const FORM = "multipart/form-data; boundary=XX";
const JSON_TYPE = "application/json";
const GZIP = { "content-encoding": "gzip" };

// What takes seconds is not made in the way of the news that the server has closed an idle connection.
const gzipAside = promisify<string, Uint8Array>(gzip);
const zip = () => Uint8Array.from([0x50, 0x4b, 3, 4, 20, 0, 0, 0, 8, 0, ...new Array(200).fill(7)]);
const lines = (changes: Record<number, string> = {}) =>
  Array.from({ length: 12 }, (_, i) => changes[i + 1] ?? `{"temp":${i % 5},"y":${(i * i) % 7}}`).join("\n");
const field = (name: string, value: string) =>
  `--XX\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const file = (text: string, name = "rows.csv") =>
  `--XX\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/csv\r\n\r\n${text}\r\n`;

export const brokenForms: BrokenFile[] = [
  { what: "a spreadsheet (.xlsx)", body: zip },
  { what: "a spreadsheet of no type", body: zip, type: "application/octet-stream" },
  {
    what: "a spreadsheet of its own type",
    body: zip,
    type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  },
  { what: "a zip file", body: zip, type: "application/zip" },
  { what: "gzip that is not told", body: () => gzipSync(csv()) },
  { what: "gzip of no type, not told", body: () => gzipSync(csv()), type: "application/octet-stream" },
  { what: "gzip twice", body: () => gzipSync(gzipSync(csv())), headers: GZIP },
  { what: "gzip that is cut", body: () => gzipSync(csv()).subarray(0, 120), headers: GZIP },
  { what: "gzip with a byte changed", body: () => gzipSync(csv()).fill(1, 40, 41), headers: GZIP },
  { what: "gzip with more behind it", body: () => new Uint8Array([...gzipSync(csv()), 1, 2, 3]), headers: GZIP },
  { what: "gzip that is none", body: () => csv(), headers: GZIP },
  { what: "gzip of 120 MB of blanks", body: () => gzipAside(" ".repeat(120e6)), headers: GZIP },
  { what: "gzip of 120 MB of lines", body: () => gzipAside(`a,y\n${"1,2\n".repeat(30e6)}`), headers: GZIP },
  { what: "gzip of 120 MB of JSON", body: () => gzipAside(" ".repeat(120e6)), headers: GZIP, type: JSON_TYPE },
  { what: "brotli", body: () => csv(), headers: { "content-encoding": "br" } },
  {
    what: "Parquet, cut in its footer",
    body: () => golden("parquet/snappy-v1.parquet").subarray(0, -60),
    type: PARQUET,
  },
  { what: "Parquet, its end only", body: () => golden("parquet/snappy-v1.parquet").subarray(2_000), type: PARQUET },
  {
    what: "Parquet with pages spoilt",
    body: () => golden("parquet/snappy-v1.parquet").fill(7, 40, 300),
    type: PARQUET,
    query: "target=double",
  },
  {
    what: "Parquet with columns within columns",
    body: () => golden("parquet/refused.parquet"),
    type: PARQUET,
    query: "target=x",
  },
  {
    what: "Parquet of a codec that is not read",
    body: () => golden("parquet/brotli-v1.parquet"),
    type: PARQUET,
    query: "target=double",
  },
  { what: "Parquet that is called CSV", body: () => golden("parquet/snappy-v1.parquet") },
  { what: "CSV that is called Parquet", body: () => csv(), type: PARQUET },
  { what: "Arrow that is cut", body: () => golden("arrow/rows.arrows").subarray(0, 3_000), type: ARROW },
  { what: "CSV that is called Arrow", body: () => csv(), type: ARROW },
  { what: "records with objects in them", body: () => '[{"temp":1,"y":2},{"temp":{"out":1},"y":2}]', type: JSON_TYPE },
  { what: "records that are cut", body: () => '[{"temp":1,"y":2},{"temp":2', type: JSON_TYPE },
  { what: "records with NaN", body: () => '[{"temp":NaN,"y":2}]', type: JSON_TYPE },
  { what: "records of no columns", body: () => "[{},{}]", type: JSON_TYPE },
  { what: "an empty array", body: () => "[]", type: JSON_TYPE },
  { what: "lines of JSON, one broken", body: () => lines({ 6: '{"temp":5,"y":' }), type: NDJSON },
  { what: "lines of JSON, one an array", body: () => lines({ 6: "[5,6]" }), type: NDJSON },
  {
    what: "lines of JSON, two on one line",
    body: () => lines({ 6: '{"temp":5,"y":1}{"temp":5,"y":1}' }),
    type: NDJSON,
  },
  { what: "lines of JSON, text among numbers", body: () => lines({ 6: '{"temp":"x","y":1}' }), type: NDJSON },
  { what: "lines of JSON, numbers as text", body: () => lines().replaceAll(/:(\d)/g, ':"$1"'), type: NDJSON },
  {
    what: "pandas' split with a row that is short",
    body: () => '{"columns":["a","y"],"data":[[1,2],[3]]}',
    type: JSON_TYPE,
  },
  { what: "pandas' split, a name twice", body: () => '{"columns":["a","a"],"data":[[1,2]]}', type: JSON_TYPE },
  { what: "pandas' columns of two lengths", body: () => '{"a":{"0":1,"1":2},"y":{"0":1}}', type: JSON_TYPE },
  { what: "a form without a file", body: () => `${field("target", "y")}--XX--\r\n`, type: FORM },
  { what: "a form with two files", body: () => `${file(csv())}${file(csv())}--XX--\r\n`, type: FORM },
  { what: "a form with an empty file", body: () => `${file("")}--XX--\r\n`, type: FORM },
  { what: "a form that is cut", body: () => file(csv()), type: FORM },
  { what: "a form of no boundary", body: () => `${file(csv())}--XX--\r\n`, type: "multipart/form-data" },
  {
    what: "a form of another boundary",
    body: () => `${file(csv())}--XX--\r\n`,
    type: "multipart/form-data; boundary=YY",
  },
  {
    what: "a form with a field that is unknown",
    body: () => `${field("targt", "y")}${file(csv())}--XX--\r\n`,
    type: FORM,
  },
  {
    what: "a form with a field twice",
    body: () => `${field("target", "y")}${field("target", "y")}${file(csv())}--XX--\r\n`,
    type: FORM,
  },
  { what: "a form with a spreadsheet", body: () => `${file("PK\u0003\u0004....", "rows.xlsx")}--XX--\r\n`, type: FORM },
  {
    what: "a form with a line that is short",
    body: () => `${file(csv({ 7: "2026-01-01T05:00Z,5" }))}--XX--\r\n`,
    type: FORM,
  },
  {
    what: "a table for a model, a letter among numbers",
    body: () => csv({ 5: "2026-01-01T03:00Z,x,49" }),
    to: "model",
  },
  { what: "a table for a model, a line that is short", body: () => csv({ 7: "2026-01-01T05:00Z,5" }), to: "model" },
  { what: "a table for a model, params= that are no JSON", body: () => csv(), to: "model", query: "params={lambda}" },
  { what: "a table for a model, y missing", body: () => csv({ 1: "t,temp,energy" }), to: "model" },
  {
    what: "a table for a model, a date that reads in two ways",
    body: () => csv({}).replaceAll(/2026-01-01T(\d\d):00Z/g, "01/02/20$1"),
    to: "model",
  },
  { what: "a question to a norm, a column missing", body: () => csv({ 1: "t,wind,y" }), to: "predict" },
  {
    what: "a question to a norm, a letter among numbers",
    body: () => csv({ 5: "2026-01-01T03:00Z,x,49" }),
    to: "predict",
  },
  {
    what: "a question to a norm, two rows of one time",
    body: () => csv({ 9: "2026-01-01T06:00Z,5,49" }),
    to: "predict",
  },
  { what: "a question to a norm, target= told", body: () => csv(), to: "predict", query: "target=y" },
  { what: "sessions, a spreadsheet", body: zip, to: "sessions" },
  {
    what: "sessions, a Latin-1 letter",
    body: () => Uint8Array.from("s1,2026-01-01 10:00:00,2026-01-01 10:05:00,A\xe9\n", (c) => c.charCodeAt(0)),
    to: "sessions",
  },
  { what: "sessions, an array of arrays", body: () => "[[1,2]]", type: JSON_TYPE, to: "sessions" },
  {
    what: "sessions, Parquet of meters",
    body: () => golden("parquet/row-groups.parquet"),
    type: PARQUET,
    to: "sessions",
  },
  { what: "sessions, HTML", body: () => bytesOf("<!DOCTYPE html><html></html>"), to: "sessions" },
];
