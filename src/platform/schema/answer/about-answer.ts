// What people call a norm or a model and what it predicts, as it is told.
import * as v from "valibot";
import type { About } from "../about.ts";
import { described } from "../described.ts";

export const aboutAnswer = {
  title: described(v.nullable(v.string()), "What people call it"),
  description: described(v.nullable(v.string()), "What is to be known of it"),
  tags: described(v.array(v.string()), "By which it is found"),
  target: described(v.nullable(v.string()), "Name of what is predicted, such as electricity"),
  unit: described(v.nullable(v.string()), "Unit of what is predicted, such as kWh"),
};

export function tellAbout(about: About | null) {
  const { title = null, description = null, tags = [], target = null, unit = null } = about ?? {};
  return { title, description, tags, target, unit };
}
