// The way to the service: the public API through its generated client, and nothing else. The token stays in the session of the tab.
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { createEdgefit, type Edgefit, type Problem } from "../clients/typescript/client.ts";
import { api as words } from "./words/frame.ts";

const TOKEN = "edgefit-token";

let client: Edgefit | undefined;

/** The client, with the token that was entered. */
export function edgefit(): Edgefit {
  const token = readToken();
  client ??= createEdgefit({ baseUrl: location.origin, ...(token !== null && { token }) });
  return client;
}

export function readToken(): string | null {
  return sessionStorage.getItem(TOKEN);
}

/** null: forgets it. Whoever shows answers asks again. */
export function keepToken(token: string | null): void {
  if (token === null) sessionStorage.removeItem(TOKEN);
  else sessionStorage.setItem(TOKEN, token);
  client = undefined;
  dispatchEvent(new Event(TOKEN_CHANGED));
}
export const TOKEN_CHANGED = "edgefit-token-changed";
/** The service wants a token, or another one. */
export const UNAUTHORISED = "edgefit-unauthorised";

/** What the service refused, in its own words; status 0: nobody answered. */
export class Refusal extends Error {
  readonly status: number;
  readonly errors: readonly { path: string; message: string }[];

  constructor({ status, detail, errors }: { status: number; detail: string; errors?: Problem["errors"] | undefined }) {
    super(detail);
    this.status = status;
    this.errors = errors ?? [];
  }

  /** What is wrong with one value, to be said beside its field. */
  at(path: string): string | undefined {
    return this.errors.find((error) => error.path === path)?.message;
  }
}

/** The answer of a call; throws a `Refusal` where there is none. */
export async function answerOf<Data>(
  call: Promise<{ data?: Data; error?: unknown; response: Response }>,
): Promise<NonNullable<Data>> {
  const { data, error, response } = await call.catch((error: unknown) => {
    if (error instanceof DOMException) throw error;
    throw new Refusal({ status: 0, detail: words.unreachable });
  });
  if (response.ok && data !== undefined && data !== null) return data as NonNullable<Data>;
  if (response.status === 401) dispatchEvent(new Event(UNAUTHORISED));
  const problem = error as Problem | undefined;
  throw new Refusal({
    status: response.status,
    detail: problem?.detail ?? `${response.status} ${response.statusText}`,
    errors: problem?.errors,
  });
}

/** A body that is sent as it is, such as a file. */
export const asIs = { bodySerializer: (body: unknown) => body as BodyInit };

export interface Asked<Data> {
  /** The newest answer; that of before stays while another one is awaited. */
  data?: Data;
  refusal?: Refusal;
  isAwaited: boolean;
  askAgain: () => void;
}

/** The answer to `ask`, asked again whenever what it `dependsOn` changes, and after another token. */
export function useAnswer<Data>(ask: (signal: AbortSignal) => Promise<Data>, dependsOn: unknown[]): Asked<Data> {
  const [asked, setAsked] = useState<{ data?: Data; refusal?: Refusal; isAwaited: boolean }>({ isAwaited: true });
  const [round, setRound] = useState(0);
  const askAgain = useCallback(() => setRound((before) => before + 1), []);
  const latest = useRef(ask);
  latest.current = ask;
  useEffect(() => {
    addEventListener(TOKEN_CHANGED, askAgain);
    return () => removeEventListener(TOKEN_CHANGED, askAgain);
  }, [askAgain]);
  useEffect(() => {
    const aborter = new AbortController();
    setAsked(({ data }) => ({ ...(data !== undefined && { data }), isAwaited: true }));
    latest.current(aborter.signal).then(
      (data) => !aborter.signal.aborted && setAsked({ data, isAwaited: false }),
      (error: unknown) => !aborter.signal.aborted && setAsked({ refusal: asRefusal(error), isAwaited: false }),
    );
    return () => aborter.abort();
  }, [...dependsOn, round]);
  return { ...asked, askAgain };
}

/** Anything that was thrown, as something to be shown. */
export function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  return new Refusal({ status: 0, detail: error instanceof Error ? error.message : String(error) });
}
