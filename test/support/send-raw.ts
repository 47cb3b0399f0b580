// A request as bytes, for those that fetch would not send.
import { connect } from "node:net";

/** The whole answer, head and body; the server is asked to close. */
export function sendRaw(origin: string, lines: string[], body = ""): Promise<string> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () =>
      socket.end(`${[...lines, "Connection: close"].join("\r\n")}\r\n\r\n${body}`),
    );
    const chunks: Buffer[] = [];
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("end", () => resolve(Buffer.concat(chunks).toString()));
    socket.on("error", reject);
  });
}
