// What a column is taken for, in every form that callers send: hand-solved, or refused with the rows and what to do.
import { describe, expect, it } from "vitest";
import {
  CATEGORY_LEVEL_COUNT_MAX,
  CATEGORY_TEXT_LENGTH_MAX,
  LABEL_LENGTH_MAX,
} from "../../../src/platform/schema/limit.ts";
import type { Cell, SentColumn } from "../../../src/platform/schema/table.ts";
import { codeAsked, readyInputs } from "../../../src/registry/feature/code-asked.ts";
import { type CodedTable, codeTable } from "../../../src/registry/feature/code-table.ts";
import type { ColumnType } from "../../../src/registry/schema/input.ts";

const tableOf = (columns: Record<string, SentColumn>) => {
  const values = Object.values(columns);
  return { columns: Object.keys(columns), values, rowCount: values[0]?.length ?? 0, isNamed: true };
};

function coded(columns: Record<string, SentColumn>, types: Record<string, ColumnType> = {}): CodedTable {
  const table = codeTable(tableOf(columns), types);
  if ("faults" in table) throw new Error(JSON.stringify(table.faults));
  return table;
}

function faults(column: SentColumn, type?: ColumnType) {
  const table = codeTable(tableOf({ a: column }), type === undefined ? {} : { a: type });
  return "faults" in table ? table.faults.map(({ path, message }) => `${path}: ${message}`) : [];
}

const numbers = (...values: number[]) => Float64Array.from(values);
const many = (count: number, of: (i: number) => Cell) => Array.from({ length: count }, (_, i) => of(i));

