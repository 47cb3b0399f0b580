const WIDTH = 120;

/** JSON to be read: what fits on a line stands on one, and of numbers and texts as many as fit. */
export function show(value: unknown, indent = ""): string {
  const line = oneLine(value);
  if (line.length + indent.length <= WIDTH || isScalar(value)) return line;
  const within = `${indent}  `;
  if (!Array.isArray(value)) {
    const members = Object.entries(value as object).map(
      ([key, each]) => `${JSON.stringify(key)}: ${show(each, within)}`,
    );
    return `{\n${members.map((member) => within + member).join(",\n")}\n${indent}}`;
  }
  const items = value.every(isScalar) ? filled(value.map(oneLine)) : value.map((each) => show(each, within));
  return `[\n${items.map((item) => within + item).join(",\n")}\n${indent}]`;
}

function isScalar(value: unknown): boolean {
  return typeof value !== "object" || value === null;
}

function filled(items: string[]): string[] {
  const lines: string[] = [];
  for (const item of items) {
    const last = lines.at(-1);
    if (last === undefined || last.length + item.length > WIDTH) lines.push(item);
    else lines[lines.length - 1] = `${last}, ${item}`;
  }
  return lines;
}

function oneLine(value: unknown): string {
  if (isScalar(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(oneLine).join(", ")}]`;
  const members = Object.entries(value as object).map(([key, each]) => `${JSON.stringify(key)}: ${oneLine(each)}`);
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}
