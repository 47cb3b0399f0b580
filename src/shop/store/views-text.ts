// Views as the shop's log has them: no name has a slash or a semicolon.
import type { View } from "../feature/session.ts";

export function encodeViews(views: readonly View[]): string {
  return views.map((view) => view.join("/")).join(";");
}

export function decodeViews(views: string): View[] {
  return views.split(";").map((view) => view.split("/"));
}
