// A collection of this folder as a file: what is read and written of Postman's format (v2.1).
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export interface Collection {
  item: Folder[];
}

interface Folder {
  name: string;
  description: string;
  item: Item[];
}

export interface Item {
  name: string;
  event: { listen: string; script: { exec: string[] } }[];
  request: Sent;
  /** What was answered, where that is saved. */
  response?: Saved[];
}

interface Sent {
  method: string;
  header: { key: string; value: string }[];
  body?: { mode: string; raw: string };
  url: string;
  description?: string;
}

export interface Saved {
  name: string;
  originalRequest: Omit<Sent, "description">;
  status: string;
  code: number;
  /** What its body is shown as. */
  _postman_previewlanguage: "json" | "html" | "text";
  header: { key: string; value: string }[];
  cookie: [];
  body: string;
}

export function fileOf(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

export function readCollection(name: string): Collection {
  return JSON.parse(readFileSync(fileOf(name), "utf8"));
}

/** All requests of a collection, by folder / name. */
export function itemsOf({ item }: Collection): Map<string, Item> {
  return new Map(item.flatMap((folder) => folder.item.map((each) => [`${folder.name} / ${each.name}`, each])));
}

/** The statuses that its script asserts: one. */
export function assertedStatuses({ event }: Item): number[] {
  const scripts = event.filter(({ listen }) => listen === "test").map(({ script }) => script.exec.join("\n"));
  return scripts.flatMap((script) =>
    [...script.matchAll(/response\.to\.have\.status\((\d+)\)/g)].map(([, status]) => Number(status)),
  );
}
