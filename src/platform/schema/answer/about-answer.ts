// What people call a norm or a model, as it is told.
import * as v from "valibot";
import type { About } from "../about.ts";
import { described } from "../described.ts";

export const aboutAnswer = {
  title: described(v.nullable(v.string()), "What people call it"),
  description: described(v.nullable(v.string()), "What is to be known of it"),
  tags: described(v.array(v.string()), "By which it is found"),
};

export function tellAbout(about: About | null) {
  return { title: about?.title ?? null, description: about?.description ?? null, tags: about?.tags ?? [] };
}
