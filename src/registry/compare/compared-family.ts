import { dummy } from "../../engine/model/dummy/dummy.ts";
import type { Family } from "../../engine/model/family.ts";
import { listedFamily } from "../schema/model-artifact.ts";

/** A family by its name, whatever its hyperparameters, or the dummy. */
export function comparedFamily(name: string): Family {
  return name === dummy.name ? (dummy as unknown as Family) : listedFamily(name);
}
