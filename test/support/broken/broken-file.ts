// A file that is broken, or looks so: how it is sent. What is answered stands in docs/broken-tables.md.

export type Target = "train" | "predict" | "model" | "sessions";

export interface BrokenFile {
  /** As the table of the docs has it. */
  what: string;
  /** Made when it is sent: some are large. */
  body: () => string | Uint8Array | Promise<Uint8Array>;
  type?: string;
  query?: string;
  headers?: Record<string, string>;
  /** What it is sent to: a norm's train unless given. */
  to?: Target;
}

const ROWS = Array.from({ length: 24 }, (_, i) => [
  `2026-01-01T${String(i).padStart(2, "0")}:00Z`,
  (5 + 3 * Math.sin(i)).toFixed(2),
  (50 - 2 * Math.sin(i) + Math.cos(3 * i)).toFixed(2),
]);

/** A good CSV, t,temp,y, with some lines of it put otherwise: by number, the header being 1. */
export function csv(changes: Record<number, string> = {}, delimiter = ","): string {
  const lines = [["t", "temp", "y"], ...ROWS].map((cells) => cells.join(delimiter));
  return `${lines.map((line, i) => changes[i + 1] ?? line).join("\n")}\n`;
}

/** A CSV of a time, temp and y, whose times are told. */
export function timed(times: readonly string[]): string {
  return `t,temp,y\n${times.map((time, i) => `${time},${(5 + Math.sin(i)).toFixed(2)},${(9 - Math.cos(i)).toFixed(2)}\n`).join("")}`;
}

/** A CSV of one column of 24 cells, and y. */
export function column(cells: readonly string[], name = "temp"): string {
  return `${name},y\n${Array.from({ length: 24 }, (_, i) => `${cells[i % cells.length]},${(9 - Math.cos(i)).toFixed(2)}\n`).join("")}`;
}

/** The same with one cell put otherwise, on line 11. */
export function columnBut(cell: string): string {
  return column(Array.from({ length: 24 }, (_, i) => (i === 9 ? cell : (5 + Math.sin(i)).toFixed(2))));
}

export const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));
export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

export function utf16(text: string, isLittle: boolean, hasMark: boolean): Uint8Array {
  const units = Array.from(hasMark ? `\ufeff${text}` : text, (c) => c.charCodeAt(0));
  const pair = (unit: number) => (isLittle ? [unit & 255, unit >> 8] : [unit >> 8, unit & 255]);
  return Uint8Array.from(units.flatMap(pair));
}
