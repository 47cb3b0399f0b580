// The pages that the `type` of a refusal leads to: JSON for programs, HTML for whoever opens it in a browser.
import type { IRequest } from "itty-router";
import * as v from "valibot";
import { show } from "../../../engine/parameter/show.ts";
import { AppError } from "../../../error.ts";
import { described } from "../../schema/described.ts";
import type { Endpoint } from "../endpoint.ts";
import { readParam } from "../read.ts";
import { answer } from "../respond.ts";
import { negotiate } from "../tabular/accept.ts";
import { JSON_OFFER } from "../tabular/form.ts";
import { MEANINGS, type ProblemCode, typeOf } from "./meanings.ts";
import { pageOfCode, pageOfCodes, sendPage } from "./problem-page.ts";

const codes = Object.keys(MEANINGS) as ProblemCode[];

/** What may stand in the path. */
export const ProblemCodeName = v.pipe(v.picklist(codes), v.description("The `code` of a refusal"));

export const ProblemMeaning = v.object({
  type: described(v.string(), "As refusals have it: the path of this"),
  code: ProblemCodeName,
  status: v.number(),
  title: v.string(),
  when: described(v.string(), "When it comes"),
  again: described(v.string(), "Whether to ask the same again"),
  remedy: described(v.string(), "What to do"),
});
export type ProblemMeaning = v.InferOutput<typeof ProblemMeaning>;
export const ProblemMeanings = v.object({ problems: v.array(ProblemMeaning) });

export const getProblems: Endpoint = {
  id: "listProblems",
  summary: "Every code that a refusal may have, and what it means",
  description: "For each its status, when it comes, whether to ask again, and what to do. It needs no credentials.",
  answers: { 200: ProblemMeanings },
  page: "The same as a page, where the header Accept prefers it",
  handle(request) {
    const problems = codes.map(meaningOf);
    return isForBrowser(request) ? sendPage(pageOfCodes(problems)) : sendMeaning({ problems });
  },
};

export const getProblem: Endpoint = {
  id: "getProblem",
  summary: "What a refusal's code means, and what to do: where its `type` leads",
  description: "JSON for programs, a page for browsers. It needs no credentials.",
  answers: { 200: ProblemMeaning },
  page: "The same as a page, where the header Accept prefers it",
  refusals: [404],
  handle(request) {
    const code = readParam(request, "code", v.string());
    const known = codes.find((each) => each === code);
    if (known === undefined)
      throw new AppError("not_found", `Cannot find problem ${show(code)}: GET /problems lists those there are`);
    const meaning = meaningOf(known);
    return isForBrowser(request) ? sendPage(pageOfCode(meaning)) : sendMeaning(meaning);
  },
};

function meaningOf(code: ProblemCode): ProblemMeaning {
  const { status, title, when, again, remedy } = MEANINGS[code];
  return { type: typeOf(code), code, status, title, when, again, remedy };
}

const HTML_OFFER = { type: "text/html", parameters: { charset: "utf-8" } } as const;

function isForBrowser({ headers }: IRequest): boolean {
  return negotiate(headers.get("accept"), [JSON_OFFER, HTML_OFFER]).type === HTML_OFFER.type;
}

function sendMeaning(meaning: object): Response {
  return answer(meaning, 200, { vary: "Accept" });
}
