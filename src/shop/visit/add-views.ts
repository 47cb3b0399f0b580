// Views of a visit that goes on. What is delivered twice counts once: under the views' own ids, or under the delivery's key.
import { show } from "../../engine/parameter/show.ts";
import { AppError } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { VIEW_COUNT_MAX } from "../../platform/schema/limit.ts";
import { parseTime } from "../../platform/schema/time.ts";
import { sha256 } from "../../platform/store/sha-256.ts";
import type { GrownSession } from "../schema/session-answer.ts";
import type { ViewsRequest } from "../schema/views-request.ts";
import { type Delivery, type Grown, growSession } from "../store/growing-sessions.ts";
import type { SessionRow } from "../store/sessions.ts";

/** Makes the visit where there is none. `key`: of the delivery; without it, what has no id of its own counts each time. */
export async function addViews(
  context: Context,
  id: string,
  request: ViewsRequest,
  key: string | undefined,
): Promise<GrownSession> {
  const { views, gender, visitor } = request;
  const times = timesOf(request);
  refuseTwoClocks(times);
  refuseEarly(request.start, times);
  // An end alone does not say when a visit began.
  const begun = times.filter(({ path }) => path !== "end");
  const start = furthest(begun, (a, b) => a.ms < b.ms);
  const end = furthest(times, (a, b) => a.ms > b.ms);
  const deliveries = await deliveriesOf(views, key);
  const { before, known, session } = await growSession(
    context.database,
    { id, deliveries, start, end, gender, visitor },
    { viewCountMax: VIEW_COUNT_MAX, nowMs: context.nowMs() },
  );
  if (session === undefined)
    throw refused("start", `missing; session ${show(id)} is not stored, and no view says when it was looked at`);
  const added = session.viewCount - (before?.viewCount ?? 0);
  refuseUnwelcome(session, { deliveries, known, added, first: times[0] });
  return {
    session_id: id,
    created: before === undefined,
    added,
    repeated: views.length - added,
    start: session.start,
    end: session.end,
    view_count: session.viewCount,
  };
}

/** Why nothing was added, and nothing changed, where that is so. */
function refuseUnwelcome(
  { id, start, viewCount }: SessionRow,
  of: { deliveries: Delivery[]; known: Grown["known"]; added: number; first: Told | undefined },
): void {
  const { deliveries, known, added, first } = of;
  const contents = new Map(known.map(({ name, content }) => [name, content]));
  if (deliveries.some(({ name, content }) => contents.has(name) && contents.get(name) !== content)) {
    const message = `other views were delivered to session ${show(id)} under this key; choose another one`;
    const faults = [{ path: "Idempotency-Key", message }];
    throw new AppError("conflict", `Cannot add views: Idempotency-Key: ${message}`, faults);
  }
  const stored = parseTime(start);
  if (first !== undefined && typeof stored !== "string" && stored.hasOffset !== first.time.hasOffset)
    throw refused(first.path, otherClock(first, `the start of the session, ${start},`));
  const fresh = countOf(deliveries.filter(({ name }) => !contents.has(name)));
  if (added < fresh) {
    const told = `session ${show(id)} has ${viewCount} of at most ${VIEW_COUNT_MAX} views`;
    throw refused("views", `${fresh} more are too many: ${told}`);
  }
}

type Sent = ViewsRequest["views"];
type Moment = NonNullable<Sent[number]["at"]>;

/**
 * Each view with an id is a delivery of its own. Views without, as many as stand together, are one: the first, second … under the key, or one
 * without a name.
 */
async function deliveriesOf(views: Sent, key: string | undefined): Promise<Delivery[]> {
  const deliveries: Delivery[] = [];
  const known = new Set<string>();
  let keyed = 0;
  let open: Delivery | null = null;
  for (const { path, id } of views) {
    if (id === null) {
      if (open === null) {
        open = { name: key === undefined ? "" : `key:${keyed++}:${key}`, content: null, views: [] };
        deliveries.push(open);
      }
      open.views.push(path);
      continue;
    }
    open = null;
    if (known.has(id)) continue;
    known.add(id);
    deliveries.push({ name: `id:${id}`, content: null, views: [path] });
  }
  for (const delivery of deliveries)
    if (delivery.name.startsWith("key:"))
      delivery.content = (await sha256(new TextEncoder().encode(JSON.stringify(delivery.views)))).toHex();
  return deliveries;
}

function countOf(deliveries: readonly Delivery[]): number {
  return deliveries.reduce((sum, { views }) => sum + views.length, 0);
}

/** A time of a body, and where it stands there. */
interface Told {
  path: string;
  time: Moment;
}

function timesOf({ views, start, end }: ViewsRequest): Told[] {
  return [
    { path: "start", time: start },
    ...views.map(({ at }, i) => ({ path: `views[${i}].at`, time: at })),
    { path: "end", time: end },
  ].flatMap(({ path, time }) => (time === null ? [] : [{ path, time }]));
}

function furthest(times: readonly Told[], isFurther: (a: Moment, b: Moment) => boolean): Moment | null {
  const all = times.map(({ time }) => time);
  return all.reduce<Moment | null>((far, time) => (far === null || isFurther(time, far) ? time : far), null);
}

/** What is told beside a start is not before it. */
function refuseEarly(start: Moment | null, times: readonly Told[]): void {
  if (start === null) return;
  const early = times.find(({ time }) => time.ms < start.ms);
  if (early !== undefined) throw refused(early.path, `${early.time.text} is before the start, ${start.text}`);
}

/** Times with an offset and times without are of different clocks. */
function refuseTwoClocks(times: readonly Told[]): void {
  const odd = times.find(({ time }) => time.hasOffset !== times[0]?.time.hasOffset);
  if (odd !== undefined) throw refused(odd.path, otherClock(odd, `${times[0]?.path}`));
}

function otherClock({ time }: Told, beside: string): string {
  const [has, other] = time.hasOffset ? ["an", "none"] : ["no", "one"];
  return `${time.text} has ${has} offset from universal time, ${beside} has ${other}; all or none have`;
}

function refused(path: string, message: string): AppError {
  return new AppError("invalid", `Cannot add views: ${path}: ${message}`, [{ path, message }]);
}
