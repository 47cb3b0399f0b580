import { mistakes } from "./mutation.ts";

const LIMIT = ["test/platform/schema/limit.test.ts"];
const SPECIFICATION = ["test/norm/schema/specification.test.ts"];

const COLUMNS = ["test/registry/feature/code-table.test.ts"];

export const schema = [
  ...mistakes("src/platform/schema/read-table.ts", LIMIT, [
    [
      "rows of numbers have no limit of cells",
      "if (!hasAcceptedCells(rows.length, width, limit, fault)) return null;",
      "",
    ],
  ]),
  ...mistakes("src/platform/schema/read-table.ts", LIMIT, [
    ["the least size is refused", "size >= MAGNITUDE_MIN", "size > MAGNITUDE_MIN"],
  ]),
  ...mistakes("src/platform/schema/parse.ts", LIMIT, [
    [
      "more faults are told of than there are",
      "faults.length > FAULT_COUNT_MAX ?",
      "faults.length >= FAULT_COUNT_MAX ?",
    ],
  ]),
  ...mistakes(
    "src/platform/schema/time.ts",
    ["test/platform/schema/time.test.ts"],
    [
      ["2100 is a leap year", "(year % 100 !== 0 || year % 400 === 0)", "true"],
      ["an offset of 19 hours is one", "hours > 18", "hours > 19"],
      ["a time may come twice", "parsed.ms <= (ms[i - 1] as number)", "parsed.ms < (ms[i - 1] as number)"],
      ["a date is midnight", "isDate: text.length === 10", "isDate: false"],
      [
        "a fraction of a second is one of a minute",
        "Number(`0.${fraction || 0}`) * 1000",
        "Number(`0.${fraction || 0}`) * 60_000",
      ],
      [
        "minutes of an offset west go east",
        '(zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes)',
        '((zone.startsWith("-") ? -1 : 1) * hours * 60 + minutes)',
      ],
    ],
  ),
  ...mistakes(
    "src/registry/schema/labels.ts",
    ["test/registry/schema/labels.test.ts"],
    [
      ["numbers are in the order of their digits", "a < b ? -1 : a > b ? 1 : 0", "String(a) < String(b) ? -1 : 1"],
      [
        "as many classes as rows are taken",
        "if (classes.length === target.length)",
        "if (classes.length > target.length)",
      ],
      ["one class is enough", "if (classes.length === 1)", "if (classes.length === 0)"],
    ],
  ),
  ...mistakes(
    "src/shop/schema/csv.ts",
    ["test/shop/schema/csv.test.ts"],
    [
      ["doubled quotes stay doubled", ".replaceAll('\"\"', '\"')", ""],
      [
        "a line may be a character too long",
        "record.length > LOG_LINE_LENGTH_MAX",
        "record.length > LOG_LINE_LENGTH_MAX + 1",
      ],
    ],
  ),
  ...mistakes(
    "src/platform/text/repeated-names.ts",
    ["test/platform/text/repeated-names.test.ts"],
    [["a backslash that is escaped escapes", '(?:\\\\.[^"', '(?:\\\\+.[^"']],
  ),
  ...mistakes(
    "src/shop/schema/session-log.ts",
    ["test/shop/schema/session.test.ts"],
    [["short names are near each other", "given.length < 4 ? 0 : 2", "given.length < 4 ? 2 : 2"]],
  ),
  ...mistakes("src/norm/schema/norm-feature.ts", SPECIFICATION, [
    ["two knots may be one", "knot > (of[i - 1] as number)", "knot >= (of[i - 1] as number)"],
    ["a window of 0 rows is one", "export const Past = LookBack(1,", "export const Past = LookBack(0,"],
  ]),
  ...mistakes("src/norm/schema/check-specification.ts", SPECIFICATION, [
    ["a lag of 60min and of 1h are two", "`${parseDuration(back)} ms`", "back"],
    ["a candidate may be one twice", "if (seen.has(index))", "if (seen.has(-1))"],
    [
      "a column may have the name of a group",
      "columns.find((column) => groups.has(column))",
      "columns.find((column) => groups.has(`${column} `))",
    ],
  ]),
  ...mistakes("src/platform/schema/find-type.ts", COLUMNS, [
    ["a word among numbers makes a category", "misfits <= Math.max(1, MISFITS_MOST * present)", "misfits < 0"],
    [
      "codes are numbers",
      'if (numbers === present) return "number"',
      'if (numbers + rows.code === present) return "number"',
    ],
  ]),
  ...mistakes("src/platform/schema/text-number.ts", COLUMNS, [
    ["points and commas go together", 'form === "comma" && point !== undefined', 'form === "comma" && point === null'],
    ["a comma before three digits is decimal", "commas.every((text) => TWO_WAYS", "commas.every((text) => !TWO_WAYS"],
  ]),
  ...mistakes("src/registry/feature/category.ts", COLUMNS, [
    ["a level never seen is missing", "name === undefined ? levels.length", "name === undefined ? Number.NaN"],
  ]),
  ...mistakes("src/registry/feature/date-parts.ts", COLUMNS, [
    [
      "parts that never change are kept",
      'found.length < 2 && part !== "trend"',
      'found.length < 1 && part !== "trend"',
    ],
  ]),
];
