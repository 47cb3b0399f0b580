// A strict reader of RFC 4180, for tests: it throws on whatever the grammar does not have, and tells what is empty from "".

export type CsvField = { text: string; isQuoted: boolean };

/** The records of a file whose lines all end with CRLF. */
export function readCsvStrictly(text: string, delimiter = ","): CsvField[][] {
  const records: CsvField[][] = [];
  let at = 0;
  while (at < text.length) records.push(readRecord());
  return records;

  function readRecord(): CsvField[] {
    const fields = [readField()];
    while (text[at] === delimiter) {
      at++;
      fields.push(readField());
    }
    if (text.slice(at, at + 2) !== "\r\n") throw new Error(`no CRLF at ${at}`);
    at += 2;
    return fields;
  }

  function readField(): CsvField {
    if (text[at] !== '"') {
      const start = at;
      while (at < text.length && text[at] !== delimiter && text[at] !== "\r" && text[at] !== "\n" && text[at] !== '"')
        at++;
      return { text: text.slice(start, at), isQuoted: false };
    }
    let value = "";
    for (at++; at < text.length; at++) {
      if (text[at] !== '"') value += text[at];
      else if (text[at + 1] === '"') {
        value += '"';
        at++;
      } else {
        at++;
        return { text: value, isQuoted: true };
      }
    }
    throw new Error("a quote is never closed");
  }
}
