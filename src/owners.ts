import type { ModelOwner } from "./registry/train/model-owner.ts";
import { genderModelOwner } from "./shop/gender/report-sessions.ts";
import { SHOP } from "./shop/store/session-models.ts";

/** Who has models of their own kind in the registry. */
export const owners: Record<string, ModelOwner> = { [SHOP]: genderModelOwner };
