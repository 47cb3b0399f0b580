// Answers of what is stored have a tag of their content: who has it already is told so, and is sent nothing (RFC 9110, section 13).
import { sha256 } from "../store/sha-256.ts";
import { sendText } from "./respond.ts";

// What is told in headers counts too.
const TOLD = ["content-type", "link", "edgefit-answer"];
// 126 bits: that two contents have one tag does not happen.
const TAG_LENGTH = 21;

/**
 * The answer with its tag, or 304 where the request names it. The tag is a weak one: what stands in front, Deno and Cloudflare too, compresses
 * answers, and then the bytes are others. Refusals have none.
 */
export async function tagged({ headers: asked }: Pick<Request, "headers">, response: Response): Promise<Response> {
  if (response.status !== 200) return response;
  const text = await response.text();
  const headers = new Headers(response.headers);
  const told = TOLD.map((name) => headers.get(name) ?? "");
  const tag = await tagOf([...told, text].join("\n"));
  headers.set("etag", tag);
  headers.set("cache-control", "private, no-cache");
  if (!isNamed(tag, asked.get("if-none-match"))) return sendText(text, { headers });
  headers.delete("content-type");
  return new Response(null, { status: 304, headers });
}

async function tagOf(content: string): Promise<string> {
  const hash = await sha256(new TextEncoder().encode(content));
  const letters = btoa(String.fromCharCode(...hash)).slice(0, TAG_LENGTH);
  return `W/"${letters.replaceAll("+", "-").replaceAll("/", "_")}"`;
}

/** By the weak comparison: whether a tag is weak does not count. `*` names any. */
function isNamed(tag: string, asked: string | null): boolean {
  if (asked === null) return false;
  const opaque = tag.replace("W/", "");
  return asked.trim() === "*" || [...asked.matchAll(/"[^"]*"/g)].some(([named]) => named === opaque);
}
