import { mistakes } from "./mutation.ts";

const FACTOR = ["test/engine/kernel/factor.test.ts", "test/engine/model/ridge/ridge.test.ts"];
const FOREST = [
  "test/engine/model/forest/forest.test.ts",
  "test/engine/model/forest/permutation-importance.test.ts",
  "test/engine/model/forest/levels.test.ts",
];

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
    ["a missing value goes with fewer rows", "isDrawn ? middle - start > right", "isDrawn ? middle - start < right"],
    ["a level never seen goes with the lighter side", "return more > 0;", "return more < 0;"],
    [
      "levels of the heavier side are listed",
      "if (isLeft != isHeavier && !isMissing)",
      "if (isLeft == isHeavier && !isMissing)",
    ],
    ["missing values are forgotten in order", "  move(MISSING_PLACE, MISSING_PLACE);\n", ""],
  ]),
  ...mistakes("src/engine/kernel/assembly/order-levels.ts", FOREST, [
    ["levels are in no order", "keyOf(from, left) <= keyOf(from, right)", "left >= 0"],
    ["of three classes levels keep their place", "    setNormed(vector, next, classCount);\n", "    return;\n"],
  ]),
  ...mistakes("src/engine/kernel/assembly/level-set.ts", FOREST, [
    ["a level is looked for in the group before", ">> 16 < level >> 4) from", ">> 16 <= level >> 4) from"],
    ["a level far away is one of the first", "if (!(value >= 0 && value < 65536)) return false;", ""],
  ]),
  ...mistakes("src/engine/kernel/assembly/permute.ts", FOREST, [
    ["of equal shares the last class is told", "if (share <= most) continue;", "if (share < most) continue;"],
  ]),
  ...mistakes("src/engine/kernel/assembly/random.ts", FOREST, [
    ["a draw never takes the last", "below(size - i)", "below(size - i - 1)"],
  ]),
];
