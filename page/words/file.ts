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
  missing: (count: string) => `${count} missing`,
  leftOut: (cells: string, warnings: number) =>
    [
      cells === "0" ? "" : `${cells} values are left out`,
      warnings === 0 ? "" : warnings === 1 ? "1 remark" : `${warnings} remarks`,
    ]
      .filter(Boolean)
      .join(", "),
};
