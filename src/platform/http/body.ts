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
  const encoding = request.headers.get("content-encoding") ?? "identity";
  if (encoding !== "identity")
    throw new AppError(
      "unsupported_media_type",
      `Cannot read content encoding ${cut(encoding)}: send the body as it is`,
    );
  const { account, cpu } = request as Counted;
  const told = request.headers.get("content-length");
  if (told !== null && Number(told) > bytesMax) throw tooLarge(told, bytesMax);
  if (told !== null) {
    cpu.spend(SECONDS_A_BYTE * Number(told), `to read a body of ${Number(told)} bytes`);
    account.take(Number(told));
  }
  const reading = told === null ? readStream(request as Counted, bytesMax) : request.text();
  const text = await inTime(reading, told === null ? bytesMax : Number(told));
  if (text.length > LONG_BYTES) await account.turn();
  return text;
}

/** A body that does not say how long it is. */
async function readStream({ body, account, cpu }: Counted, bytesMax: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > bytesMax) throw tooLarge(`more than ${bytesMax}`, bytesMax);
    cpu.spend(SECONDS_A_BYTE * chunk.length, `to read a body of more than ${length} bytes`);
    account.take(chunk.length);
    chunks.push(chunk);
  }
  return new Blob(chunks as Uint8Array<ArrayBuffer>[]).text();
}

function inTime(reading: Promise<string>, bytes: number): Promise<string> {
  const ms = BODY_MS + bytes / BYTES_PER_MS;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      const seconds = Math.round(ms / 1_000);
      reject(
        new AppError(
          "timeout",
          `Cannot wait for the request body any longer: it was not there in whole after ${seconds} seconds`,
        ),
      );
    }, ms);
    reading
      .then(resolve, (error: unknown) => reject(error instanceof AppError ? error : cutShort()))
      .finally(() => clearTimeout(timer));
  });
}

/** Whoever hangs up is no error of ours, and sees no answer. */
function cutShort(): AppError {
  return new AppError("incomplete", "Cannot read the request body: the connection ended before it was there in whole");
}

function tooLarge(bytes: string, bytesMax: number): AppError {
  return new AppError("too_large", `Cannot read a body of ${bytes} bytes: at most ${bytesMax} bytes are accepted here`);
}
