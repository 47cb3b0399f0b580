// The calls on tokens: parse, call one use case, answer.
import type { IRequest } from "itty-router";
import { AppError } from "../../error.ts";
import { EVERYBODY } from "../../platform/context/caller.ts";
import type { Endpoint } from "../../platform/http/endpoint.ts";
import { readBody, readParam, readQuery } from "../../platform/http/read.ts";
import { answer, noContent } from "../../platform/http/respond.ts";
import { callerOf, noteChange } from "../../platform/http/served.ts";
import { orRows, readForm } from "../../platform/http/tabular/form.ts";
import { linkToNext, respondIn } from "../../platform/http/tabular/respond-rows.ts";
import { rowsOfObjects } from "../../platform/http/tabular/rows.ts";
import { TOKEN_BYTES_MAX } from "../../platform/schema/limit.ts";
import { MadeToken, Token, TokenList } from "../schema/token-answer.ts";
import { TokenName, TokenPageQuery, TokenRequest } from "../schema/token-request.ts";
import { listTokens, readToken } from "../token/list-tokens.ts";
import { makeToken } from "../token/make-token.ts";
import { revokeToken } from "../token/revoke-token.ts";

export const postToken: Endpoint = {
  id: "makeToken",
  summary: "Make a token",
  description:
    "It is told once. A token may do what its scope says, each with all before it: `read`, `predict`, `train`, `admin`. With `norms`, `models` " +
    "or `sessions` it may touch only what begins so, of the kinds that are named. Where no API_TOKEN is set (PUBLIC), it would protect nothing and is refused: 503.",
  body: TokenRequest,
  answers: { 201: MadeToken },
  answerHeaders: { 201: ["Location"] },
  refusals: [409],
  async handle(request, context) {
    if (callerOf(request).name === EVERYBODY.name)
      throw new AppError(
        "not_configured",
        "Cannot make a token: no API_TOKEN is set, so that everybody is served, whatever he sends; a token would protect nothing",
      );
    const made = await makeToken(context, await readBody(request, TokenRequest, TOKEN_BYTES_MAX));
    noteChange(request, { on: `/tokens/${made.name}` });
    return answer(made, 201, { location: `/tokens/${made.name}` });
  },
};

const TokensQuery = orRows(TokenPageQuery);

export const getTokens: Endpoint = {
  id: "listTokens",
  summary: "List the tokens by name, without what is sent",
  description:
    "Scope, prefixes, when each was made, ends and was last used. The token itself is told but once, when it is made.",
  query: TokensQuery,
  answers: { 200: TokenList },
  isPaged: true,
  rows: "A row is a token.",
  async handle(request, context) {
    const query = readQuery(request, TokensQuery);
    const form = readForm(request, query);
    const page = await listTokens(context, query);
    return respondIn(form, {
      json: () => answer(page),
      rows: () => ({ rows: rowsOfObjects(Token, page.tokens) }),
      page: linkToNext(request, page.next),
    });
  },
};

export const getToken: Endpoint = {
  id: "getToken",
  summary: "One token, without what is sent",
  description: "As the list has it.",
  answers: { 200: Token },
  refusals: [404],
  async handle(request, context) {
    return answer(await readToken(context, tokenName(request)));
  },
};

export const deleteToken: Endpoint = {
  id: "revokeToken",
  summary: "Revoke a token",
  description: "Here it holds at once, elsewhere on Workers within a second. The name is free again.",
  answers: { 204: null },
  refusals: [404],
  async handle(request, context) {
    await revokeToken(context, tokenName(request));
    return noContent();
  },
};

function tokenName(request: IRequest): string {
  return readParam(request, "token", TokenName);
}
