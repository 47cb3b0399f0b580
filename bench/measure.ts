// Timing, and the one table that `npm run bench` prints. Every figure stands beside a peer timed in the same run.
import { spawnSync } from "node:child_process";
import { printTable as printLines } from "../test/support/print-table.ts";

export interface Row {
  what: string;
  ours: string;
  peer: string;
  /** Ours over the peer's, or the peer's over ours: `bar` says which way is good. */
  ratio?: number;
  bar?: { atMost: number } | { atLeast: number };
}

/** Some rows that are measured together, and what they are asked for by. */
export interface Bench {
  name: string;
  run(): Row[] | Promise<Row[]>;
}

export function median(values: number[]): number {
  return quantile(values, 0.5);
}

export function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number;
}

/** Median milliseconds of several functions, taken in turns so that a slow moment hits all of them. */
export function timeInTurns(rounds: number, ...functions: (() => unknown)[]): number[] {
  for (const run of functions) run();
  const times = functions.map(() => [] as number[]);
  for (let round = 0; round < rounds; round++) {
    functions.forEach((run, i) => {
      const start = performance.now();
      run();
      times[i]?.push(performance.now() - start);
    });
  }
  return times.map(median);
}

/** What a Python program prints as JSON; undefined where Python or a module it needs is not installed. */
export function python<T>(program: string, environment: Record<string, string> = {}): T | undefined {
  // Debian's Python first: another one on the path seldom has its modules.
  for (const command of ["/usr/bin/python3", "python3"]) {
    const { status, stdout } = spawnSync(command, ["-c", program], {
      encoding: "utf8",
      env: { ...process.env, ...environment },
    });
    if (status === 0) return JSON.parse(stdout) as T;
  }
  return undefined;
}

export function printTable(rows: Row[]): void {
  printLines(["what", "ours", "peer", "ratio", "bar", ""], rows.map(cellsOf));
}

/** One row as it comes, in lines of its own. */
export function printRow(row: Row): void {
  const [what = "", ...others] = cellsOf(row);
  console.log(`  ${what}\n    ${others.filter((cell) => cell !== "").join("  |  ")}`);
}

function cellsOf({ what, ours, peer, ratio, bar }: Row): string[] {
  return [
    what,
    ours,
    peer,
    ratio === undefined ? "" : `${ratio.toFixed(2)}×`,
    bar === undefined ? "" : "atMost" in bar ? `≤ ${bar.atMost}×` : `≥ ${bar.atLeast}×`,
    ratio === undefined || bar === undefined ? "" : isMet(ratio, bar) ? "met" : "MISSED",
  ];
}

function isMet(ratio: number, bar: NonNullable<Row["bar"]>): boolean {
  return "atMost" in bar ? ratio <= bar.atMost : ratio >= bar.atLeast;
}
