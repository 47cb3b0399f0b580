// A request as bytes, for those that fetch would not send.
import { connect } from "node:net";

/** The answer, head and body; the server is asked to close. This side closes after it: whoever hangs up before need not be answered. */
export function sendRaw(origin: string, lines: string[], body = ""): Promise<string> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () =>
      socket.write(`${[...lines, "Connection: close"].join("\r\n")}\r\n\r\n${body}`),
    );
    const chunks: Buffer[] = [];
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.once("data", () => socket.end());
    socket.on("end", () => resolve(Buffer.concat(chunks).toString()));
    socket.on("error", reject);
  });
}