describe("a column is taken for", () => {
  const gap = Number.NaN;
  it.each<[string, SentColumn, ColumnType | undefined, object, number[]]>([
    ["numbers as they are", numbers(3, gap, -0), undefined, { type: "number" }, [3, gap, -0]],
    ["numbers in text", ["3", " 4.5 ", "-1e3", "+.5"], undefined, { type: "number" }, [3, 4.5, -1000, 0.5]],
    ["decimal commas", ["3,5", "4", "-0,25"], undefined, { type: "number" }, [3.5, 4, -0.25]],
    ["thousandths with a comma", ["0,125", "0,250"], undefined, { type: "number" }, [0.125, 0.25]],
    ["numbers among numbers in text", [1, "2", null, ""], undefined, { type: "number" }, [1, 2, gap, gap]],
    [
      "blank text for missing",
      ["b", "  ", "", null],
      undefined,
      { type: "category", levels: ["b"] },
      [0, gap, gap, gap],
    ],
    ["truths", [true, null, false], undefined, { type: "category", levels: [false, true] }, [1, gap, 0]],
    ["text, by code unit", ["b", "a", "B"], undefined, { type: "category", levels: ["B", "a", "b"] }, [2, 1, 0]],
    [
      "codes with zeros before",
      ["01", "2", "10"],
      undefined,
      { type: "category", levels: ["01", "10", "2"] },
      [0, 2, 1],
    ],
    [
      "whole numbers that text alone tells apart",
      ["12345678901234567891", "12345678901234567892"],
      undefined,
      { type: "category", levels: ["12345678901234567891", "12345678901234567892"] },
      [0, 1],
    ],
    [
      "text and numbers",
      ["a", 2, "b", -0, "b"],
      undefined,
      { type: "category", levels: ["0", "2", "a", "b"] },
      [2, 1, 3, 0, 3],
    ],
    [
      "text and truths",
      ["a", true, "b", "true"],
      undefined,
      { type: "category", levels: ["a", "b", "true"] },
      [0, 2, 1, 2],
    ],
    [
      "numbers told to be names",
      numbers(10, 9, -0, gap),
      "category",
      { type: "category", levels: [0, 9, 10] },
      [2, 1, 0, gap],
    ],
    ["numbers in text told to be names", ["10", "9"], "category", { type: "category", levels: ["10", "9"] }, [0, 1]],
    ["truths told to be numbers", [true, false, null], "number", { type: "number" }, [1, 0, gap]],
    ["codes told to be numbers", ["007", "1"], "number", { type: "number" }, [7, 1]],
    ["nothing", [null, ""], undefined, { type: "number" }, [gap, gap]],
    ["nothing, told to be names", [null, ""], "category", { type: "category", levels: [] }, [gap, gap]],
    ["years", ["2024", "2025"], undefined, { type: "number" }, [2024, 2025]],
    [
      "one word in four that is no number",
      ["1", "2", "x", "y"],
      undefined,
      { type: "category", levels: ["1", "2", "x", "y"] },
      [0, 1, 2, 3],
    ],
  ])("%s", (_, column, type, input, values) => {
    const table = coded({ a: column }, type === undefined ? {} : { a: type });
    expect(table.inputs).toEqual([{ name: "a", ...input }]);
    expect(table.values).toEqual([Float64Array.from(values)]);
  });

  it("dates by their parts: months, days of the week, hours, the turn of the year, and years since the first", () => {
    // Wednesday, Thursday, a gap, and Wednesday two years of 365.2425 days later but for an eighth of a day.
    const { inputs, columns, values } = coded({
      d: ["2025-01-01T00:00", "2025-07-03T12:00", null, "2027-01-06T00:00"],
    });
    expect(inputs).toEqual([
      {
        name: "d",
        type: "date",
        origin_ms: Date.UTC(2025, 0, 1),
        parts: [
          { part: "month", levels: [1, 7] },
          { part: "weekday", levels: [2, 3] },
          { part: "hour", levels: [0, 12] },
          { part: "year_sin", levels: null },
          { part: "year_cos", levels: null },
          { part: "trend", levels: null },
        ],
      },
    ]);
    expect(columns).toEqual(["d.month", "d.weekday", "d.hour", "d.year_sin", "d.year_cos", "d.trend"]);
    const [month, weekday, hour, sin, cos, trend] = values;
    const rows = [month, weekday, hour].map((column) => [...(column as Float64Array)]);
    expect(rows).toEqual([
      [0, 1, Number.NaN, 0],
      [0, 1, Number.NaN, 0],
      [0, 1, Number.NaN, 0],
    ]);
    // Half a day after the 183rd of 365 days the year is half over and half a day.
    const angle = 2 * Math.PI * (183.5 / 365);
    expect([sin?.[0], cos?.[0]]).toEqual([0, 1]);
    expect([sin?.[1], cos?.[1]]).toEqual([Math.sin(angle), Math.cos(angle)]);
    expect([trend?.[0], trend?.[1]]).toEqual([0, 183.5 / 365.2425]);
    expect(trend?.[3]).toBeCloseTo(735 / 365.2425, 12);
  });

  it.each<[string, Cell[], string[]]>([
    ["a day", ["2025-01-01", "2025-01-02"], ["weekday", "year_sin", "year_cos", "trend"]],
    ["an hour", ["2025-01-01T10:00Z", "2025-01-01T11:00Z"], ["hour", "year_sin", "year_cos", "trend"]],
    ["nothing", ["2025-01-01", "2025-01-01", null], ["trend"]],
  ])("dates that differ by %s, without parts that are the same in each row", (_, column, parts) => {
    expect(coded({ d: column }).columns).toEqual(parts.map((part) => `d.${part}`));
  });

  it("dates on the clock as it was written", () => {
    const local = ["2025-06-01T00:30", "2025-06-02T01:30"];
    const there = ["2025-06-01T00:30+09:00", "2025-06-02T01:30-05:00"];
    expect(coded({ d: there }).values).toEqual(coded({ d: local }).values);
  });
});

