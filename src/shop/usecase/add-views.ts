// Views of a visit that goes on. What is delivered twice counts once: under the views' own ids, or under the delivery's key.
import { show } from "../../engine/parameter/show.ts";
import { AppError, type Fault } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { VIEW_COUNT_MAX } from "../../platform/schema/limit.ts";
import { parseTime } from "../../platform/schema/time.ts";
import type { GrownSession } from "../schema/session-answer.ts";
import type { ViewsRequest } from "../schema/views-request.ts";
import { type Delivery, growSession } from "../store/growing-sessions.ts";
import type { SessionRow } from "../store/sessions.ts";

/** Makes the visit where there is none. `key`: of the delivery; without it, what has no id of its own counts each time. */
export async function addViews(
  context: Context,
  id: string,
  request: ViewsRequest,
  key: string | undefined,
): Promise<GrownSession> {
  const { views, gender, visitor } = request;
  requireOneClock(request);
  requireOrder(request);
  const times = views.flatMap(({ at }) => at ?? []);
  const told = [request.start, ...times, request.end];
  const start = furthest(told.slice(0, -1), (a, b) => a.ms < b.ms);
  const end = furthest(told, (a, b) => a.ms > b.ms);
  const deliveries = await deliveriesOf(views, key);
  const { before, known, session } = await growSession(
    context.database,
    { id, deliveries, start, end, gender, visitor },
    { viewCountMax: VIEW_COUNT_MAX, nowMs: context.nowMs() },
  );
  if (session === undefined)
    throw refused("start", `missing; session ${show(id)} is not stored, and no view says when it was looked at`);
  const contents = new Map(known.map(({ name, content }) => [name, content]));
  const fresh = countOf(deliveries.filter(({ name }) => !contents.has(name)));
  const added = session.viewCount - (before?.viewCount ?? 0);
  if (added < fresh || deliveries.some(({ name, content }) => contents.has(name) && contents.get(name) !== content))
    throw whyRefused(session, { deliveries, contents, time: start ?? end, fresh });
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

function whyRefused(
  { id, start: stored, viewCount }: SessionRow,
  of: { deliveries: Delivery[]; contents: Map<string, string | null>; time: Moment | null; fresh: number },
): AppError {
  const { deliveries, contents, time, fresh } = of;
  if (deliveries.some(({ name, content }) => contents.has(name) && contents.get(name) !== content)) {
    const told = `other views were delivered to session ${show(id)} under this key; choose another one`;
    return new AppError("conflict", `Cannot add views: Idempotency-Key: ${told}`, [
      { path: "Idempotency-Key", message: told },
    ]);
  }
  const moment = parseTime(stored);
  if (time !== null && typeof moment !== "string" && moment.hasOffset !== time.hasOffset) {
    const [has, other] = time.hasOffset ? ["has an", "has none"] : ["has no", "has one"];
    return refused(
      "start",
      `${time.text} ${has} offset from universal time, the start of the session, ${stored}, ${other}`,
    );
  }
  return refused(
    "views",
    `${fresh} more are too many: session ${show(id)} has ${viewCount} of at most ${VIEW_COUNT_MAX} views`,
  );
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
    if (delivery.name.startsWith("key:")) delivery.content = await hashOf(JSON.stringify(delivery.views));
  return deliveries;
}

async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return new Uint8Array(digest).toHex();
}

function countOf(deliveries: readonly Delivery[]): number {
  return deliveries.reduce((sum, { views }) => sum + views.length, 0);
}

function furthest(times: readonly (Moment | null)[], isFurther: (a: Moment, b: Moment) => boolean): Moment | null {
  return times.reduce((far, time) => (far === null || (time !== null && isFurther(time, far)) ? time : far), null);
}

/** What is told of one visit has an order of its own. */
function requireOrder({ views, start, end }: ViewsRequest): void {
  if (start === null) return;
  const early = views.findIndex(({ at }) => at !== null && at.ms < start.ms);
  if (early >= 0) throw refused(`views[${early}].at`, `${views[early]?.at?.text} is before the start, ${start.text}`);
  if (end !== null && end.ms < start.ms) throw refused("end", `${end.text} is before the start, ${start.text}`);
}

/** Times with an offset and times without are of different clocks. */
function requireOneClock({ views, start, end }: ViewsRequest): void {
  const all = [
    { path: "start", time: start },
    ...views.map(({ at }, i) => ({ path: `views[${i}].at`, time: at })),
    { path: "end", time: end },
  ].flatMap(({ path, time }) => (time === null ? [] : [{ path, time }]));
  const odd = all.find(({ time }) => time.hasOffset !== all[0]?.time.hasOffset);
  if (odd === undefined) return;
  const [has, first] = odd.time.hasOffset ? ["has an", "none"] : ["has no", "one"];
  throw refused(
    odd.path,
    `${odd.time.text} ${has} offset from universal time, ${all[0]?.path} has ${first}; all or none have`,
  );
}

function refused(path: string, message: string): AppError {
  const faults: Fault[] = [{ path, message }];
  return new AppError("invalid", `Cannot add views: ${path}: ${message}`, faults);
}
