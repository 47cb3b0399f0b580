import { parseDuration } from "../../engine/time/duration.ts";
import { show } from "../../platform/schema/table.ts";

/** The setting SESSIONS_KEEP: for how long after their arrival sessions are kept, in ms; null, for ever, unless set. */
export function readSessionsKeep(text: string | undefined): number | null {
  const fault = faultOfSessionsKeep(text);
  if (fault !== undefined) throw new Error(`Cannot start: ${fault}`);
  return text ? parseDuration(text) : null;
}

/** What is wrong with the setting; undefined where nothing is. */
export function faultOfSessionsKeep(text: string | undefined): string | undefined {
  if (!text || (/[hdw]$/.test(text) && parseDuration(text) !== null)) return undefined;
  return `SESSIONS_KEEP is ${show(text)}, no duration: a whole number with h, d or w, such as 400d`;
}
