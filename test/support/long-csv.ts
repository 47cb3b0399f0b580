// A CSV of so many bytes: quarter-hours from 2000 on of four columns and a target, and past 2199 rows of other years again.
import { uniform } from "./numbers.ts";

const QUARTER_MS = 900_000;

/** The rows from a number on, as text with a header; `next` is the number after them. */
export function longCsv(bytes: number, first = 0): { text: Uint8Array<ArrayBuffer>; rowCount: number } {
  const draw = uniform(first + 1);
  const lines = ["t,T_out,wind,sun,people,y"];
  let length = lines[0]?.length ?? 0;
  const pieces: Uint8Array[] = [];
  const encoder = new TextEncoder();
  let rowCount = 0;
  while (length < bytes) {
    const t = new Date(Date.UTC(2000, 0, 1) + (first + rowCount) * QUARTER_MS).toISOString().slice(0, 19);
    const [T, wind, sun, people] = [20 * draw(), 10 * draw(), 500 * draw(), Math.floor(40 * draw())] as const;
    const y = 50 - 2 * T + 0.5 * wind - 0.01 * sun + people + draw();
    const line = `${t}Z,${T.toFixed(2)},${wind.toFixed(2)},${sun.toFixed(1)},${people},${y.toFixed(3)}`;
    lines.push(line);
    length += line.length + 1;
    rowCount++;
    if (lines.length === 10_000) pieces.push(encoder.encode(`${lines.splice(0).join("\n")}\n`));
  }
  pieces.push(encoder.encode(`${lines.join("\n")}\n`));
  const text = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    text.set(piece, at);
    at += piece.length;
  }
  return { text, rowCount };
}
