// Sends requests that are made from the document, good ones and wrong ones, and looks whether what comes back is what it says.
import fc from "fast-check";
import { checkerOf } from "../support/contract/check-answer.ts";
import { openDocument } from "../support/contract/open-document.ts";
import { uniform } from "../support/numbers.ts";
import { goodRequest, type Made } from "./good-request.ts";
import { pick } from "./hostile.ts";
import { type Asked, openAllowance } from "./is-allowed.ts";
import { prepareThings } from "./prepare-things.ts";
import { samples } from "./sample-bodies.ts";
import { wrongWays } from "./wrong-ways.ts";

export interface Outcome {
  sent: number;
  /** How many were answered with each status. */
  statuses: Record<string, number>;
  /** What was not as the document says, with its request. */
  faults: string[];
}

interface Answered {
  status: number;
  headers: Headers;
  text: string;
}

/** What has been deleted is put there again after so many requests. */
const BLOCK = 50;
const TASKS_KNOWN = 5;
const GIVEN_UP_MS = 60_000;
const TOLD_LENGTH = 300;

export async function attackByDocument(
  origin: string,
  { count, seed }: { count: number; seed: number },
): Promise<Outcome> {
  const document = await openDocument();
  const check = checkerOf(document);
  const isAllowed = openAllowance(document);
  const chance = uniform(seed);
  const outcome: Outcome = { sent: 0, statuses: {}, faults: [] };
  const tasks: string[] = [];
  while (outcome.sent < count) {
    const { things, stored } = await prepareThings(origin, tasks.slice(-TASKS_KNOWN));
    const goods = fc.sample(goodRequest({ document, things, samples }), {
      numRuns: Math.min(BLOCK, count - outcome.sent),
      seed: seed + outcome.sent,
    });
    let before = await stored();
    for (const good of goods) {
      const made = chance() < 0.5 ? good : madeWrong(good, chance);
      const asked = askedOf(origin, made);
      const answered = await send(asked);
      const { status } = answered;
      const faults = [
        ...check({ ...answered, method: asked.method, path: asked.url.href }),
        ...faultsOf(answered, isAllowed(asked), made.wrong !== undefined),
      ];
      tasks.push(...(await settle(origin, answered)));
      // What only reads changes nothing.
      const after = made.method === "GET" ? before : await stored();
      if (status >= 400 && after !== before)
        faults.push(`it was refused, and what is stored has changed: ${difference(before, after)}`);
      before = after;
      outcome.statuses[status] = (outcome.statuses[status] ?? 0) + 1;
      outcome.faults.push(
        ...faults.map(
          (fault) =>
            `${outcome.sent} ${told(asked, made)}: ${status}: ${fault}: ${answered.text.slice(0, TOLD_LENGTH)}`,
        ),
      );
      outcome.sent++;
    }
  }
  return outcome;
}

function madeWrong(good: Made, chance: () => number): Made {
  const wrong = pick(chance, Object.keys(wrongWays));
  return { ...(wrongWays[wrong]?.(good, chance) ?? good), wrong };
}

function askedOf(origin: string, { method, template, inPath, query, headers, json, raw }: Made): Asked {
  const url = new URL(origin + template.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(inPath[name] ?? "")));
  for (const [name, value] of query) url.searchParams.append(name, value);
  const hasBody = method !== "GET" && method !== "HEAD";
  const body = json === undefined ? raw : JSON.stringify(json);
  return {
    method,
    url,
    headers: new Headers(headers),
    body: hasBody ? body : undefined,
    json: hasBody ? json : undefined,
  };
}

async function send({ method, url, headers, body }: Asked): Promise<Answered> {
  try {
    const init = {
      method,
      headers,
      signal: AbortSignal.timeout(GIVEN_UP_MS),
      ...(body !== undefined && { body: body as BodyInit }),
    };
    const response = await fetch(url, init);
    return { status: response.status, headers: response.headers, text: await response.text() };
  } catch (error) {
    return { status: 0, headers: new Headers(), text: String((error as Error).cause ?? error) };
  }
}

/** Beside how it is described. */
function faultsOf({ status, headers, text }: Answered, isAllowed: boolean | undefined, isWrong: boolean): string[] {
  if (status === 0) return ["there was no answer"];
  if (status >= 500 && status !== 503) return ["no request may be answered so"];
  // A setting that is missing does not come by waiting.
  if (status === 503 && !headers.has("retry-after") && !text.includes('"code":"not_configured"'))
    return ["it has no Retry-After"];
  if (status < 300 && isAllowed === false) return ["the document does not allow what was sent, and it was taken"];
  if (!isWrong && isAllowed && [400, 405, 415].includes(status)) return ["the document allows what was sent"];
  return [];
}

/** The tasks that an answer names, when they have ended: what goes on changes what is stored. */
async function settle(origin: string, { status, headers, text }: Answered): Promise<string[]> {
  const started = /^"Prediction of .* ([\w-]+)"$/.exec(text)?.[1];
  const task = started ?? (status === 202 ? /\/results\/([\w-]+)/.exec(headers.get("location") ?? "")?.[1] : undefined);
  if (task === undefined) return [];
  while ((await fetch(`${origin}/results/${task}`)).status === 202);
  return [task];
}

function told({ method, url, body }: Asked, { headers, wrong }: Made): string {
  const sent = typeof body === "string" ? body.slice(0, TOLD_LENGTH) : body === undefined ? "" : `${body.length} bytes`;
  return `${method} ${url.pathname.slice(0, 100)}${url.search.slice(0, 200)} ${JSON.stringify(headers)} ${sent} (${wrong ?? "as described"})`;
}

/** The first line that is another one. */
function difference(before: string, after: string): string {
  const was = before.split("\n");
  return (
    after
      .split("\n")
      .find((line, i) => line !== was[i])
      ?.slice(0, TOLD_LENGTH) ?? ""
  );
}
