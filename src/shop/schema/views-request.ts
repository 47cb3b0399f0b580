// What is sent to add views to a visit while it goes on.
import * as v from "valibot";
import { list } from "../../engine/parameter/bounded.ts";
import { exactObject } from "../../engine/parameter/exact-object.ts";
import { VIEW_COUNT_MAX } from "../../platform/schema/limit.ts";
import { handWritten } from "../../platform/schema/table.ts";
import { Gender, Identifier, Time, View, VisitorId } from "./session.ts";

const ViewWithTime = exactObject({
  path: View,
  at: v.optional(v.nullable(Time), null),
  id: v.optional(v.nullable(Identifier("view")), null),
});

/** A path alone, or with when it was looked at and a name of its own. */
const SentView = v.pipe(
  v.lazy((input) => (typeof input === "object" && input !== null ? ViewWithTime : View)),
  v.transform((sent) => (Array.isArray(sent) ? { path: sent as string[], at: null, id: null } : sent)),
);
handWritten.set(SentView.pipe[0], {
  description:
    'A path such as "A00002/B00003", or an object of it with `at`, when it was looked at, and `id`, under which it counts once however often ' +
    "it is delivered.",
  anyOf: [
    { type: "string" },
    {
      type: "object",
      properties: { path: { type: "string" }, at: { type: ["string", "null"] }, id: { type: ["string", "null"] } },
      required: ["path"],
      additionalProperties: false,
    },
  ],
  examples: ["A00002/B00003", { path: "A00002/B00003", at: "2014-11-14 00:02:14", id: "7" }],
});

export const ViewsRequest = exactObject({
  views: list(SentView, { of: "views", least: 1, most: VIEW_COUNT_MAX }),
  start: v.optional(
    v.pipe(
      v.nullable(Time),
      v.description(
        "When the visit began: needed once, unless a view says when it was looked at. The earliest time that is delivered counts.",
      ),
    ),
    null,
  ),
  end: v.optional(
    v.pipe(
      v.nullable(Time),
      v.description("When it ended. The latest time that is delivered counts, so it may be left out."),
    ),
    null,
  ),
  gender: v.optional(v.nullable(Gender), null),
  visitor: v.optional(v.nullable(VisitorId), null),
});
export type ViewsRequest = v.InferOutput<typeof ViewsRequest>;

/** The header Idempotency-Key. */
export const DeliveryKey = Identifier("delivery");
