// What is said of a file and its columns.
export const columns = {
  caption: "Columns of the file",
  file: "columns",
  column: "Column",
  foundAs: "Found as",
  foundAsOf: (column: string) => `What ${column} is taken for`,
  usedAs: "Used as",
  usedAsOf: (column: string) => `What ${column} is used as`,
  first: "First values",
  types: { number: "numbers", time: "times", category: "categories", boolean: "true or false", text: "text" },
  roles: { time: "time", target: "target", feature: "explains", weight: "weight", none: "left out" },
  read: (rows: string, columns: string) => `${rows} rows · ${columns} columns`,
  delimiters: { ",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars", " ": "blanks" } as Record<string, string>,
  every: (interval: string) => {
    const [, many = "", unit = ""] = /^(\d+)(\w+)$/.exec(interval) ?? [];
    const units: Record<string, string> = {
      min: "minute",
      h: "hour",
      d: "day",
      w: "week",
      mo: "month",
      q: "quarter",
      y: "year",
    };
    const name = units[unit] ?? unit;
    return many === "1" ? `every ${name}` : `every ${many} ${name}s`;
  },
  duplicates: "Rows of one time",
  oneOf: {
    "": "as they are",
    mean: "their mean",
    sum: "their sum",
    first: "the first",
    last: "the last",
  },
  missing: (count: string) => `${count} missing`,
  noValue: "no value: the model learns from the row all the same",
  noTarget: "no value to learn: leave the row out of the file, or the training is refused",
  leftOut: (cells: string, warnings: number, isForModel: boolean) =>
    [
      cells === "0"
        ? ""
        : `${cells === "1" ? "1 value is" : `${cells} values are`} ${isForModel ? "missing or cannot be read" : "left out"}`,
      warnings === 0 ? "" : warnings === 1 ? "1 remark" : `${warnings} remarks`,
    ]
      .filter(Boolean)
      .join(", "),
};
