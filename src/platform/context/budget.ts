// What one process, or one isolate, holds at once of bodies and of answers. Without a bound a hundred large requests at once take all memory,
// and those that would have been served die with them.
import { AppError } from "../../error.ts";

/** What is held for one request, or for one answer while it is sent. */
export interface Account {
  /** Holds so many bytes more; AppError "busy" where all together would be too many. One request alone is always served. */
  take(bytes: number): void;
  /** To be waited for before what keeps the thread for long. */
  turn(): Promise<void>;
  /** Holds nothing any more, now and later. */
  close(): void;
}

export interface Budget {
  open(): Account;
}

// An isolate that drops a request, its caller having hung up, may never come to its end. Nothing takes so long as this.
const HELD_MS_MAX = 15 * 60_000;

/** A budget of so many bytes. `turn` lets those who keep the thread for long do so one after the other. */
export function createBudget(
  bytesMax: number,
  nowMs: () => number,
  turn: () => Promise<void> = () => Promise.resolve(),
): Budget {
  const held = new Map<Account, { bytes: number; sinceMs: number }>();

  function open(): Account {
    let isClosed = false;
    const account: Account = {
      turn,
      take(bytes) {
        const own = held.get(account)?.bytes ?? 0;
        const others = sum() - own;
        if (isClosed || (others > 0 && others + own + bytes > bytesMax))
          throw new AppError(
            "busy",
            `Cannot take ${bytes} bytes more at once: ${others} of ${bytesMax} are held for other requests; ask again when those are done`,
          );
        held.set(account, { bytes: own + bytes, sinceMs: nowMs() });
      },
      close() {
        isClosed = true;
        held.delete(account);
      },
    };
    return account;
  }

  function sum(): number {
    let bytes = 0;
    for (const [account, each] of held) {
      if (nowMs() - each.sinceMs > HELD_MS_MAX) held.delete(account);
      else bytes += each.bytes;
    }
    return bytes;
  }

  return { open };
}
