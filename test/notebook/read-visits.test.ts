// Which folders a notebook reads, and what it says of others. It runs where cells do, in Deno.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it } from "vitest";
import { splitLines } from "../../notebooks/run/notebook.ts";
import { runCells } from "../../notebooks/run/run-cells.ts";

const root = mkdtempSync(join(tmpdir(), "edgefit-folders-"));
afterAll(() => rmSync(root, { recursive: true }));

const VISITS = [
  "u1,2014-11-14 00:02:14,2014-11-14 00:02:20,A1/B1/C1/D1/",
  "u2,2014-11-14 10:00:00,2014-11-14 09:00:00,A2/",
];
const FOLDERS: Record<string, Record<string, string>> = {
  competition: {
    "trainingData.csv": VISITS.join("\n"),
    "trainingLabels.csv": "female\nmale\n",
    "testData.csv": VISITS[0] as string,
  },
  shop: {
    "log.csv": `views,visitor,end,start,session_id\nA2/B3;A2,v7,2014-11-14 00:10,2014-11-14 00:00,u3\n`,
    "readme.txt": "",
  },
  unlabelled: { "trainingData.csv": VISITS.join("\n") },
  several: { "a.csv": "", "b.csv": "" },
  empty: {},
};
for (const [name, files] of Object.entries(FOLDERS)) {
  mkdirSync(join(root, name));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(root, name, file), text);
}

function read(folder: string) {
  const source = `import { readVisits } from "./read-visits.ts";\nconsole.log(JSON.stringify(readVisits()));`;
  const cell = {
    cell_type: "code",
    id: "read",
    source: splitLines(source),
    outputs: [],
    execution_count: null,
    metadata: {},
  } as const;
  const surroundings = {
    folder: fileURLToPath(new URL("../../notebooks", import.meta.url)),
    env: { LOG_FOLDER: join(root, folder) },
  };
  const [[output] = []] = runCells([cell as never], { ...surroundings, areTypesChecked: false });
  return JSON.parse(output?.output_type === "stream" ? output.text.join("") : "null");
}

it("reads the competition's files, line by line with their labels, and tells which lines cannot be used", () => {
  const { visits, otherVisits, rejected, files } = read("competition");
  const first = {
    id: "u1",
    startMs: Date.UTC(2014, 10, 14, 0, 2, 14),
    durationMs: 6_000,
    views: [["A1", "B1", "C1", "D1"]],
    visitor: null,
  };
  expect(visits).toEqual([{ ...first, gender: "female" }]);
  expect(otherVisits).toEqual([{ ...first, gender: null }]);
  expect(rejected).toEqual(["line 2: end: 2014-11-14 09:00:00 is before the start, 2014-11-14 10:00:00"]);
  // printf 'female\nmale\n' | sha256sum
  expect(files[1]).toEqual({
    name: "trainingLabels.csv",
    bytes: 12,
    sha256: "a3f9910841660f1b9f5f9f6f051fb294eee00fef4bc430abc6dd7f2c927d4ffb",
  });
});

it("reads a shop's log by its heading", () => {
  const { visits, otherVisits, rejected } = read("shop");
  expect(visits).toEqual([
    {
      id: "u3",
      startMs: Date.UTC(2014, 10, 14),
      durationMs: 600_000,
      views: [["A2", "B3"], ["A2"]],
      gender: null,
      visitor: "v7",
    },
  ]);
  expect([otherVisits, rejected]).toEqual([[], []]);
});

it.each([
  ["unlabelled", "found: trainingData.csv"],
  ["several", "found: a.csv, b.csv"],
  ["empty", "found: none"],
])("says what is missing in a folder that is %s", (folder, found) => {
  expect(() => read(folder)).toThrow(
    `Cannot read the log: trainingData.csv and trainingLabels.csv are needed, or one *.csv; ${found}`,
  );
});
