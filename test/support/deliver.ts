// Works off the messages of a context as a queue would that is in no order, tells twice, or whose workers die.
import type { PieceMessage } from "../../src/platform/context/piece-message.ts";
import { consumePieces, type Delivery } from "../../src/registry/task/consume-pieces.ts";
import type { TestContext } from "./context.ts";
import { uniform } from "./numbers.ts";

export interface Delivering {
  twice?: boolean;
  shuffled?: boolean;
  /** Messages whose first delivery ends when its work is done but nothing of it is told: a killed process. */
  killed?: (message: PieceMessage, i: number) => boolean;
}

/** Until none is left; answers how many there were. */
export async function deliver(
  context: TestContext,
  { twice = false, shuffled = false, killed = () => false }: Delivering = {},
): Promise<number> {
  const order = uniform(3);
  let count = 0;
  while (context.messages.length > 0) {
    const at = shuffled ? Math.floor(order() * context.messages.length) : 0;
    const [message] = context.messages.splice(at, 1) as [PieceMessage];
    const isKilled = killed(message, count++);
    const told = isKilled ? dying(context, count % 2 === 0) : context;
    for (let attempts = 1; attempts <= (twice || isKilled ? 2 : 1); attempts++)
      await consumePieces([deliveryOf(message, attempts)], attempts === 1 ? told : context);
  }
  return count;
}

export function deliveryOf(body: unknown, attempts: number): Delivery {
  return { body, attempts, ack: () => undefined, retry: () => undefined };
}

/** A process that dies before it commits what it did, or when it has moved on and has not sent what comes next. */
export function dying(context: TestContext, isLate: boolean): TestContext {
  const dead = () => {
    throw new Error("killed");
  };
  return { ...context, sendPieces: dead, nowMs: isLate ? context.nowMs : dead };
}
