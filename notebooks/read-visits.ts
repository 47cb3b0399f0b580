// The log that a notebook is about, checked as the service checks what is sent to it.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import process from "node:process";
import type { Session } from "../src/shop/feature/session.ts";
import { readLog } from "../src/shop/schema/session-log.ts";

/** What features are made of, with what else is known of a visit. */
export interface Visit extends Session {
  id: string;
  /** No feature. */
  durationMs: number;
  gender: "female" | "male" | null;
  visitor: string | null;
}

export interface Log {
  /** In the order of the file. */
  visits: Visit[];
  /** Of no known gender, in a file of their own; none where there is no such file. */
  otherVisits: Visit[];
  /** Lines that the service would refuse, and why. */
  rejected: string[];
  files: { name: string; bytes: number; sha256: string }[];
}

// Of the competition PAKDD 2015: line i of the second is the label of line i of the first.
const [DATA, LABELS, OTHER] = ["trainingData.csv", "trainingLabels.csv", "testData.csv"] as const;

/**
 * The folder that the variable LOG_FOLDER names holds either the files of PAKDD 2015, or one file *.csv in the shop's log format
 * (docs/sessions.md). An Error says what is missing.
 */
export function readVisits(folder = process.env.LOG_FOLDER): Log {
  if (folder === undefined) throw new Error("Cannot read the log: set the variable LOG_FOLDER to its folder");
  const names = readdirSync(folder).filter((name) => name.endsWith(".csv"));
  const isPakdd = names.includes(DATA);
  const used = isPakdd ? [DATA, LABELS, OTHER].filter((name) => existsSync(`${folder}/${name}`)) : names;
  if (isPakdd ? !used.includes(LABELS) : used.length !== 1) {
    const found = names.length > 0 ? names.join(", ") : "none";
    throw new Error(`Cannot read the log: ${DATA} and ${LABELS} are needed, or one *.csv; found: ${found}`);
  }
  const text = (name: string) => readFileSync(`${folder}/${name}`, "utf8");
  const rejected: string[] = [];
  const read = (log: string) => visitsOf(log, rejected);
  return {
    visits: read(isPakdd ? withLabels(text(DATA), text(LABELS)) : text(used[0] as string)),
    otherVisits: used.includes(OTHER) ? read(text(OTHER)) : [],
    rejected,
    files: used.map((name) => {
      const bytes = readFileSync(`${folder}/${name}`);
      return { name, bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
    }),
  };
}

function withLabels(log: string, labels: string): string {
  const ofLine = labels.split(/\r?\n/);
  return log
    .split(/\r?\n/)
    .map((line, i) => (line === "" ? line : `${line},${ofLine[i]}`))
    .join("\n");
}

function visitsOf(log: string, rejected: string[]): Visit[] {
  return [...readLog(log)].flatMap((sent) => {
    if ("message" in sent) {
      rejected.push(`line ${sent.line}: ${sent.message}`);
      return [];
    }
    const { session_id: id, start, end, views, gender, visitor } = sent.session;
    return [{ id, startMs: start.localMs, durationMs: end.ms - start.ms, views, gender, visitor }];
  });
}
