// Each text of an entry: longer than any message of ours, and the log stays readable whatever a library puts into its own.
const TEXT_LENGTH_MAX = 4_000;

/** An entry of the log as one line of JSON of bounded length. */
export function logLine(entry: Record<string, unknown>): string {
  return JSON.stringify(entry, (_, value: unknown) =>
    typeof value === "string" && value.length > TEXT_LENGTH_MAX ? `${value.slice(0, TEXT_LENGTH_MAX)}…` : value,
  );
}
