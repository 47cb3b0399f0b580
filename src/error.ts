// What can go wrong for a caller, as a closed set of codes. Nothing here knows HTTP: platform/http/respond.ts gives each code its status.

export type ErrorCode =
  | "malformed_json"
  | "malformed_csv"
  | "malformed_body"
  | "malformed_url"
  | "incomplete"
  | "unauthorized"
  | "cross_site"
  | "forbidden"
  | "not_found"
  | "method_not_allowed"
  | "conflict"
  | "not_trained"
  | "cancelled"
  | "failed"
  | "timeout"
  | "misdirected"
  | "rate_limited"
  | "too_large"
  | "url_too_long"
  | "unsupported_media_type"
  | "invalid"
  | "not_configured"
  | "not_yet"
  | WorldFailure;

/** What is neither the caller's doing nor a bug of ours: no room on the disk, too much at once, or a store that cannot be had. */
export type WorldFailure = "storage_full" | "busy" | "unavailable";

/** One fault in what was sent: where it is (`x.T_out[17]`), and what would be accepted. */
export interface Fault {
  path: string;
  message: string;
}

/** Faults told of one request: enough to see the pattern. */
export const FAULT_COUNT_MAX = 50;

// A refusal tells of what was sent and must not send it back. What is told is cut where it is made (engine/parameter/show.ts); this holds
// for whatever is not: with all its faults a refusal stays under 100 kB.
const MESSAGE_LENGTH_MAX = 1_000;
const PATH_LENGTH_MAX = 400;

/** A failure that the caller can mend: "Cannot do this: what is so." At most 50 faults are told. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly faults: Fault[];

  constructor(code: ErrorCode, message: string, faults: Fault[] = []) {
    super(within(message, MESSAGE_LENGTH_MAX));
    this.name = "AppError";
    this.code = code;
    this.faults = faults.slice(0, FAULT_COUNT_MAX).map((fault) => ({
      path: within(fault.path, PATH_LENGTH_MAX),
      message: within(fault.message, MESSAGE_LENGTH_MAX),
    }));
  }
}

function within(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}

/** Too much of something in a minute. */
export class RateLimited extends AppError {
  /** After which there is one again. */
  readonly seconds: number;

  constructor(what: string, seconds: number) {
    super("rate_limited", `Cannot serve so many ${what}: ask again in ${seconds} seconds`);
    this.seconds = seconds;
  }
}

/** What is stored cannot be read yet: elsewhere KV shows a value up to a minute after it was put. Who asks again will find it. */
export class NotYet extends Error {
  constructor(what: string, told = "cannot be read yet", options?: ErrorOptions) {
    super(`${what} ${told}`, options);
    this.name = "NotYet";
  }
}

/** What the key-value store allows in a day is used up. */
export class QuotaSpent extends NotYet {
  /** When its next day begins. */
  readonly resetAtMs: number;

  constructor(resetAtMs: number, options?: ErrorOptions) {
    super("what the key-value store allows in a day", "is used up until 00:00 UTC", options);
    this.name = "QuotaSpent";
    this.resetAtMs = resetAtMs;
  }
}

/** What is done in parts, each as a whole, has failed after some of them, which stay done. The cause is why; `done` is told beside it. */
export class StoppedPartway extends Error {
  readonly done: Record<string, unknown>;

  constructor(done: Record<string, unknown>, options: ErrorOptions) {
    super("Stopped part of the way", options);
    this.name = "StoppedPartway";
    this.done = done;
  }
}

/** What was asked turns out to take long: it begins anew in a thread where nobody waits behind it. Thrown before anything is written. */
export class TooLong extends Error {
  constructor(seconds: number) {
    super(`This takes some ${seconds} s`);
    this.name = "TooLong";
  }
}

/** Stops on a state that only a bug of ours can bring about. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(`Assertion failed: ${message}`);
}
