// Files that a person takes along.

export function saveFile(name: string, content: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // The browser has begun by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** RFC 4180; what is missing is an empty cell. */
export function saveCsv(name: string, rows: (string | number | null)[][]): void {
  const text = rows.map((row) => row.map(cell).join(",")).join("\r\n");
  saveFile(`${name}.csv`, new Blob([`${text}\r\n`], { type: "text/csv" }));
}

/** A spreadsheet takes a text that begins with these for a formula: an apostrophe keeps it a text. */
function cell(value: string | number | null): string {
  return cellOf(typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : value);
}

/** A value as it stands in a CSV, to be read by a program. */
export function cellOf(value: string | number | null): string {
  if (value === null) return "";
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
