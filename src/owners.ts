import { SHOP } from "./store/session-models.ts";
import type { ModelOwner } from "./usecase/model-owner.ts";
import { genderModelOwner } from "./usecase/report-sessions.ts";

/** Who has models of their own kind in the registry. */
export const owners: Record<string, ModelOwner> = { [SHOP]: genderModelOwner };
