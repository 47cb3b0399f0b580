// THE LIST: what can be trained. Requests, grids, OpenAPI and the contract suite follow from it.
import type { Family } from "./family.ts";
import { ridge } from "./ridge/ridge.ts";

export const families: Family[] = [ridge] as unknown as Family[];

export const PROBLEMS = ["classification", "regression"] as const;
