// CSV read the plain way, a character at a time: the oracle of the kernel. Delimiter and decimal mark are given; the header has names.
export interface PlainTable {
  columns: string[];
  /** Numbers where each cell is one or missing, NaN for that; else text, null for that. */
  values: (number[] | (string | null)[])[];
  lines: number[];
}

interface Cell {
  text: string;
  isQuoted: boolean;
}

/** Null where a record has not as many cells as the header, or its quotes do not fit. */
export function readPlainCsv(text: string, delimiter: string, decimal: "." | ","): PlainTable | null {
  const records = recordsOf(text, delimiter);
  const [header, ...rows] = records?.filter(({ cells }) => cells.length > 1 || !isEmpty(cells[0])) ?? [];
  if (header === undefined || rows.some(({ cells }) => cells.length !== header.cells.length)) return null;
  return {
    columns: header.cells.map((cell) => cell.text.trim()),
    values: header.cells.map((_, i) => {
      const cells = rows.map((row) => row.cells[i] as Cell);
      const numbers = cells.map((cell) => (isMissing(cell) ? Number.NaN : numberOf(cell.text, decimal)));
      if (!numbers.includes(undefined)) return numbers as number[];
      return cells.map((cell) => (isMissing(cell) ? null : cell.text));
    }),
    lines: rows.map(({ line }) => line),
  };
}

function isEmpty(cell: Cell | undefined): boolean {
  return cell === undefined || (!cell.isQuoted && cell.text === "");
}

function isMissing({ text, isQuoted }: Cell): boolean {
  return text === "" || (!isQuoted && /^(NA|[Nn][Aa][Nn]|[Nn][Uu][Ll][Ll])$/.test(text));
}

/** Undefined for what is no number; as JavaScript reads it otherwise. */
export function numberOf(text: string, decimal: "." | ","): number | undefined {
  const plain = text.replace(/^[ \t]+|[ \t]+$/g, "");
  const form =
    decimal === "." ? /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/ : /^[+-]?(\d+(,\d*)?|,\d+)([eE][+-]?\d+)?$/;
  return form.test(plain) ? Number(plain.replace(",", ".")) : undefined;
}

function recordsOf(text: string, delimiter: string): { cells: Cell[]; line: number }[] | null {
  const records: { cells: Cell[]; line: number }[] = [];
  let at = 0;
  let line = 1;
  while (at < text.length) {
    const record = { cells: [] as Cell[], line };
    for (let isEnd = false; !isEnd; ) {
      const bare = /[ \t]*/y;
      bare.lastIndex = at;
      const blanks = bare.exec(text)?.[0].replace(delimiter === "\t" ? /\t.*/ : /$^/, "").length ?? 0;
      let cell: Cell;
      if (text[at + blanks] === '"') {
        at += blanks + 1;
        let content = "";
        for (; text[at] !== '"' || text[at + 1] === '"'; at++) {
          if (at >= text.length) return null;
          if (text[at] === '"') at++;
          content += text[at];
          if (text[at] === "\n" || (text[at] === "\r" && text[at + 1] !== "\n")) line++;
        }
        at++;
        while (text[at] === " " || (text[at] === "\t" && delimiter !== "\t")) at++;
        cell = { text: content, isQuoted: true };
      } else {
        const from = at;
        while (at < text.length && ![delimiter, "\n", "\r"].includes(text[at] as string)) at++;
        cell = { text: text.slice(from, at).replace(/^[ \t]+|[ \t]+$/g, ""), isQuoted: false };
      }
      record.cells.push(cell);
      const c = text[at];
      if (c !== undefined && ![delimiter, "\n", "\r"].includes(c)) return null;
      isEnd = c !== delimiter;
      at += c === "\r" && text[at + 1] === "\n" ? 2 : 1;
      if (isEnd) line++;
    }
    records.push(record);
  }
  return records;
}
