// How what was sent, or is stored, is told in a message: its beginning, for a refusal must not repeat what it refuses.

const SHOWN_LENGTH = 40;

/** A value as it is told in a message: its JSON, cut to 40 characters. Of a long value no more is looked at than is told. */
export function show(input: unknown): string {
  return cut(beginningOf(input, SHOWN_LENGTH + 1));
}

/** A text as it is told where it needs no quotes, cut to 40 characters. */
export function cut(text: string): string {
  return text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text;
}

const NAMES_SHOWN = 20;
const NAMES_LENGTH = 400;

/** Names as they are told in a message: the first twenty, or as many of them as 400 characters hold. */
export function showNames(names: readonly string[]): string {
  const [first = "", ...others] = names.slice(0, NAMES_SHOWN);
  let told = first.slice(0, NAMES_LENGTH);
  let count = 1;
  for (const name of others) {
    if (told.length + name.length > NAMES_LENGTH) break;
    told += `, ${name}`;
    count++;
  }
  return count >= names.length ? told : `${told} … (${names.length} in all)`;
}

/** JSON up to some character past `most`, if it is so long. */
function beginningOf(input: unknown, most: number): string {
  if (typeof input === "string") return JSON.stringify(input.slice(0, Math.max(0, most)));
  if (typeof input !== "object" || input === null) return String(input);
  return Array.isArray(input) || ArrayBuffer.isView(input)
    ? beginningOfList(input as ArrayLike<unknown>, most)
    : beginningOfObject(input as Record<string, unknown>, most);
}

function beginningOfList(items: ArrayLike<unknown>, most: number): string {
  let text = "[";
  for (let i = 0; i < items.length && text.length < most; i++)
    text += `${i === 0 ? "" : ","}${beginningOf(items[i], most - text.length)}`;
  return text.length < most ? `${text}]` : text;
}

function beginningOfObject(members: Record<string, unknown>, most: number): string {
  let text = "{";
  for (const key in members) {
    if (text.length >= most) return text;
    text += `${text === "{" ? "" : ","}${beginningOf(key, most)}:`;
    text += beginningOf(members[key], most - text.length);
  }
  return `${text}}`;
}
