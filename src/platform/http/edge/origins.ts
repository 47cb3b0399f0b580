// Whose pages may call: a browser tells a page nothing of what another origin answers, unless that answer says so (CORS).
import { show } from "../../schema/table.ts";

/** Origins besides the service's own: all of them, or these. */
export type Origins = "*" | ReadonlySet<string>;

/** The setting CORS_ORIGINS: origins parted by commas, or * for all; none unless set. */
export function readOrigins(text: string | undefined): Origins {
  const fault = faultOfOrigins(text);
  if (fault !== undefined) throw new Error(`Cannot start: ${fault}`);
  return text?.trim() === "*" ? "*" : new Set(partsOf(text));
}

/** What is wrong with the setting; undefined where nothing is. */
export function faultOfOrigins(text: string | undefined): string | undefined {
  if (text?.trim() === "*") return undefined;
  const wrong = partsOf(text).find((part) => !isOrigin(part));
  if (wrong === undefined) return undefined;
  return `CORS_ORIGINS has ${show(wrong)}, no origin as browsers send it, such as https://app.example.com or http://localhost:3000, parted by commas; or * alone for all`;
}

/** Whether the pages of an origin, as the header has it, may call. */
export function isAmong(origins: Origins, origin: string | null): boolean {
  return origins === "*" || (origin !== null && origins.has(origin));
}

function partsOf(text: string | undefined): string[] {
  return text ? text.split(",").map((part) => part.trim()) : [];
}

/** In small letters, without a path, and without the port that its scheme has anyway: browsers send no other. */
function isOrigin(text: string): boolean {
  return /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}
