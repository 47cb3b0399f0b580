// A load generator lean enough to outrun the servers: bare sockets, requests made once, one in flight per connection.
import { connect, type Socket } from "node:net";
import { type Server, startDeno, startWorker } from "../test/support/server.ts";
import { median, quantile, type Row } from "./measure.ts";

/** In which Cloudflare tells the address of who calls; Deno is told to read it. */
export const ADDRESS_HEADER = "cf-connecting-ip";

export interface Call {
  method: "GET" | "POST" | "PUT";
  path: string;
  body?: string;
  /** Sent as credentials; a call that is to be refused with 401 has a wrong one. */
  token?: string;
  /** The address that the service is told it comes from. */
  address?: string;
}

/** Sends a call over and over for `seconds` on several connections at once, every answer being 200; answers calls per second. */
export async function load(origin: string, call: Call, connections: number, seconds: number): Promise<number> {
  const start = performance.now();
  const end = start + 1000 * seconds;
  let count = 0;
  const work = async (send: Send) => {
    for (; performance.now() < end; count++) await send(call);
  };
  await Promise.all(Array.from({ length: connections }, () => onConnection(origin, work)));
  return (1000 * count) / (performance.now() - start);
}

/** A bare route, to measure others against. */
export const HEALTH: Call = { method: "GET", path: "/health" };

/** What a bench tells of a server of each runtime; `vars` are its settings, those of a public service unless given. */
export async function onEachRuntime(
  bench: (name: string, server: Server) => Promise<Row[]>,
  vars?: Record<string, string>,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [name, start] of [
    ["workerd", startWorker],
    ["Deno", startDeno],
  ] as const) {
    const server = await start(vars);
    try {
      rows.push(...(await bench(name, server)));
    } finally {
      await server.stop();
    }
  }
  return rows;
}

export type Send = (call: Call) => Promise<void>;

/** Runs `use` with a connection of its own, made anew whenever the server closes it after an answer. */
export async function onConnection<T>(origin: string, use: (send: Send) => Promise<T>): Promise<T> {
  const { hostname, port } = new URL(origin);
  const requests = new Map<Call, Buffer>();
  let pending: { resolve(): void; reject(error: Error): void } | undefined;
  let socket: Socket | undefined;

  function open(): Socket {
    const opened = connect({ host: hostname, port: Number(port), noDelay: true });
    let received = Buffer.alloc(0);
    opened.on("error", (error) => pending?.reject(error));
    opened.on("close", () => {
      if (socket === opened) pending?.reject(new Error(`${origin} closed the connection without an answer`));
    });
    opened.on("data", (chunk) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const answer = readAnswer(received);
      if (answer === undefined) return;
      received = received.subarray(answer.length);
      if (answer.closes) socket = undefined;
      if (answer.status < 300 || answer.status === 401) pending?.resolve();
      else pending?.reject(new Error(`${answer.status}: ${answer.text}`));
    });
    return opened;
  }

  const send: Send = (call) =>
    new Promise((resolve, reject) => {
      pending = { resolve, reject };
      let bytes = requests.get(call);
      if (bytes === undefined) {
        bytes = toBytes(call, hostname);
        requests.set(call, bytes);
      }
      socket ??= open();
      socket.write(bytes);
    });

  return use(send).finally(() => {
    pending = undefined;
    socket?.end();
  });
}

function toBytes({ method, path, body, token, address }: Call, host: string): Buffer {
  const origin = address === undefined ? "" : `${ADDRESS_HEADER}: ${address}\r\n`;
  const credentials = `${origin}${token === undefined ? "" : `authorization: Bearer ${token}\r\n`}`;
  const head = `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\n${credentials}`;
  if (body === undefined) return Buffer.from(`${head}\r\n`);
  return Buffer.from(
    `${head}content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

/** The answer at the front of what was received; undefined while it is not whole. */
function readAnswer(received: Buffer): { length: number; status: number; closes: boolean; text: string } | undefined {
  const end = received.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const head = received.toString("latin1", 0, end).toLowerCase();
  const told = /content-length: (\d+)/.exec(head)?.[1];
  if (told === undefined) throw new Error("The load generator needs answers with a content-length");
  const length = end + 4 + Number(told);
  if (received.length < length) return undefined;
  const status = Number(head.slice(9, 12));
  const text = status === 200 ? "" : received.toString("utf8", end + 4, length);
  return { length, status, closes: head.includes("connection: close"), text };
}

/** How long each of some calls took, in ms, made in turns so that a slow moment hits all of them. */
export async function latenciesInTurns<const Calls extends readonly ((i: number) => Call)[]>(
  send: Send,
  rounds: number,
  ...calls: Calls
): Promise<{ [K in keyof Calls]: number[] }> {
  const times = calls.map(() => [] as number[]);
  for (let round = 0; round < rounds; round++) {
    for (const [i, make] of calls.entries()) {
      const call = make(round);
      const start = performance.now();
      await send(call);
      times[i]?.push(performance.now() - start);
    }
  }
  return times as { [K in keyof Calls]: number[] };
}

export function showLatency(times: number[]): string {
  return `p50 ${median(times).toFixed(3)} ms, p99 ${quantile(times, 0.99).toFixed(3)} ms`;
}
