// Visits as they were after their first views, for the report: how sure is the model of a visit that goes on? They are not learned from, for
// that made no model better. What is kept of them beside a table holds no names but those of its vocabulary.
import { DAY_MS } from "../../engine/time/duration.ts";
import { assert, NotYet } from "../../error.ts";
import type { KeyValueStore } from "../../platform/store/key-value.ts";
import type { Session, Vocabulary } from "../feature/session.ts";

/** After so many views. */
export const VIEWS_ASKED = [1, 2, 4, 8] as const;
const VIEWS_MOST = Math.max(...VIEWS_ASKED);

// Of a fifth of them, the beginnings make a table of 10,000 rows at most.
const SESSIONS_MOST = 15_000;

/**
 * The first views of a session: when in the week it began, and per view and level the place of its name in the vocabulary, −1 for one that is
 * not in it.
 */
type Kept = [row: number, startMs: number, viewCount: number, views: number[][]];

const WEEK_MS = 7 * DAY_MS;

/** What is kept of a log: every `step`th of its sessions, those of one view by their number alone. */
export interface Beginnings extends Vocabulary {
  step: number;
  sessions: Kept[];
}

/** What a session was after so many views, when more were to come. */
export interface Begun {
  row: number;
  viewCount: number;
  session: Session;
}

export function beginningsOf(sessions: readonly Session[], { categories }: Vocabulary): Beginnings {
  const step = Math.ceil(sessions.length / SESSIONS_MOST);
  const places = categories.map((names) => new Map(names.map((name, place) => [name, place])));
  const kept: Kept[] = [];
  for (let row = 0; row < sessions.length; row += step) {
    const { startMs, views } = sessions[row] as Session;
    if (views.length < 2) continue;
    const first = views
      .slice(0, VIEWS_MOST)
      .map((view) => places.map((of, level) => of.get(view[level] as string) ?? -1));
    kept.push([row, startMs % WEEK_MS, views.length, first]);
  }
  return { categories, step, sessions: kept };
}

export async function putBeginnings(store: KeyValueStore, dataKey: string, beginnings: Beginnings): Promise<void> {
  await store.put(keyOf(dataKey), JSON.stringify(beginnings));
}

/** `dataKey`: of the data that they were put beside. */
export async function readBeginnings(store: KeyValueStore, dataKey: string): Promise<Beginnings> {
  const text = await store.get(keyOf(dataKey));
  if (text === null) throw new NotYet(`Beginnings of ${dataKey}`);
  return JSON.parse(text) as Beginnings;
}

/** All beginnings of some rows. */
export function begunIn(beginnings: Beginnings, isAsked: (row: number) => boolean): Begun[] {
  return beginnings.sessions
    .filter(([row]) => isAsked(row))
    .flatMap(([row, startMs, count, places]) => {
      const views = places.map((view) => view.map((place, level) => nameAt(beginnings, level, place)));
      return VIEWS_ASKED.filter((viewCount) => viewCount < count).map((viewCount) => {
        return { row, viewCount, session: { startMs, views: views.slice(0, viewCount) } };
      });
    });
}

/** How many views each session has of which beginnings were kept; of those that are not among them, one. */
export function viewCountsOf({ sessions }: Beginnings): Map<number, number> {
  return new Map(sessions.map(([row, , viewCount]) => [row, viewCount]));
}

// No view has this name, for it has a slash: what is not in the vocabulary stays so.
const UNKNOWN = "/";

function nameAt({ categories }: Vocabulary, level: number, place: number): string {
  if (place < 0) return UNKNOWN;
  const name = categories[level]?.[place];
  assert(name !== undefined, "a beginning has a name that its vocabulary lacks");
  return name;
}

function keyOf(dataKey: string): string {
  return `${dataKey}/beginnings`;
}
