// One HTTP call and its answer, parsed.
import { requireDescribed } from "./contract/check-answer.ts";

export interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: what is in an answer is what the test is about
  body: any;
  /** The body as it came. */
  text: string;
}

export type Client = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer>;

/** A client of a server of this code: an answer that /openapi.json does not describe is an error. */
export function clientOf(origin: string): Client {
  const call = uncheckedClientOf(origin);
  return async (method, path, ...sent) => {
    const answer = await call(method, path, ...sent);
    await requireDescribed({ ...answer, method, path });
    return answer;
  };
}

/** A client of any server, for measuring. A string body is sent as it is, anything else as JSON. */
export function uncheckedClientOf(origin: string): Client {
  return async (method, path, body, headers = {}) => {
    const init: RequestInit = {
      method,
      headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
    };
    if (body !== undefined)
      init.body = typeof body === "string" || body instanceof Uint8Array ? (body as BodyInit) : JSON.stringify(body);
    const response = await fetch(origin + path, init);
    const text = await response.text();
    const isJson = /\bjson/.test(response.headers.get("content-type") ?? "");
    return {
      status: response.status,
      headers: response.headers,
      body: isJson && text !== "" ? JSON.parse(text) : text,
      text,
    };
  };
}
