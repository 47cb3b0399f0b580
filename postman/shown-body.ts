import type { Execution } from "./newman.ts";
import { show } from "./show.ts";

/** What was answered, as it is saved. Of the document, which has the saved answers in it, that is the head alone. */
export function shownBody({ request, response }: Execution): string {
  const body = response?.text() ?? "";
  if (request.url.getPath() !== "/openapi.json") return shown(body);
  const { openapi, info } = JSON.parse(body);
  return show({ openapi, info });
}

/** JSON to be read; what is none as it is. */
export function shown(text: string): string {
  try {
    return show(JSON.parse(text));
  } catch {
    return text;
  }
}
