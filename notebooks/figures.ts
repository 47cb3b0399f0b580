// How figures are told, and how values are counted.

// No line breaks inside a figure.
const BLANK = "\u00a0";

/** 0.2198 → "22.0 %" */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)}${BLANK}%`;
}

/** −0.0034 → "−0.003", 0.0012 → "+0.001", 0.0001 → "0.000" */
export function signed(value: number, decimals = 3): string {
  const text = Math.abs(value).toFixed(decimals);
  if (Number(text) === 0) return text;
  return `${value < 0 ? "−" : "+"}${text}`;
}

/** "0.773 ± 0.026" */
export function plusMinus(told: string, more: number): string {
  return [told, "±", more.toFixed(3)].join(BLANK);
}

/** "3 kB" */
export function withUnit(figure: string, unit: string): string {
  return figure + BLANK + unit;
}

/** 12345 → "12,345" */
export function whole(count: number): string {
  return Math.round(count).toLocaleString("en");
}

/** "2014-11-14", of what the clock on the wall showed. */
export function day(localMs: number): string {
  return new Date(localMs).toISOString().slice(0, 10);
}

export function sum(values: Iterable<number>): number {
  return Iterator.from(values).reduce((total, value) => total + value, 0);
}

/** The value below which half of them are. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] as number) + (sorted[Math.floor(middle)] as number)) / 2;
}

/** The items by their key, in ascending order of the keys. */
export function groupBy<Item>(items: readonly Item[], key: (item: Item) => number): [key: number, items: Item[]][] {
  return [...Map.groupBy(items, key)].sort(([a], [b]) => a - b);
}
