// What a runtime makes of CSV: the same on each. Numbers are told by their bits.
import { createKernel } from "../../src/engine/kernel/kernel.ts";
import { uniform } from "../../src/engine/math/random.ts";
import type { CsvOptions } from "../../src/platform/form/csv/read-csv.ts";
import { readCsv } from "../../src/platform/form/csv/read-whole-csv.ts";
import kernelModule from "../../src/runtime/kernel-module.mjs";

export default { fetch: async () => Response.json(csvAnswers(kernelModule)) };

export function csvAnswers(module: WebAssembly.Module): unknown[] {
  const kernel = createKernel(module);
  return files().map(({ bytes, ...options }) => {
    try {
      const { columns, values, rowCount, placeOf } = readCsv(kernel, bytes, { ...LIMITS, ...options });
      const cells = values.map((column) =>
        column instanceof Float64Array ? new Uint8Array(column.buffer).toHex() : column,
      );
      return { columns, cells, last: placeOf(rowCount - 1) };
    } catch (error) {
      return String(error);
    }
  });
}

const LIMITS = { columnsMax: 100, rowsMax: 100_000 };

function files(): (Partial<CsvOptions> & { bytes: Uint8Array })[] {
  const random = uniform(9);
  const numbers = Array.from({ length: 5_000 }, () => (random() - 0.5) * 10 ** Math.floor(random() * 80 - 40));
  const long = numbers.map((value) => `${value},${value.toPrecision(21)},"level ${Math.floor(9 * random())} é"`);
  const every = Uint8Array.from({ length: 128 }, (_, i) => 128 + i);
  return [
    { bytes: utf8(`a,b,c\n${long.join("\n")}`) },
    { bytes: utf8("a;b\r\n1,5;x\r\n;日本語のテキスト\r\n") },
    { bytes: Uint8Array.of(0x61, 0x0a, ...every, 0x0a), charset: "windows-1252" },
    { bytes: Uint8Array.of(0x61, 0x0a, ...every, 0x0a) },
    { bytes: Uint8Array.of(0xff, 0xfe, 0x61, 0, 0x0a, 0, 0xac, 0x20), charset: "utf-16" },
    { bytes: utf8('a,b\n1,"x\n') },
    { bytes: utf8("a\n1,2\n") },
  ];
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
