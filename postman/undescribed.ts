// What a run of the collection was answered that /openapi.json does not describe.
import { checkerOf } from "../test/support/contract/check-answer.ts";
import { openDocument } from "../test/support/contract/open-document.ts";
import type { Execution } from "./newman.ts";

export async function undescribed(executions: readonly Execution[]): Promise<string[]> {
  const check = checkerOf(await openDocument());
  return executions.flatMap(({ item, request, response }) => {
    if (response === undefined) return [];
    const headers = new Headers(response.headers.members.map(({ key, value }) => [key, value]));
    const { method, url } = request;
    const faults = check({ method, path: url.toString(), status: response.code, headers, text: response.text() });
    return faults.map((fault) => `${item.name}: ${response.code}: ${fault}`);
  });
}
