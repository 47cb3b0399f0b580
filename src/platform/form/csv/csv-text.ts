// Cells of text out of the bytes of a block, each text made once.
import { type CsvText, DOUBLED, MISSING } from "../../../engine/kernel/csv-kernel.ts";
import { CSV_CELL_BYTES_MAX } from "../../schema/limit.ts";
import { tooLargeCsv } from "./csv-fault.ts";

/** The texts of a column; null where one is missing. AppError "too_large" where one is longer than a cell may be. */
export function textCells(bytes: Uint8Array, { places, firsts }: CsvText, lines: Uint32Array): (string | null)[] {
  const cells = new Array<string | null>(firsts.length).fill(null);
  for (let row = 0; row < firsts.length; row++) {
    const told = places[2 * row + 1] as number;
    if (told === MISSING) continue;
    const first = firsts[row] as number;
    if (first < row) {
      cells[row] = cells[first] as string;
      continue;
    }
    const length = told < DOUBLED ? told : told - DOUBLED;
    if (length > CSV_CELL_BYTES_MAX) {
      const message = `its cell of ${length} bytes is too long: ${CSV_CELL_BYTES_MAX} are the most`;
      throw tooLargeCsv(lines[row] as number, message);
    }
    const at = places[2 * row] as number;
    const text = UTF_8.decode(bytes.subarray(at, at + length));
    cells[row] = length === told ? text : text.replaceAll('""', '"');
  }
  return cells;
}

const UTF_8 = new TextDecoder("utf-8", { fatal: false, ignoreBOM: true });
