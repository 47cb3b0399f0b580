// What this is and where to look: the calls that need no credentials.
import * as v from "valibot";
import { checkReady } from "../context/check-ready.ts";
import type { Endpoint } from "./endpoint.ts";
import { answer } from "./respond.ts";
import { negotiate } from "./tabular/accept.ts";
import { JSON_OFFER } from "./tabular/form.ts";
import { servePage } from "./web-page.ts";

export const VERSION = "0.14.0";

const About = v.object({
  name: v.string(),
  version: v.string(),
  description: v.string(),
  links: v.record(v.string(), v.string()),
});
const Health = v.object({ status: v.literal("ok") });
const Ready = v.object({ status: v.literal("ready") });

const PAGE_OFFER = { type: "text/html", parameters: {} } as const;
const VARY = { vary: "Accept" };

export const getAbout: Endpoint = {
  id: "getAbout",
  summary: "What this is and where to look",
  description: `Name, version and the paths to begin with. It needs no credentials. Browsers, whose header \`Accept\` prefers \`${PAGE_OFFER.type}\`, are shown the page on which norms, models and visitors can be seen.`,
  page: "The page",
  answers: { 200: About },
  handle: ({ headers }, context) =>
    negotiate(headers.get("accept"), [JSON_OFFER, PAGE_OFFER]) === PAGE_OFFER
      ? servePage(context, VARY)
      : answerAbout(),
};

export const getHealth: Endpoint = {
  id: "getHealth",
  summary: "Whether the service answers",
  description: "Answers as long as the process does, whatever state the stores are in; GET /ready tries those.",
  answers: { 200: Health },
  handle: () => answer({ status: "ok" } satisfies v.InferOutput<typeof Health>),
};

/** Open, since what asks for it (a load balancer, a supervisor) has no credentials; it tells nothing of what is stored. */
export const getReady: Endpoint = {
  id: "getReady",
  summary: "Whether the service can work",
  description:
    "Tries the database, the key-value store and the queue, once a second at most. Under Deno it writes; on Workers, where a write has its price, it reads.",
  mayBeUnready: true,
  answers: { 200: Ready },
  async handle(_, context) {
    await checkReady(context);
    return answer({ status: "ready" } satisfies v.InferOutput<typeof Ready>);
  },
};

function answerAbout(): Response {
  return answer(
    {
      name: "Edgefit",
      version: VERSION,
      description:
        "Trains and serves tabular models: POST /train with x and y, POST /predict with x; POST /api/ml_models; POST /sessions.",
      links: {
        docs: "/docs",
        openapi: "/openapi.json",
        health: "/health",
        ready: "/ready",
        problems: "/problems",
        norms: "/norms",
        train: "/train",
        predict: "/predict",
        models: "/api/ml_models",
        sessions: "/sessions",
      },
    } satisfies v.InferOutput<typeof About>,
    200,
    VARY,
  );
}
