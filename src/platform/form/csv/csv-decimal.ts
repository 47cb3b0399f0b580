// Whether a comma is a decimal mark in a CSV: told from its cells where its sender does not say, and refused where they tell two things.
import type { CsvColumn, CsvMark } from "../../../engine/kernel/csv-kernel.ts";
import { unusableCsv } from "./csv-fault.ts";

export interface DecimalMarks {
  point: CsvMark;
  comma: CsvMark;
  gather(columns: readonly CsvColumn[]): void;
}

export function noMarks(): DecimalMarks {
  const marks: DecimalMarks = {
    point: { line: 0, sureLine: 0 },
    comma: { line: 0, sureLine: 0 },
    gather(columns) {
      for (const { point, comma } of columns) {
        keepFirst(marks.point, point);
        keepFirst(marks.comma, comma);
      }
    },
  };
  return marks;
}

function keepFirst(kept: CsvMark, { line, sureLine }: CsvMark): void {
  if (line > 0 && (kept.line === 0 || line < kept.line)) kept.line = line;
  if (sureLine > 0 && (kept.sureLine === 0 || sureLine < kept.sureLine)) kept.sureLine = sureLine;
}

/**
 * AppError "invalid" where numbers with a point and with a comma stand in one file, as in 3.5 and 3,5; and at its end, where each mark stands
 * before three digits, so that it may part thousands.
 */
export function checkDecimal({ point, comma }: DecimalMarks, isEnd: boolean): void {
  if (point.line > 0 && comma.line > 0) {
    throw unusableCsv(
      `numbers have a point on line ${point.line} and a comma on line ${comma.line}: say which is decimal by decimal=. or decimal=,; ` +
        "cells with the other are no numbers then",
      Math.max(point.line, comma.line),
    );
  }
  const [mark, { line, sureLine }] = comma.line > 0 ? ([",", comma] as const) : ([".", point] as const);
  if (!isEnd || line === 0 || sureLine > 0) return;
  throw unusableCsv(
    `every number with a "${mark}" has three digits after it, first on line ${line}, so that it may part thousands: if it is decimal, ` +
      `say decimal=${mark}`,
    line,
  );
}