describe("a column is refused", () => {
  const rest = many(20, (i) => `${i}`);
  const days = many(20, (i) => `2025-01-${10 + i}`);
  it.each<[string, SentColumn, ColumnType | undefined, (string | RegExp)[]]>([
    [
      "of numbers but for an error of a spreadsheet",
      [...rest, "#N/A"],
      undefined,
      [/^X.a\[20\]: "#N\/A", but nearly all other values are numbers; send null .* `types: \{"a": "category"\}`/],
    ],
    [
      "of numbers but for a word or two",
      ["abc", ...rest, "n/a"],
      undefined,
      [/^X.a\[0\]: "abc"/, /^X.a\[21\]: "n\/a"/],
    ],
    ["of three numbers but for one", [1, "x", 3], undefined, [/^X.a\[1\]: "x"/]],
    ["of numbers but for true", [1, 0, true, 1], undefined, [/^X.a\[2\]: true, but/]],
    [
      "of dates but for one",
      [...days, "soon", null],
      undefined,
      [/^X.a\[20\]: "soon", but nearly all other values are dates/],
    ],
    ["of dates but for a number", [...days, 20250101], undefined, [/^X.a\[20\]: 20250101, but/]],
    [
      "with thousands in the German way",
      ["1.234,5", "2,5"],
      undefined,
      [/^X.a\[0\]: "1.234,5" has separators of thousands/],
    ],
    [
      "with thousands in the English way",
      ["1,234.5", "2.5"],
      undefined,
      [/^X.a\[0\]: "1,234.5" has separators of thousands/],
    ],
    ["with thousands by spaces", ["1 234 567", "2"], undefined, [/^X.a\[0\]: "1 234 567" has separators/]],
    [
      "that may be thousands",
      ["1,234", "12"],
      undefined,
      [/^X.a\[0\]: "1,234" may be 1.234 with a decimal comma or 1234 with thousands/],
    ],
    [
      "with points and commas",
      ["1.5", "2,5"],
      undefined,
      [/^X.a\[1\]: "2,5" has a decimal comma, but "1.5" a decimal point/],
    ],
    ["with text past 1e30", ["1e31", "1"], undefined, [/^X.a\[0\]: "1e31" is neither zero nor of size/]],
    [
      "told to be numbers",
      ["abc", "1", "x"],
      "number",
      ['X.a[0]: "abc" is no number; types take the column for a number', /^X.a\[2\]: "x"/],
    ],
    [
      "told to be dates",
      ["2025-01-01", "31.12.2025", 5],
      "date",
      [/^X.a\[1\]: "31.12.2025" is not a time/, /^X.a\[2\]: 5 is not a time/],
    ],
    ["of numbers told to be dates", numbers(1), "date", [/^X.a\[0\]: 1 is not a time/]],
    ["with half a character", ["\ud800", "b"], undefined, [/^X.a: .* has halves of characters/]],
    [
      "with long text",
      ["l".repeat(LABEL_LENGTH_MAX + 1), "b"],
      undefined,
      [/^X.a: .* has 129 characters; a level has at most 128/],
    ],
    [
      "with too many levels",
      many(CATEGORY_LEVEL_COUNT_MAX + 1, (i) => `id ${i}`),
      undefined,
      [/^X.a: 10001 different values are more than the 10000 levels/],
    ],
    [
      "with too many numbers told to be names",
      Float64Array.from({ length: CATEGORY_LEVEL_COUNT_MAX + 1 }, (_, i) => i),
      "category",
      [/^X.a: 10001 different/],
    ],
  ])("%s", (_, column, type, told) => {
    const found = faults(column, type);
    expect(found).toHaveLength(told.length);
    told.forEach((each, i) => {
      if (typeof each === "string") expect(found[i]).toBe(each);
      else expect(found[i]).toMatch(each);
    });
  });

  it("by a type of a column that is not there, by names of parts that are taken or too long", () => {
    const dates = ["2025-01-01", "2025-02-02"];
    const told = (columns: Record<string, SentColumn>, types: Record<string, ColumnType> = {}) => {
      const table = codeTable(tableOf(columns), types);
      return "faults" in table ? table.faults : [];
    };
    expect(told({ a: numbers(1) }, { b: "category" })).toEqual([
      { path: "types.b", message: "no column of X; those are a" },
    ]);
    expect(told({ d: dates, "d.month": numbers(1, 2) })).toEqual([
      { path: "X.d", message: 'its part "d.month" has the name of another column; rename one' },
    ]);
    expect(told({ ["d".repeat(125)]: dates })[0]?.message).toMatch(/a column name has 1 to 128 characters/);
  });

  it("not at its limits", () => {
    const at = [...many(CATEGORY_LEVEL_COUNT_MAX - 1, (i) => `id ${i}`), "l".repeat(LABEL_LENGTH_MAX)];
    expect(faults(at)).toEqual([]);
  });

  it("where the levels of all columns are too much text", () => {
    // 99 characters and one more for each of 10,000 levels: two columns are at the limit.
    const column = many(CATEGORY_LEVEL_COUNT_MAX, (i) => `${i}`.padStart(99, "x"));
    expect(CATEGORY_TEXT_LENGTH_MAX).toBe(200 * CATEGORY_LEVEL_COUNT_MAX);
    coded({ a: column, b: column });
    const past = codeTable(tableOf({ a: column, b: column, c: many(column.length, () => "z") }), {});
    expect(past).toEqual({
      faults: [{ path: "X", message: "all levels have 2000002 characters; at most 2000000 are accepted" }],
    });
  });
});

