// Sessions of a shop to test with: made up, or real ones where they are beside this repository.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { uniform } from "./numbers.ts";

export interface SentSession {
  session_id: string;
  start: string;
  end: string;
  views: string[];
  gender?: "female" | "male";
}

const beside = fileURLToPath(new URL("../../../shared/data/pakdd2015", import.meta.url));

/** Where trainingData.csv and trainingLabels.csv of the PAKDD 2015 competition are; undefined where they are not. */
export const pakddFolder = existsSync(beside) ? beside : undefined;
if (pakddFolder === undefined) console.log("Skipped: the competition's sessions, which are not in this repository");

const GENDERS = ["female", "male"] as const;

/** Sessions of 1 to 12 views in a tree of 3 × 4 × 5 categories, the same for the same seed; every second has a gender. */
export function madeUpSessions(count: number, seed = 1): SentSession[] {
  const random = uniform(seed);
  const draw = (most: number) => 1 + Math.floor(most * random() ** 2);
  return Array.from({ length: count }, (_, i) => {
    const startMs = Date.UTC(2014, 10, 14) + Math.floor(random() * 30 * 86_400_000);
    const views = Array.from({ length: draw(12) }, () => {
      const [a, b, c] = [draw(3), draw(4), draw(5)];
      return `A${a}/B${a}${b}/C${a}${b}${c}/D${a}${b}${c}${draw(200)}/`;
    });
    return {
      session_id: `${seed}-${i}`,
      start: wallTime(startMs),
      end: wallTime(startMs + 1000 * draw(3000)),
      views,
      ...(i % 2 === 0 && { gender: GENDERS[i % 4 === 0 ? 0 : 1] as "female" | "male" }),
    };
  });
}

/** The competition's sessions with their labels, in the order of the file. */
export function readPakdd(folder: string): SentSession[] {
  const lines = (name: string) => readFileSync(`${folder}/${name}`, "utf8").trimEnd().split("\n");
  const labels = lines("trainingLabels.csv") as ("female" | "male")[];
  return lines("trainingData.csv").map((line, i) => {
    const [session_id = "", start = "", end = "", views = ""] = line.split(",");
    return { session_id, start, end, views: views.split(";"), gender: labels[i] as "female" | "male" };
  });
}

/** The shop's log of sessions. */
export function toLog(sessions: readonly SentSession[]): string {
  return sessions
    .map(({ session_id, start, end, views, gender }) => {
      const fields = [session_id, start, end, views.join(";"), ...(gender ? [gender] : [])];
      return `${fields.join(",")}\n`;
    })
    .join("");
}

/** "2014-11-14 00:02:14" */
function wallTime(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace("T", " ");
}
