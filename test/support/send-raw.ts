// A request as bytes, for those that fetch would not send.
import { connect } from "node:net";

// Deno need not answer who hangs up first; the local Worker is not asked before a body that is told has come, or will not.
const HANG_UP_MS = 5_000;

/** The answer, head and body; the server is asked to close. */
export function sendRaw(origin: string, lines: string[], body = ""): Promise<string> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () =>
      socket.write(`${[...lines, "Connection: close"].join("\r\n")}\r\n\r\n${body}`),
    );
    const hangUp = setTimeout(() => socket.end(), HANG_UP_MS);
    const chunks: Buffer[] = [];
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("end", () => resolve(Buffer.concat(chunks).toString()));
    socket.on("error", reject);
    socket.on("close", () => clearTimeout(hangUp));
  });
}