describe("training warns", () => {
  const words = ["male", "male ", "female", "Male", "x", "female", "male"];
  it.each<[string, SentColumn, ColumnType | undefined, string[]]>([
    [
      "of names of rows",
      many(11, (i) => `id ${i}`),
      undefined,
      ["Texts all different: column a has another text in each row; such names tell nothing of new rows."],
    ],
    ["not of ten rows", many(10, (i) => `id ${i}`), undefined, []],
    [
      "of levels alike",
      words,
      undefined,
      [
        'Levels alike: column a has levels that differ by case, spaces or the coding of letters alone: "Male" and "male" and "male ".',
      ],
    ],
    [
      "of no value",
      [null, null],
      undefined,
      ["Empty column: column a has no value at all; nothing can be learned from it."],
    ],
    [
      "of text and numbers",
      ["a", 1, "b", "c"],
      undefined,
      ["Mixed values: column a has text beside other values; all are taken as text."],
    ],
    [
      "of an offset in some rows",
      ["2025-01-01T00:00", "2025-01-01T00:00Z"],
      undefined,
      [
        "Mixed offsets: of column a 1 of 2 times have an offset from universal time; all are taken as the clock on the wall shows them.",
      ],
    ],
    ["of nothing else", ["b", "a", null], undefined, []],
  ])("%s", (_, column, type, warnings) => {
    expect(coded({ a: column }, type === undefined ? {} : { a: type }).warnings).toEqual(warnings);
  });
});

describe("rows asked about", () => {
  const ask = (learned: SentColumn, column: SentColumn, type?: ColumnType) => {
    const { inputs } = coded({ a: learned }, type === undefined ? {} : { a: type });
    const read = codeAsked(readyInputs(inputs), [column]);
    return "faults" in read
      ? read.faults.map(({ path, message }) => `${path}: ${message}`)
      : [...read.values.map((each) => [...each]), ...read.warnings];
  };
  const gap = Number.NaN;
  const text = ["3", "4", "a", "True"];
  it.each<[string, SentColumn, ColumnType | undefined, SentColumn, unknown[]]>([
    ["numbers where text was learned", text, undefined, [3, 4, "a", null], [[0, 1, 3, gap]]],
    ["truths where their names were", text, undefined, [true, " "], [[2, gap]]],
    ["text where numbers told to be names were", numbers(3, 4), "category", ["3", " 4.0", null], [[0, 1, gap]]],
    ["names of truths, and 1 and 0", [true, false], undefined, ["True", "FALSE", 1, 0, "true"], [[1, 0, 1, 0, 1]]],
    ["text and truths where numbers were", numbers(3, 4), undefined, ["3", 4, true, null, ""], [[3, 4, 1, gap, gap]]],
    ["all missing", ["a", "b"], undefined, numbers(gap), [[gap]]],
    [
      "levels that were not there",
      ["a", "b"],
      undefined,
      ["a", "x", "y", "x", "z", "ä"],
      [
        [0, 2, 2, 2, 2, 2],
        'Unseen levels: column a has levels never seen in training ("x", "y", "z", …) in 5 rows, taken as other.',
      ],
    ],
    [
      "one of them",
      ["a", "b"],
      undefined,
      ["B"],
      [[2], 'Unseen levels: column a has levels never seen in training ("B") in 1 row, taken as other.'],
    ],
    ["any where there was none", [null, ""], "category", ["a"], [[gap]]],
    [
      "a word where numbers were",
      numbers(3, 4),
      undefined,
      ["3", "x"],
      ['X.a[1]: "x" is no number; the column is of numbers'],
    ],
    ["thousands where numbers were", numbers(3, 4), undefined, ["1,234"], [/may be 1.234/]],
    [
      "a number where dates were",
      ["2025-01-01", "2025-01-01"],
      undefined,
      numbers(1),
      [/^X.a\[0\]: 1 is not a time: .*; the column is of dates$/],
    ],
    [
      "years after the first day",
      ["2025-01-01", "2025-01-01"],
      undefined,
      ["2026-01-01", null, ""],
      [[365 / 365.2425, gap, gap]],
    ],
  ])("are read: %s", (_, learned, type, column, answer) => {
    const found = ask(learned, column, type);
    expect(found).toHaveLength(answer.length);
    answer.forEach((each, i) => {
      if (each instanceof RegExp) expect(found[i]).toMatch(each);
      else expect(found[i]).toEqual(each);
    });
  });

  it("tell which part of a date is new", () => {
    const learned = ["2025-01-01T00:00", "2025-02-01T00:00", "2025-02-02T00:00"];
    expect(ask(learned, ["2025-03-01T00:00"]).slice(-1)).toEqual([
      'Unseen levels: column a has a month never seen in training ("2025-03-01T00:00") in 1 row, taken as other.',
    ]);
  });
});
