// JSON texts of about a size that no field was made for: long arrays of wrong items, deep ones, keys without end, huge strings and numbers.

/** Answers a number from 0 to 1, less than 1. */
export type Chance = () => number;

export function pick<T>(chance: Chance, of: readonly T[]): T {
  return of[Math.floor(chance() * of.length)] as T;
}

/** So many times a text, as the items of an array. */
const items = (item: string, size: number) =>
  `[${`${item},`.repeat(Math.max(1, Math.floor(size / (item.length + 1)))).slice(0, -1)}]`;

/** So many keys with a value, all different unless `name` says otherwise. */
function keys(value: string, size: number, name: (i: number) => string = (i) => `k${i}`): string {
  const parts: string[] = [];
  for (let length = 2, i = 0; length < size || i === 0; i++) {
    const part = `${JSON.stringify(name(i))}:${value}`;
    parts.push(part);
    length += part.length + 1;
  }
  return `{${parts.join()}}`;
}

const ITEMS = [
  "0",
  '"a"',
  "null",
  "{}",
  "[]",
  "true",
  "[[]]",
  '{"a":1}',
  "1e400",
  "-0",
  '""',
  '"\\ud800"',
  '"__proto__"',
];

const SHAPES: ((chance: Chance, size: number) => string)[] = [
  (chance, size) => items(pick(chance, ITEMS), size),
  (chance, size) => items(items(pick(chance, ITEMS), 40), size),
  (chance, size) => items(items(pick(chance, ITEMS), size / 3), size),
  (_, size) => items(JSON.stringify("x".repeat(size / 3)), size),
  (_, size) => "[".repeat(size / 2) + "]".repeat(size / 2),
  (_, size) => `${'{"a":'.repeat(size / 6)}0${"}".repeat(size / 6)}`,
  (_, size) => JSON.stringify("x".repeat(size)),
  (_, size) => JSON.stringify("\u0000".repeat(size / 6)),
  (_, size) => JSON.stringify(";".repeat(size)),
  (_, size) => JSON.stringify("a/".repeat(size / 2)),
  (_, size) => JSON.stringify("😀".repeat(size / 4)),
  (_, size) => "9".repeat(size),
  (_, size) => `0.${"0".repeat(size)}1`,
  (chance, size) => keys(pick(chance, ITEMS), size),
  (chance, size) => keys(items("1", size / 4), size, (i) => pick(chance, ["a", "__proto__", "constructor"]) + (i % 3)),
  (chance, size) => keys(pick(chance, ITEMS), size, () => "same"),
  (_, size) => keys("1", size, () => "x".repeat(size / 3)),
  (_, size) => keys(items("1", 60), size),
  (_, size) => items("1.5", size),
  (_, size) => items(items("1.5", 30), size),
  (chance) =>
    pick(chance, ["null", "true", '""', "{}", "[]", "-1", "1e308", "1e-320", '"NaN"', "NaN", "Infinity", "nul"]),
];

/** The text of a value; most are JSON, some are nearly so. */
export function hostileValue(chance: Chance, size: number): string {
  return pick(chance, SHAPES)(chance, Math.floor(size));
}
