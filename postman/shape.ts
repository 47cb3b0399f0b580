/** What an answer is made of, as a text to be compared: keys and types of JSON, whatever the values; "text" of what is none. */
export function shapeOf(body: string): string {
  if (body === "") return "nothing";
  try {
    return shape(JSON.parse(body));
  } catch {
    return "text";
  }
}

function shape(value: unknown): string {
  if (value === null) return "null";
  if (typeof value !== "object") return typeof value;
  if (Array.isArray(value)) return `[${[...new Set(value.map(shape))].sort().join(" | ")}]`;
  const members = Object.entries(value).map(([key, member]) => `${key}: ${shape(member)}`);
  return `{${members.sort().join(", ")}}`;
}
