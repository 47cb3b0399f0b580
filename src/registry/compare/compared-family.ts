import * as v from "valibot";
import { dummy } from "../../engine/model/dummy/dummy.ts";
import { type Family, familyWith, type Params } from "../../engine/model/family.ts";
import type { Problem } from "../../engine/model/training-set.ts";
import { listedFamily } from "../schema/model-artifact.ts";

/** The family of a candidate, or the dummy; `given`: hyperparameters as they were sent, which the grid does not change the family of. */
export function comparedFamily(name: string, problem: Problem, given: object): Family {
  if (name === dummy.name) return dummy as unknown as Family;
  const family = listedFamily(name);
  return familyWith(family, v.parse(family.params[problem], given) as Params);
}
