// The text of a request's body: of bounded length, in bounded time, and within what all requests together may hold.
import type { IRequest } from "itty-router";
import { cut } from "../../engine/parameter/show.ts";
import { AppError } from "../../error.ts";
import type { Account } from "../context/budget.ts";
import type { CpuTime } from "../context/cpu-time.ts";

// A body of some bytes has half a minute; a larger one comes at a megabit a second at least. Slower ones would hold memory for hours.
const BODY_MS = 30_000;
const BYTES_PER_MS = 128;

// To read so much as JSON takes some 30 milliseconds, and ten times as much where the machine is slow.
const LONG_BYTES = 4_000_000;

/** A request whose bytes are counted, and the time that they take. */
export type Counted = IRequest & { account: Account; cpu: CpuTime };

// To read and check it, be it numbers or names.
const SECONDS_A_BYTE = 2.5e-8;

export async function readBodyText(request: IRequest, bytesMax: number): Promise<string> {
  const text = await (isFolded(request) || !request.headers.has("content-length")
    ? readBodyBytes(request, bytesMax).then((bytes) => new TextDecoder().decode(bytes))
    : readTold(request as Counted, bytesMax));
  if (text.length > LONG_BYTES) await (request as Counted).account.turn();
  return text;
}

function readTold(request: Counted, bytesMax: number): Promise<string> {
  const bytes = toldBytes(request, bytesMax);
  return inTime(request.text(), bytes);
}

// What is no UTF-8 was decoded as this, which no name or number needs.
const NOT_UTF_8 = "\ufffd";

/** AppError where a text was not UTF-8 when it came. */
export function requireUtf8(text: string, name: "JSON" | "CSV"): string {
  if (!text.includes(NOT_UTF_8)) return text;
  const code = name === "CSV" ? "malformed_csv" : "malformed_json";
  throw new AppError(code, `Cannot read the request body as ${name}: it is not UTF-8`);
}

/** The same as bytes; of one that came folded, unfolded. */
export async function readBodyBytes(request: IRequest, bytesMax: number): Promise<Uint8Array<ArrayBuffer>> {
  let length = 0;
  const counted = async function* () {
    for await (const chunk of bodyChunks(request, bytesMax)) {
      length += chunk.length;
      yield chunk;
    }
  };
  return asItComes(gather(counted()), () => length);
}

/**
 * The same, piece by piece as it comes. AppError "too_large" past the limit. `heldMax`: so many bytes are held at most, whatever comes; all of
 * them unless given.
 */
export async function* bodyChunks(
  request: IRequest,
  bytesMax: number,
  heldMax = Number.POSITIVE_INFINITY,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const { body, account, cpu } = request as Counted;
  const isUnfolded = isFolded(request);
  const isTold = request.headers.has("content-length");
  if (isTold) toldBytes(request as Counted, bytesMax, heldMax);
  const chunks = isUnfolded ? body?.pipeThrough(new DecompressionStream("gzip")) : body;
  let length = 0;
  try {
    for await (const chunk of (chunks ?? []) as AsyncIterable<Uint8Array<ArrayBuffer>>) {
      length += chunk.length;
      if (length > bytesMax) throw tooLarge(`more than ${bytesMax}`, bytesMax, isUnfolded ? ", unfolded" : "");
      if (isUnfolded || !isTold) {
        cpu.spend(SECONDS_A_BYTE * chunk.length, `to read a body of more than ${length} bytes`);
        if (length <= heldMax) account.take(chunk.length);
      }
      yield chunk;
    }
  } catch (error) {
    // It says so by a TypeError, on both runtimes; so does a connection that ends, and then nobody reads the answer.
    if (isUnfolded && error instanceof TypeError)
      throw new AppError("malformed_body", "Cannot unfold the request body: it is no gzip, or not all of it");
    throw error;
  }
}

