import { mistakes } from "./mutation.ts";

const FACTOR = ["test/engine/kernel/factor.test.ts", "test/engine/model/ridge/ridge.test.ts"];
const FOREST = ["test/engine/model/forest/forest.test.ts", "test/engine/model/forest/permutation-importance.test.ts"];

export const math = [
  ...mistakes("src/engine/kernel/factor.ts", FACTOR, [
    ["a weight is taken as its square", "const root = Math.sqrt(weight);", "const root = weight;"],
    ["a count is its root", "return (factor.r[0] as number) ** 2;", "return factor.r[0] as number;"],
    [
      "rounding of few rows stays",
      "if (rows.length < factor.size) clearRounding",
      "if (rows.length < 0) clearRounding",
    ],
    ["a fold is not left out", "...from.slice(i + 1, i + 2)", "...from.slice(i, i + 1)"],
    ["means are sums", ".map((value) => value / first)", ".map((value) => value * first)"],
  ]),
  ...mistakes(
    "src/engine/kernel/level-factor.ts",
    ["test/engine/kernel/level-factor.test.ts"],
    [
      [
        "rows without a level have the first",
        "if (level > 0) reduced[k * width + from + level]",
        "reduced[k * width + from + Math.max(1, level)]",
      ],
    ],
  ),
  ...mistakes(
    "src/engine/math/distribution.ts",
    ["test/engine/math/distribution.test.ts"],
    [["F has its degrees of freedom the wrong way round", "lower / 2, upper / 2", "upper / 2, lower / 2"]],
  ),
  ...mistakes(
    "src/engine/math/random.ts",
    ["test/engine/math/random.test.ts"],
    [["a shuffle leaves nothing in its place", "random() * (i + 1)", "random() * i"]],
  ),
  ...mistakes("src/engine/kernel/assembly/forest.ts", FOREST, [
    [
      "a leaf may have a row less",
      "if (leftRows < leafRowsMin) continue;",
      "if (leftRows < leafRowsMin - 1) continue;",
    ],
    [
      "a leaf on the right may have a row less",
      "if (rows - leftRows < leafRowsMin) break;",
      "if (rows - leftRows < leafRowsMin - 1) break;",
    ],
    ["a missing value goes with fewer rows", "<i32>(middle - start > right)", "<i32>(middle - start < right)"],
  ]),
  ...mistakes("src/engine/kernel/assembly/permute.ts", FOREST, [
    ["of equal shares the last class is told", "if (share <= most) continue;", "if (share < most) continue;"],
  ]),
  ...mistakes("src/engine/kernel/assembly/random.ts", FOREST, [
    ["a draw never takes the last", "below(size - i)", "below(size - i - 1)"],
  ]),
];
