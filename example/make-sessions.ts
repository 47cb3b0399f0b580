// A shop's log that is made up, so that everything about sessions runs without anybody's data: visitors of a known gender, each with a few
// visits in the order of time, one visitor after the other. What a visit looks at depends on the gender alone, by the shares below.
//
//     node example/make-sessions.ts [visitors] [seed] > log.csv
import { fileURLToPath } from "node:url";
import { uniform } from "../src/engine/math/random.ts";

/** Of the views of each gender, the share in each widest category. */
export const SHARES = {
  female: { A1: 0.5, A2: 0.2, A3: 0.2, A4: 0.1 },
  male: { A1: 0.2, A2: 0.45, A3: 0.2, A4: 0.15 },
} as const;

const MALE_SHARE = 0.25;
const VISITS_MOST = 6;
const VIEWS_MOST = 8;
const DAY_MS = 86_400_000;

/** Lines of the log, `id,start,end,view;view;…,gender`; the same for the same seed. */
export function makeSessions(visitorCount: number, seed: number): string[] {
  const random = uniform(seed);
  const below = (most: number) => Math.floor(most * random());
  const lines: string[] = [];
  for (let visitor = 0; visitor < visitorCount; visitor++) {
    const gender = random() < MALE_SHARE ? "male" : "female";
    let startMs = Date.UTC(2026, 0, 1) + below(20) * DAY_MS;
    for (let visit = 1 + below(VISITS_MOST); visit > 0; visit--) {
      startMs += 3_600_000 + below(2 * DAY_MS);
      const views = Array.from({ length: 1 + below(VIEWS_MOST) }, () => {
        const category = draw(SHARES[gender], random());
        return `${category}/${category}-B${below(4)}/C${below(30)}/D${below(5_000)}`;
      });
      const id = `v${visitor}-${visit}`;
      lines.push([id, wallTime(startMs), wallTime(startMs + 30_000 * views.length), views.join(";"), gender].join());
    }
  }
  return lines;
}

function draw(shares: Record<string, number>, chance: number): string {
  let left = chance;
  for (const [name, share] of Object.entries(shares)) {
    left -= share;
    if (left < 0) return name;
  }
  return Object.keys(shares).at(-1) as string;
}

/** "2026-01-01 00:02:14" */
function wallTime(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace("T", " ");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [visitors = 1_000, seed = 1] = process.argv.slice(2).map(Number);
  console.log(makeSessions(visitors, seed).join("\n"));
}
