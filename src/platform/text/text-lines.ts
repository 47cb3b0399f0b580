// A text, line by line.

/** Its lines, counted from 1, blank ones too: without what ends them, and without a byte order mark before the first. */
export function* linesOf(text: string): Generator<{ line: number; text: string }> {
  let line = 0;
  for (let from = text.startsWith("\ufeff") ? 1 : 0; from < text.length; ) {
    const newline = text.indexOf("\n", from);
    const end = newline === -1 ? text.length : newline;
    const last = end > from && text.charCodeAt(end - 1) === CARRIAGE_RETURN ? end - 1 : end;
    yield { line: ++line, text: text.slice(from, last) };
    from = end + 1;
  }
}

const CARRIAGE_RETURN = 13;
