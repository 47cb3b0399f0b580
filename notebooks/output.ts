// What goes from a cell to whoever runs it.

/** An output by its media type, as Jupyter stores it. */
export type Output = Partial<Record<"text/markdown" | "text/html" | "image/svg+xml" | "text/plain", string>>;

/** Around what is no text of the cell's: no JSON and no line of a log holds them. */
export const MESSAGE_START = "\u0001";
export const MESSAGE_END = "\u0002";
