// The sessions that a gender model learns from, page by page, with what they are refused for: of many pages first what their numbers tell.
import { AppError } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { DIFFERENT_VIEW_COUNT_MAX, LABELLED_VIEW_COUNT_MAX, ROW_COUNT_MAX } from "../../platform/schema/limit.ts";
import type { Session, View } from "../feature/session.ts";
import { countSupports, type Supports } from "../feature/session-vocabulary.ts";
import { countLabelled, readSessions, VIEWS_READ_MAX } from "../store/sessions.ts";

// Each side of cross-validation needs both genders, in blocks of its own.
const SESSIONS_LEAST = 20;
// As many as are learned from are twenty pages, of the fifty statements that D1's free plan gives a request; others are answered between pages.
const PAGE_SESSIONS = 5_000;

// To read a session and to make its row of the table, on one core.
const SESSION_SECONDS = 6e-5;

export interface Labelled {
  sessions: Session[];
  genders: string[];
  visitors: (string | null)[];
  supports: Supports;
  /** Of so many pages they were read. */
  pageCount: number;
}

export async function readLabelled(context: Context): Promise<Labelled> {
  const labelled: Labelled = { sessions: [], genders: [], visitors: [], supports: [], pageCount: 0 };
  const different = new Map<string, View>();
  // Counted where a page may already be too much.
  if (!context.cpu.has(SESSION_SECONDS * PAGE_SESSIONS)) {
    const { sessions } = await countLabelled(context.database);
    context.cpu.spend(SESSION_SECONDS * sessions, `to learn from ${sessions} sessions`);
  }
  let viewCount = 0;
  for (let after = 0; ; ) {
    const page = await readSessions(context.database, { after, limit: PAGE_SESSIONS, labelled: true });
    const last = page.at(-1);
    if (last === undefined) break;
    labelled.pageCount++;
    after = last.sequence;
    const before = viewCount;
    const first = labelled.sessions.length;
    for (const { startMs, views, gender, visitor } of page) {
      labelled.sessions.push({ startMs, views: views.map((view) => onceOf(different, view)) });
      labelled.genders.push(gender as string);
      labelled.visitors.push(visitor);
      viewCount += views.length;
    }
    countSupports(labelled.supports, labelled.sessions.slice(first));
    // Some may have come meanwhile.
    refuseMany(labelled.sessions.length, viewCount, different.size);
    if (page.length < PAGE_SESSIONS && viewCount - before < VIEWS_READ_MAX) break;
    if (labelled.pageCount === 1) await refuseByCount(context);
    await context.sleep(0);
  }
  refuseFew(labelled.sessions.length, labelled.genders.filter((gender) => gender === "male").length);
  return labelled;
}

/** Of many pages all need not be read to tell that they are too many, or of one gender. */
async function refuseByCount({ database }: Context): Promise<void> {
  const stored = await countLabelled(database);
  refuseMany(stored.sessions, stored.views);
  refuseFew(stored.sessions, stored.males);
}

function refuseMany(sessionCount: number, viewCount: number, differentCount = 0): void {
  const found = [
    [sessionCount, ROW_COUNT_MAX, "sessions have a gender"],
    [viewCount, LABELLED_VIEW_COUNT_MAX, "views are of sessions that have a gender"],
    [differentCount, DIFFERENT_VIEW_COUNT_MAX, "different views are of sessions that have a gender"],
  ] as const;
  for (const [count, most, what] of found)
    if (count > most) throw new AppError("too_large", `Cannot train: more than ${most} ${what}; delete the oldest`);
}

function refuseFew(sessionCount: number, males: number): void {
  if (sessionCount < SESSIONS_LEAST)
    throw tooFew(`${sessionCount} sessions have a gender; ${SESSIONS_LEAST} are needed`);
  if (males === 0 || males === sessionCount)
    throw tooFew(
      `all ${sessionCount} labelled sessions are ${males === 0 ? "female" : "male"}; both genders are needed`,
    );
}

export function tooFew(reason: string): AppError {
  return new AppError(
    "invalid",
    `Cannot train the gender model: ${reason}; POST /sessions stores sessions with their gender`,
  );
}

/** The same view as before where it was seen before, so that its names are in memory once. */
function onceOf(different: Map<string, View>, view: View): View {
  const path = view.join("/");
  const known = different.get(path);
  if (known !== undefined) return known;
  different.set(path, view);
  return view;
}