/** Whether the body is to be unfolded; AppError where it cannot be. */
function isFolded(request: IRequest): boolean {
  const encoding = (request.headers.get("content-encoding") ?? "identity").trim().toLowerCase();
  if (encoding === "identity") return false;
  if (encoding === "gzip" || encoding === "x-gzip") return true;
  throw new AppError(
    "unsupported_media_type",
    `Cannot read content encoding ${cut(encoding)}: gzip is accepted, or the body as it is`,
  );
}

/** How long a body is that says so: it is counted at once. */
function toldBytes({ headers, account, cpu }: Counted, bytesMax: number, heldMax = bytesMax): number {
  const told = headers.get("content-length") ?? "0";
  if (Number(told) > bytesMax) throw tooLarge(told, bytesMax);
  cpu.spend(SECONDS_A_BYTE * Number(told), `to read a body of ${Number(told)} bytes`);
  account.take(Math.min(Number(told), heldMax));
  return Number(told);
}

async function gather(chunks: AsyncIterable<Uint8Array<ArrayBuffer>>): Promise<Uint8Array<ArrayBuffer>> {
  const all: Uint8Array<ArrayBuffer>[] = [];
  for await (const chunk of chunks) all.push(chunk);
  const [only] = all;
  return all.length === 1 && only !== undefined ? only : new Uint8Array(await new Blob(all).arrayBuffer());
}

/** AppError "timeout" where so many bytes take longer than they may. */
export function inTime<T>(reading: Promise<T>, bytes: number): Promise<T> {
  const ms = BODY_MS + bytes / BYTES_PER_MS;
  return within(ms, reading, () => ms);
}

/** AppError "timeout" where what has come by then took longer than it may. */
function asItComes<T>(reading: Promise<T>, length: () => number): Promise<T> {
  const toldMs = () => BODY_MS + length() / BYTES_PER_MS;
  return within(BODY_MS, reading, toldMs);
}

/** Each piece, where those that were there by then have come so fast; what is done with them meanwhile does not count. */
export async function* inPace(
  pieces: AsyncGenerator<Uint8Array<ArrayBuffer>>,
  nowMs: () => number,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let [waitedMs, length] = [0, 0];
  try {
    for (;;) {
      const beganMs = nowMs();
      const ms = BODY_MS + length / BYTES_PER_MS;
      const { value, done } = await within(Math.max(0, ms - waitedMs), pieces.next(), () => ms);
      if (done) return;
      waitedMs += nowMs() - beganMs;
      length += value.length;
      yield value;
    }
  } finally {
    // Where a piece is still waited for, this comes to its end after it, if ever.
    pieces.return(undefined).catch(() => undefined);
  }
}

/** AppError "timeout" where it takes longer than `ms`, and than what may be had in all by then, `mayMs`. */
function within<T>(ms: number, reading: Promise<T>, mayMs: () => number): Promise<T> {
  return new Promise((resolve, reject) => {
    let grantedMs = mayMs();
    const look = () => {
      const moreMs = mayMs() - grantedMs;
      grantedMs += moreMs;
      if (moreMs >= 1) timer = setTimeout(look, moreMs);
      else reject(tooSlow(grantedMs));
    };
    let timer = setTimeout(look, ms);
    reading
      .then(resolve, (error: unknown) => reject(error instanceof AppError ? error : cutShort()))
      .finally(() => clearTimeout(timer));
  });
}

function tooSlow(ms: number): AppError {
  const seconds = Math.round(ms / 1_000);
  return new AppError(
    "timeout",
    `Cannot wait for the request body any longer: it was not there in whole after ${seconds} seconds`,
  );
}

/** Whoever hangs up is no error of ours, and sees no answer. */
function cutShort(): AppError {
  return new AppError("incomplete", "Cannot read the request body: the connection ended before it was there in whole");
}

function tooLarge(bytes: string, bytesMax: number, how = ""): AppError {
  return new AppError(
    "too_large",
    `Cannot read a body of ${bytes} bytes${how}: at most ${bytesMax} bytes are accepted here`,
  );
}
