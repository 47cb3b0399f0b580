// Views of a visit that goes on. What is delivered twice counts once: under the views' own ids, or under the delivery's key.
import { show } from "../../engine/parameter/show.ts";
import { AppError, type Fault } from "../../error.ts";
import type { Context } from "../../platform/context/context.ts";
import { VIEW_COUNT_MAX } from "../../platform/schema/limit.ts";
import type { GrownSession } from "../schema/session-answer.ts";
import type { ViewsRequest } from "../schema/views-request.ts";
import { type Delivery, growSession } from "../store/growing-sessions.ts";

/** Makes the visit where there is none. `key`: of the delivery; without it, what has no id of its own counts each time. */
export async function addViews(
  context: Context,
  id: string,
  request: ViewsRequest,
  key: string | undefined,
): Promise<GrownSession> {
  const { views, gender, visitor } = request;
  const times = views.flatMap(({ at }) => at ?? []);
  const start = request.start ?? earliest(times);
  const end = latest([...times, ...(request.end === null ? [] : [request.end])]);
  requireOneClock(request);
  if (start !== null && end !== null && end.ms < start.ms)
    throw refused("end", `${end.text} is before the start, ${start.text}`);
  const deliveries = deliveriesOf(views, key ?? context.newId());
  const { wasThere, knownBefore, knownNow, session } = await growSession(
    context.database,
    { id, deliveries, start, end, gender, visitor },
    { viewCountMax: VIEW_COUNT_MAX, nowMs: context.nowMs() },
  );
  if (session === undefined)
    throw refused("start", `missing; session ${show(id)} is not stored, and no view says when it was looked at`);
  const fresh = deliveries.filter(({ name }) => !knownBefore.has(name));
  const added = fresh.filter(({ name }) => knownNow.has(name));
  if (added.length < fresh.length)
    throw refused(
      "views",
      `${countOf(fresh)} more are too many: session ${show(id)} has ${session.viewCount} of at most ${VIEW_COUNT_MAX} views`,
    );
  return {
    session_id: id,
    created: !wasThere,
    added: countOf(added),
    repeated: views.length - countOf(added),
    start: session.start,
    end: session.end,
    view_count: session.viewCount,
  };
}

type Sent = ViewsRequest["views"];
type Moment = NonNullable<Sent[number]["at"]>;

/** Each view with an id is a delivery of its own; views without, as many as stand together, are one under the key. */
function deliveriesOf(views: Sent, key: string): Delivery[] {
  const deliveries = new Map<string, Delivery>();
  let open: Delivery | null = null;
  for (const [i, { path, id }] of views.entries()) {
    if (id !== null) {
      open = null;
      const name = `id:${id}`;
      if (!deliveries.has(name)) deliveries.set(name, { name, views: [path] });
      continue;
    }
    if (open !== null) open.views.push(path);
    else open = { name: `key:${i}:${key}`, views: [path] };
    deliveries.set(open.name, open);
  }
  return [...deliveries.values()];
}

function countOf(deliveries: readonly Delivery[]): number {
  return deliveries.reduce((sum, { views }) => sum + views.length, 0);
}

function earliest(times: readonly Moment[]): Moment | null {
  return times.reduce<Moment | null>((first, time) => (first === null || time.ms < first.ms ? time : first), null);
}

function latest(times: readonly Moment[]): Moment | null {
  return times.reduce<Moment | null>((last, time) => (last === null || time.ms > last.ms ? time : last), null);
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
