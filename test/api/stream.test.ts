// A CSV that is too long for one request's rows is learned from as it comes, and is one batch; what goes wrong on the way leaves nothing.
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { describeOnEachRuntime } from "../support/describe-on-each-runtime.ts";
import { longCsv } from "../support/long-csv.ts";
import { relativeError } from "../support/numbers.ts";
import { sendRaw } from "../support/send-raw.ts";

const CSV = { "content-type": "text/csv" };
const ROUNDING = 1e-9;

// Past 100,000 rows.
const { text, rowCount } = longCsv(5_000_000);
const LONG = 300_000;

/** A file whose rows are long: a few are many bytes. */
function wide(bytes: number): Uint8Array {
  const row = `${"1".padStart(5_000)},2\n`;
  return new TextEncoder().encode(`a,y\n${row.repeat(Math.ceil(bytes / row.length))}`);
}

describeOnEachRuntime("a long CSV", (call, origin) => {
  const train = (norm: string, body: Uint8Array | string, headers: Record<string, string> = {}) =>
    call("POST", `/norms/${norm}/train`, body, { ...CSV, ...headers });
  const lineOf = async (norm: string) => {
    const { body } = await call("GET", `/norms/${norm}`);
    return [body.intercept, ...body.coefficients.map(({ value }: { value: number }) => value), body.cv.rmse];
  };

  it("is one batch, as the same rows in ten batches", { timeout: LONG }, async () => {
    const whole = await train("whole", text, { "idempotency-key": "all" });
    expect([whole.status, whole.body.version, whole.body.rows.used]).toEqual([200, 1, rowCount]);
    expect(whole.body.error).toMatchObject({ n: rowCount, mae: null, gate: { passed: true } });
    expect(whole.body.warnings.join()).toContain(
      "Last rows only: the batch has more rows and features than are held at once",
    );
    const lines = new TextDecoder().decode(text).trimEnd().split("\n");
    const size = Math.ceil(rowCount / 10);
    for (let from = 1; from < lines.length; from += size)
      expect((await train("parted", [lines[0], ...lines.slice(from, from + size)].join("\n"))).status).toBe(200);
    expect(relativeError(await lineOf("whole"), await lineOf("parted"))).toBeLessThan(ROUNDING);

    const folded = await train("whole", gzipSync(text), { "content-encoding": "gzip", "idempotency-key": "all" });
    expect([folded.status, folded.body]).toEqual([200, { ...whole.body, replayed: true }]);
    expect((await train("whole", text.subarray(0, -30), { "idempotency-key": "all" })).status).toBe(409);
  });

  it("of which a late line is wrong makes no norm", { timeout: LONG }, async () => {
    const wrong = new TextEncoder().encode(`${new TextDecoder().decode(text)}2199-01-01T00:00:00Z,1,2,x,4,5\n`);
    const { status, body } = await train("wrong", wrong);
    expect([status, body.errors[0].path]).toEqual([422, `line ${rowCount + 2}, column sun`]);
    expect((await call("GET", "/norms/wrong")).status).toBe(404);
  });

  it("whose connection ends in the middle makes none either", { timeout: LONG }, async () => {
    const { hostname, port } = new URL(origin());
    const head = ["POST /norms/ended/train HTTP/1.1", `Host: ${hostname}`, "Content-Type: text/csv"];
    const socket = connect(Number(port), hostname);
    socket.on("error", () => undefined);
    socket.write(`${[...head, `Content-Length: ${text.length}`].join("\r\n")}\r\n\r\n`);
    await new Promise((resolve) => socket.write(text.subarray(0, text.length - 1_000), resolve));
    socket.destroy();
    await sleep(2_000);
    expect((await call("GET", "/norms/ended")).status).toBe(404);
    // And who comes after is served.
    expect((await train("next", "a,y\n1,2\n2,4\n3,5\n")).status).toBe(200);
  });

  it("that unfolds to more than the limit is refused", { timeout: LONG }, async () => {
    const bomb = gzipSync(wide(120 * 2 ** 20));
    expect(bomb.length).toBeLessThan(500_000);
    const { status, body } = await train("bomb", bomb, { "content-encoding": "gzip" });
    expect([status, body.detail]).toEqual([413, expect.stringContaining("at most 104857600 bytes")]);
    expect((await call("GET", "/norms/bomb")).status).toBe(404);
  });

  it("that is longer, and says so, is refused at once", async () => {
    const head = [
      "POST /norms/longer/train HTTP/1.1",
      "Host: localhost",
      "Content-Type: text/csv",
      "Content-Length: 104857601",
    ];
    expect(await sendRaw(origin(), head)).toMatch(/^HTTP\/1.1 413 /);
  });
});
