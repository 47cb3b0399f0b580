// The elements of a JSON array, text by text: an array of records is read one after the other, and never stands whole in memory as objects.

const [QUOTE, COMMA, BACKSLASH] = [34, 44, 92];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [91, 93, 123, 125];

/** Whether a text of JSON is an array whose first element is an object. */
export function isArrayOfObjects(text: string): boolean {
  return /^\ufeff?\s*\[\s*\{/.test(text.slice(0, 1_000));
}

/**
 * The texts between the brackets and the commas of an array. What is no JSON ends up in some element, or in what follows the array:
 * `rest` is told last, blank where nothing does; null where the array is not closed.
 */
export function* elementsOf(text: string): Generator<string, string | null> {
  let level = 0;
  let from = text.indexOf("[") + 1;
  for (let i = from; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) i = endOfString(text, i);
    else if (code === OPEN_ARRAY || code === OPEN_OBJECT) level++;
    else if (code === COMMA && level === 0) {
      yield text.slice(from, i);
      from = i + 1;
    } else if (code === CLOSE_ARRAY || code === CLOSE_OBJECT) {
      if (level-- > 0) continue;
      const last = text.slice(from, i);
      if (code === CLOSE_OBJECT) return null;
      yield last;
      return text.slice(i + 1);
    }
  }
  return null;
}

/** Where a string ends that begins at `start`; behind the text where it does not. */
export function endOfString(text: string, start: number): number {
  for (let end = start + 1; ; end++) {
    end = text.indexOf('"', end);
    if (end < 0) return text.length;
    let before = end;
    while (text.charCodeAt(before - 1) === BACKSLASH) before--;
    if ((end - before) % 2 === 0) return end;
  }
}
