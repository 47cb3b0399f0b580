// Forms as clients send them, and as nobody should.
import { describe, expect, it } from "vitest";
import { readMultipart } from "../../../src/platform/form/multipart/read-multipart.ts";

const TYPE = "multipart/form-data; boundary=XbX";
const part = (head: string, body: string) => `--XbX\r\n${head}\r\n\r\n${body}\r\n`;
const field = (name: string, value: string) => part(`Content-Disposition: form-data; name="${name}"`, value);
const fileOf = (names: string, type = "", body = "a,b\n1,2\n") =>
  part(`Content-Disposition: form-data; name="file"${names}${type && `\r\nContent-Type: ${type}`}`, body);
const END = "--XbX--\r\n";
const CSV = '; filename="a.csv"';

function read(body: string, type = TYPE) {
  const { file, fields } = readMultipart(new Uint8Array(Buffer.from(body)), type);
  return { ...file, bytes: Buffer.from(file.bytes).toString(), fields };
}

describe("a form with a file", () => {
  it("is its bytes to the last, and what stands beside them", () => {
    const body = "\r\n--Xb\r\n--\r\n\r\n\0ü";
    const form = fileOf(CSV, "text/csv", body) + field("target", "y") + field("columns", "a,ü") + END;
    const told = { name: "a.csv", type: "text/csv", isFolded: false, bytes: body };
    expect(read(form)).toEqual({ ...told, fields: { target: "y", columns: "a,ü" } });
    expect(read(`before\r\n${form}after`, 'multipart/form-data; charset=utf-8; Boundary="XbX"').bytes).toBe(body);
    expect(read(form.slice(0, -2)).bytes).toBe(body);
  });

  it("is what it was made by the runtime itself", async () => {
    const form = new FormData();
    form.append("time", "t");
    form.append("file", new File(["x\n1\n"], 'grün "1".csv.gz', { type: "application/gzip" }));
    const sent = new Response(form);
    const { file, fields } = readMultipart(
      new Uint8Array(await sent.clone().arrayBuffer()),
      sent.headers.get("content-type") ?? "",
    );
    expect({ ...file, bytes: Buffer.from(file.bytes).toString() }).toEqual({
      name: 'grün "1".csv.gz',
      type: "text/csv",
      isFolded: true,
      bytes: "x\n1\n",
    });
    expect(fields).toEqual({ time: "t" });
  });

  it.each([
    ['; filename="a.tsv"', "", "a.tsv", "text/tab-separated-values"],
    ['; filename="A.Parquet"', "application/octet-stream", "A.Parquet", "application/vnd.apache.parquet"],
    ['; filename="a.jsonl.gz"', "", "a.jsonl.gz", "application/x-ndjson"],
    ['; filename="a.csv"', "application/vnd.ms-excel", "a.csv", "text/csv"],
    ['; filename="a.csv"', "Application/JSON; charset=utf-8", "a.csv", "application/json"],
    ['; filename="a.feather"', "", "a.feather", "application/vnd.apache.arrow.stream"],
    ['; filename="data"', "", "data", ""],
    ['; filename=""', "text/csv", "", "text/csv"],
    ["; filename=a.csv", "", "a.csv", "text/csv"],
    ["; filename=\"x\"; filename*=UTF-8''gr%C3%BCn.csv", "", "grün.csv", "text/csv"],
    ["; FileName*=utf-8''gr%C3%BCn.csv", "", "grün.csv", "text/csv"],
    ['; filename="a\\"b.csv"', "", 'a"b.csv', "text/csv"],
    ['; filename="C:\\x\\a.csv"', "", "C:\\x\\a.csv", "text/csv"],
  ])("whose head says %s %s is %s of type %s", (names, own, name, type) => {
    expect(read(fileOf(names, own) + END)).toMatchObject({ name, type, isFolded: name.endsWith(".gz") });
  });

  it.each([
    ["no boundary", fileOf(CSV) + END, /names no boundary/, "multipart/form-data"],
    ["a boundary of 71 letters", END, /names no boundary/, `multipart/form-data; boundary=${"b".repeat(71)}`],
    ["another boundary", fileOf(CSV) + END, /is missing/, "multipart/form-data; boundary=other"],
    ["nothing", "", /is missing/],
    ["no end", fileOf(CSV), /it is not all there/],
    ["more behind a boundary", `--XbXyz\r\n${END}`, /followed by other than the end of its line/],
    ["no part", END, /no file in it/],
    ["no file", field("a", "1") + END, /no file in it/],
    ["two files", fileOf(CSV) + fileOf(CSV) + END, /file: a second file, "a\.csv": one is accepted/],
    ["an empty file", fileOf(CSV, "", "") + END, /the file a\.csv is empty/],
    ["no file that was chosen", fileOf('; filename=""', "application/octet-stream", "") + END, /no file was chosen/],
    ["a field twice", field("a", "1") + field("a", "2") + fileOf(CSV) + END, /a: given twice/],
    ["a part without a name", part("Content-Type: text/csv", "a") + END, /a part has no name/],
    ["a part that is no part of a form", part('Content-Disposition: attachment; name="a"', "a") + END, /no name/],
    ["a part without a head", `--XbX\r\nabc\r\n${END}`, /says nothing of itself/],
    ["a head of 5,000 bytes", part(`X: ${"x".repeat(5_000)}`, "a") + END, /more than 4096 bytes/],
    ["a form within it", fileOf(CSV, "multipart/mixed; boundary=q") + END, /a form within the form/],
    [
      "base64",
      part('Content-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64', "YQ==") + END,
      /written as base64/,
    ],
    ["a name that is none", fileOf("; filename*=UTF-8''%ff") + END, /is no UTF-8/],
    ["a field of 128 KiB and one", field("a", "x".repeat(131_073)) + fileOf(CSV) + END, /131073 bytes: at most 131072/],
    [
      "65 parts",
      Array.from({ length: 64 }, (_, i) => field(`a${i}`, "1")).join("") + fileOf(CSV) + END,
      /more than the 64 parts/,
    ],
  ])("is refused with %s", (_, body, told, type = TYPE) => {
    expect(() => read(body, type)).toThrow(told);
    expect(() => read(body, type)).toThrow(expect.objectContaining({ name: "AppError" }));
  });

  it("may have a name that is no UTF-8, and its bytes begin where they do", () => {
    const [before = "", after = ""] = fileOf('; filename="?.csv"', "", "a,b").split("?");
    const bytes = Buffer.concat([Buffer.from(before), Buffer.of(0xff), Buffer.from(after + END)]);
    expect(Buffer.from(readMultipart(new Uint8Array(bytes), TYPE).file.bytes).toString()).toBe("a,b");
  });

  it("takes 64 parts, and a field of 128 KiB", () => {
    const fields = Array.from({ length: 62 }, (_, i) => field(`a${i}`, "1")).join("");
    expect(Object.keys(read(fields + field("b", "x".repeat(131_072)) + fileOf(CSV) + END).fields)).toHaveLength(63);
  });
});
